"""Goods come back: money, points, visit and ownership go back with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from common.money import ZERO
from common.periods import business_day
from guides.domain.ownership import lock_open_ownership, refresh_clock
from loyalty.domain.referring import lock_returner
from loyalty.domain.reversal import (
    PointsOfReturn,
    points_expired,
    points_of_return,
    reverse_points,
)
from loyalty.domain.tiers import current_tier, undo_unearned_upgrade
from loyalty.models import CouponUse, TierAssignment
from loyalty.queries import standing
from pos.domain.checkout import open_shift_locked
from pos.domain.fees import take_back_cards
from pos.domain.once import fingerprint, made_before
from pos.domain.receipts import names_of
from pos.domain.rewarding import undo_rewards
from pos.domain.using import give_back_offers
from pos.models import Receipt
from sales.domain.recording import EmptySale, Line, Payment
from sales.domain.returning import price_return, record_return
from sales.enums import SaleKind, TenderKind
from sales.models import Sale, SaleLine, Shift
from stores.models import Staff


class NotASale(Exception):
    """Only a sale can be returned, not a return."""


@dataclass(frozen=True)
class ReturnOrder:
    """What the till asks for: ``quantities`` by line key, money back as ``refund_by``."""

    key: UUID
    sale_id: int
    quantities: Mapping[int, Decimal]
    refund_by: TenderKind = TenderKind.CASH

    @property
    def fingerprint(self) -> str:
        """A hash of the content, the same for the same request."""
        lines = sorted((key, str(quantity)) for key, quantity in self.quantities.items())
        return fingerprint([self.sale_id, lines, self.refund_by])


@dataclass(frozen=True)
class ReturnQuote:
    """What a return would do: ``refund`` in money, ``points`` beside it."""

    lines: list[Line]
    originals: list[SaleLine]
    goods: Decimal
    refund: Decimal
    points: PointsOfReturn


def quote_return(*, sale: Sale, quantities: Mapping[int, Decimal]) -> ReturnQuote:
    """Return what taking back ``quantities`` of ``sale`` would give, changing nothing.

    :raises NotASale: if ``sale`` is a return
    :raises NotReturnable: if more comes back than is left of a line
    """
    if sale.kind != SaleKind.SALE:
        raise NotASale
    lines, originals = price_return(sale=sale, quantities=quantities)
    goods = -sum((line.net for line in lines), ZERO)
    coming = {one.pk: -line.net for one, line in zip(originals, lines, strict=True)}
    points = points_of_return(sale=sale, coming=coming)
    return ReturnQuote(lines, originals, goods, goods - points.value, points)


def post_return(*, order: ReturnOrder, shift: Shift, cashier: Staff, at: dt.datetime) -> Sale:
    """Take goods back: a return with its receipt, points moved exactly, the clock wound back.

    Asking again with the same content returns the same return.

    :raises KeyReused: if the key was used with another content
    :raises EmptySale: if nothing comes back
    :raises NotASale: if the receipt is a return
    :raises NotReturnable: if more comes back than is left of a line
    :raises PointsAlreadySpent: if points of the goods are spent and no debt is allowed
    :raises ShiftClosed: if the shift was closed
    """
    if earlier := made_before(key=order.key, request_hash=order.fingerprint):
        return earlier
    with transaction.atomic():
        # Its member is read once the lock is held: a move or a merge may have come first.
        sale = Sale.objects.select_for_update().get(pk=order.sale_id)
        earlier = made_before(key=order.key, request_hash=order.fingerprint)
        return earlier or _post(order, sale, shift, cashier, at)


def _post(order: ReturnOrder, sale: Sale, shift: Shift, cashier: Staff, at: dt.datetime) -> Sale:
    account = lock_returner(sale=sale, member=sale.member) if sale.member else None
    quote = quote_return(sale=sale, quantities=order.quantities)
    if not quote.lines:
        raise EmptySale
    ownership = lock_open_ownership(member=sale.member) if sale.member else None
    back = record_return(
        original=sale,
        key=order.key,
        request_hash=order.fingerprint,
        shift=open_shift_locked(shift),
        cashier=cashier,
        lines=quote.lines,
        originals=quote.originals,
        payments=_refund(order, quote),
        at=at,
    )
    expired = points_expired(sale=sale, points=quote.points, at=at)
    reverse_points(sale=sale, back=back, points=quote.points, at=at)
    take_back_cards(lines=quote.originals, by=cashier, at=at)
    released = give_back_offers(sale=sale, back=back, by=cashier, at=at)
    fallen = None
    if account:
        undo_rewards(sale=sale, back=back, account=account, kept=quote.points.kept, at=at)
        fallen = undo_unearned_upgrade(account=account, back=back, at=at)
    if ownership and sale.member:
        on = business_day(at, day_ends_at=back.store.day_ends_at)
        refresh_clock(ownership=ownership, tier=current_tier(member=sale.member, on=on), on=on)
    _print(back, quote, released=released, fallen=fallen, expired=expired, at=at)
    return back


def _refund(order: ReturnOrder, quote: ReturnQuote) -> list[Payment]:
    payments = []
    if quote.refund:
        payments.append(Payment(order.refund_by, -quote.refund))
    if quote.points.put_back or quote.points.value:
        payments.append(
            Payment(TenderKind.POINTS, -quote.points.value, points=quote.points.put_back)
        )
    return payments


def _print(
    back: Sale,
    quote: ReturnQuote,
    *,
    released: Sequence[CouponUse],
    fallen: TierAssignment | None,
    expired: int,
    at: dt.datetime,
) -> None:
    facts: dict[str, object] = {"regular_total": str(back.regular_total)}
    if released:
        facts["coupons_back"] = [names_of(use.coupon.kind) for use in released]
    if back.member:
        after = standing(member=back.member, at=at)
        facts |= {
            "points_taken_back": quote.points.taken_back,
            "points_expired": expired,
            "points_put_back": quote.points.put_back,
            "balance": after.balance,
            "debt": after.debt,
            "tier_back": fallen.tier.code if fallen else None,
            "next_tier": after.next_tier.code if after.next_tier else None,
            "way": after.way.facts() if after.way else None,
        }
    Receipt.objects.create(sale=back, facts=facts)
