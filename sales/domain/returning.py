"""Goods come back: which may, for how much, and how it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from common.aggregates import sum_money, sum_units
from common.money import ZERO, cents
from common.periods import business_day
from membership.models import Member
from sales.domain.recording import (
    EmptySale,
    Line,
    Payment,
    next_receipt,
    write_lines,
    write_tenders,
)
from sales.domain.visits import add_to_visit, remember_later_return
from sales.enums import PriceReason, SaleKind
from sales.models import Sale, SaleLine, Shift
from stores.models import Staff

NOTHING = (Decimal(0), ZERO, ZERO)


class NotReturnable(Exception):
    """This much of the line is not there to come back."""

    def __init__(self, *, line: SaleLine, left: Decimal) -> None:
        super().__init__(f"{left} left of line {line.position}")
        self.line = line
        self.left = left


@dataclass(frozen=True)
class ReturnableLine:
    """A line of a sale with what of it has not come back yet."""

    line: SaleLine
    quantity: Decimal
    net: Decimal
    regular_total: Decimal


def returnable_lines(*, sale: Sale) -> list[ReturnableLine]:
    """Return the lines of ``sale`` of which something is left, in order."""
    lines = sale.lines.select_related("product").order_by("position")
    came_back = {
        line: tuple(sums)
        for line, *sums in SaleLine.objects.filter(original__sale=sale)
        .values_list("original")
        .annotate(a=sum_units("quantity"), b=sum_money("net"), c=sum_money("regular_total"))
        .order_by()
    }
    everything = [_what_is_left(line, came_back.get(line.pk, NOTHING)) for line in lines]
    return [returnable for returnable in everything if returnable.quantity > 0]


def _what_is_left(line: SaleLine, back: tuple[Decimal, Decimal, Decimal]) -> ReturnableLine:
    """A return of history may have given more back than was paid: then no money is left."""
    quantity, net, regular = back
    return ReturnableLine(
        line=line,
        quantity=line.quantity + quantity,
        net=max(line.net + net, ZERO),
        regular_total=max(line.regular_total + regular, ZERO),
    )


def price_return(
    *, sale: Sale, quantities: Mapping[int, Decimal]
) -> tuple[list[Line], list[SaleLine]]:
    """Return the negative lines for ``quantities`` (by line key) and the lines they undo.

    The last part of a line takes what is left of its money, so that any sequence of partial
    returns gives back exactly what was paid.

    :raises NotReturnable: if more comes back than is left of a line
    """
    left = {returnable.line.pk: returnable for returnable in returnable_lines(sale=sale)}
    lines, originals = [], []
    for key, quantity in quantities.items():
        if quantity <= 0:
            continue
        returnable = left.get(key)
        if returnable is None or quantity > returnable.quantity:
            line = returnable.line if returnable else sale.lines.get(pk=key)
            raise NotReturnable(line=line, left=returnable.quantity if returnable else Decimal(0))
        lines.append(_negative(returnable, quantity))
        originals.append(returnable.line)
    return lines, originals


def _negative(returnable: ReturnableLine, quantity: Decimal) -> Line:
    line = returnable.line
    share = quantity / returnable.quantity
    return Line(
        product=line.product,
        quantity=-quantity,
        regular_total=-cents(returnable.regular_total * share),
        net=-cents(returnable.net * share),
        reason=PriceReason(line.reason),
        discount=line.discount,
    )


@transaction.atomic
def record_return(
    *,
    original: Sale,
    key: UUID,
    request_hash: str,
    shift: Shift,
    cashier: Staff,
    lines: Sequence[Line],
    originals: Sequence[SaleLine],
    payments: Sequence[Payment],
    at: dt.datetime,
) -> Sale:
    """Write the return of ``lines`` of ``original`` and take it off the member's visits.

    It counts on the day it happens; the day of the sale remembers it. The caller holds the
    original and the member's account locked.

    :raises EmptySale: if nothing comes back
    """
    if not lines:
        raise EmptySale
    store = shift.till.store
    back = Sale.objects.create(
        kind=SaleKind.RETURN,
        store=store,
        receipt=next_receipt(till=shift.till, at=at),
        key=key,
        request_hash=request_hash,
        original=original,
        member=original.member,
        shift=shift,
        cashier=cashier,
        seller=original.seller,
        owner=original.owner,
        enroller=original.enroller,
        sold_at=at,
        business_day=business_day(at, day_ends_at=store.day_ends_at),
        units=sum((line.quantity for line in lines), Decimal(0)),
        regular_total=sum((line.regular_total for line in lines), ZERO),
        net=sum((line.net for line in lines), ZERO),
    )
    write_lines(sale=back, lines=lines, originals=originals)
    write_tenders(sale=back, payments=payments)
    if original.member:
        _take_off_visit(original, back, original.member)
    return back


def _take_off_visit(original: Sale, back: Sale, member: Member) -> None:
    undone_today = (
        back.business_day == original.business_day
        and back.store_id == original.store_id
        and not returnable_lines(sale=original)
    )
    add_to_visit(
        member=member,
        store=back.store,
        business_day=back.business_day,
        tickets=-1 if undone_today else 0,
        units=back.units,
        net=back.net,
    )
    if (back.business_day, back.store_id) != (original.business_day, original.store_id):
        remember_later_return(
            member=member,
            store=original.store,
            business_day=original.business_day,
            net=-back.net,
        )
