"""Writing down a sale: the receipt, its lines, its payment and the visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from common.money import ZERO
from common.periods import business_day
from membership.models import Card, Member
from sales.domain.steps import Step, write_steps
from sales.domain.visits import add_to_visit
from sales.enums import PriceReason, SaleKind, TenderKind
from sales.models import Product, Sale, SaleLine, Shift, Tender, Till
from stores.models import Staff


class EmptySale(Exception):
    """There is nothing on the receipt."""


class TendersDoNotAddUp(Exception):
    """What was paid is not what is due."""

    def __init__(self, *, due: Decimal, paid: Decimal) -> None:
        super().__init__(f"{due} is due, {paid} was paid")
        self.due = due
        self.paid = paid


@dataclass(frozen=True)
class Line:
    """One priced line: ``regular_total`` and ``net`` in yuan for the whole quantity.

    ``steps`` lead from the one to the other. ``card`` is the one a membership fee sold.
    """

    product: Product
    quantity: Decimal
    regular_total: Decimal
    net: Decimal
    reason: PriceReason = PriceReason.REGULAR
    discount: int = 10_000
    steps: Sequence[Step] = ()
    card: Card | None = None


@dataclass(frozen=True)
class Payment:
    """One tender: ``amount`` yuan against the sale; ``handed_over`` only for cash."""

    kind: TenderKind
    amount: Decimal
    handed_over: Decimal | None = None
    points: int = 0


def record_sale(
    *,
    key: UUID,
    request_hash: str,
    shift: Shift,
    cashier: Staff,
    lines: Sequence[Line],
    payments: Sequence[Payment],
    at: dt.datetime,
    member: Member | None = None,
    seller: Staff | None = None,
    owner: Staff | None = None,
) -> Sale:
    """Write the receipt of ``lines`` paid by ``payments``; count it to the member's visit.

    Part of the caller's transaction, in which she holds the member's account lock.

    :raises EmptySale: if there are no lines
    :raises TendersDoNotAddUp: unless the payments are exactly the net
    """
    if not lines:
        raise EmptySale
    net = sum((line.net for line in lines), ZERO)
    _refuse_wrong_payment(due=net, payments=payments)

    store = shift.till.store
    sale = Sale.objects.create(
        kind=SaleKind.SALE,
        store=store,
        receipt=next_receipt(till=shift.till, at=at),
        key=key,
        request_hash=request_hash,
        member=member,
        shift=shift,
        cashier=cashier,
        seller=seller,
        owner=owner,
        enroller_id=member.enroller_id if member else None,
        sold_at=at,
        business_day=business_day(at, day_ends_at=store.day_ends_at),
        units=sum((line.quantity for line in lines), Decimal(0)),
        regular_total=sum((line.regular_total for line in lines), ZERO),
        net=net,
    )
    write_lines(sale=sale, lines=lines)
    write_tenders(sale=sale, payments=payments)
    if member:
        add_to_visit(
            member=member,
            store=store,
            business_day=sale.business_day,
            tickets=1,
            units=sale.units,
            net=net,
        )
    return sale


def next_receipt(*, till: Till, at: dt.datetime) -> str:
    """Draw the till's next receipt number, as ``A1-261121-0042``; the counter stays locked."""
    counter = Till.objects.select_for_update().get(pk=till.pk)
    counter.last_receipt += 1
    counter.save(update_fields=["last_receipt"])
    day = business_day(at, day_ends_at=till.store.day_ends_at)
    return f"{till.code}-{day:%y%m%d}-{counter.last_receipt:04d}"


def write_lines(
    *, sale: Sale, lines: Sequence[Line], originals: Sequence[SaleLine] | None = None
) -> None:
    """Write ``lines`` onto ``sale``, each naming its original when goods come back."""
    SaleLine.objects.bulk_create(
        SaleLine(
            sale=sale,
            position=position,
            product=line.product,
            quantity=line.quantity,
            regular_total=line.regular_total,
            net=line.net,
            reason=line.reason,
            discount=line.discount,
            steps=write_steps(line.steps),
            cost=line.product.cost,
            card=line.card,
            original=originals[position - 1] if originals else None,
        )
        for position, line in enumerate(lines, start=1)
    )


def write_tenders(*, sale: Sale, payments: Sequence[Payment]) -> None:
    """Write the payments of ``sale``."""
    Tender.objects.bulk_create(
        Tender(
            sale=sale,
            kind=payment.kind,
            amount=payment.amount,
            handed_over=payment.handed_over,
            points=payment.points,
        )
        for payment in payments
    )


def _refuse_wrong_payment(*, due: Decimal, payments: Sequence[Payment]) -> None:
    paid = sum((payment.amount for payment in payments), ZERO)
    if paid != due:
        raise TendersDoNotAddUp(due=due, paid=paid)
