"""Undoing what a sale did to the points, in whole or in part.

What a return moves is the difference between two states, and each state follows from the goods
the member keeps, line by line, at the rates of the sale. So any order of partial returns ends
where the full one does, and never passes through a state another order would not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from common.aggregates import sum_money
from common.money import FEN, ZERO, cents
from loyalty.domain.earning import line_rates, points_of
from loyalty.domain.ledger import Cause, forgive_debt, lock_account, take_out
from loyalty.domain.lots import expired_before, own_lot_first, require_points_of
from loyalty.domain.putting_back import put_back, undo_expiry
from loyalty.enums import DebtPolicy, EntryKind
from loyalty.models import EarningRule, PointsAccount, PointsEntry
from loyalty.programme import programme
from sales.enums import TenderKind
from sales.models import Sale


@dataclass(frozen=True)
class PointsOfReturn:
    """What a return does to the points.

    ``put_back`` of those spent return to their lots and stand for ``value`` yuan of the
    refund; ``taken_back`` of those earned are withdrawn. Goods for ``kept`` yuan, paid in
    money and no membership fee, stay with the member.
    """

    put_back: int = 0
    value: Decimal = ZERO
    taken_back: int = 0
    kept: Decimal = ZERO


@dataclass(frozen=True)
class Kept:
    """What the member keeps of a line of the sale, before and after a return, in yuan."""

    position: int
    is_fee: bool
    before: Decimal
    after: Decimal


def points_of_return(*, sale: Sale, coming: Mapping[int, Decimal]) -> PointsOfReturn:
    """Return what taking back goods does to the points; ``coming`` are yuan by key of sale line.

    Spent points come back in proportion to the goods, rounded down until the last piece. They
    are as large a part of the refund as they were of the payment; the rest is money.
    """
    tendered = _points_tender(sale)
    kept = _kept(sale, coming)
    before = sale.net - sum((line.before for line in kept), ZERO)
    returned = sale.net - sum((line.after for line in kept), ZERO)
    return PointsOfReturn(
        put_back=_put_back(sale, returned=returned) if tendered else 0,
        value=_share(tendered, returned, sale) - _share(tendered, before, sale),
        taken_back=_taken_back(sale, kept, money=sale.net - tendered),
        kept=_goods_kept(sale, kept, money=sale.net - tendered),
    )


def points_to_take_back(
    *,
    left: int,
    kept: Iterable[tuple[Decimal, Decimal]],
    money: Decimal,
    total: Decimal,
    rule: EarningRule,
) -> int:
    """Return how many of the ``left`` points of a sale leave when the goods ``kept`` stay.

    ``kept`` are the yuan and the points per yuan of each line; ``money`` of the ``total`` yuan
    of the sale was paid in money.
    """
    return max(left - points_of(kept, money=money, total=total, rule=rule), 0)


@transaction.atomic
def reverse_points(*, sale: Sale, back: Sale, points: PointsOfReturn, at: dt.datetime) -> None:
    """Post what ``points_of_return`` said, caused by ``back``, a return of ``sale``.

    Spent points return first, then earned ones leave their own lot, then the others, soonest
    expiry first. What was spent meanwhile becomes a debt, is forgiven, or the return is
    refused, as the programme's rule of the day says.

    :raises PointsAlreadySpent: if earned points are spent and no debt is allowed
    """
    if sale.member is None:
        return
    account = lock_account(member=sale.member)
    cause = Cause(reference=f"sale:{back.pk}", at=at, sale=back, store=back.store, by=back.cashier)
    on = back.business_day
    if points.put_back and (redeemed := _entry(sale, EntryKind.REDEEM)):
        spent = replace(cause, reference=f"{cause.reference}:redeemed")
        give_back(account, redeemed, points.put_back, spent, on=on)
    if points.taken_back and (earned := _entry(sale, EntryKind.EARN)):
        policy = DebtPolicy(programme().rule(on=on).debt_policy)
        take_back(account, earned, points.taken_back, cause, policy=policy)


def points_expired(*, sale: Sale, points: PointsOfReturn, at: dt.datetime) -> int:
    """Return how many of those that a return at ``at`` takes back have expired, so are gone."""
    earned = _entry(sale, EntryKind.EARN)
    account = PointsAccount.objects.filter(member=sale.member).first()
    if earned is None or account is None or not points.taken_back:
        return 0
    expired = expired_before(account, earned, points.taken_back, on=timezone.localdate(at))
    return sum(one.points for one in expired)


def give_back(
    account: PointsAccount, spent: PointsEntry, points: int, cause: Cause, *, on: dt.date
) -> None:
    """Give ``points`` that ``spent`` took back to their lots; the caller holds the lock.

    Whatever undoes the spending: those whose lots have expired meanwhile live the days of grace
    of the programme's rule of ``on``.
    """
    put_back(account, points, cause, reverses=spent, grace_days=programme().rule(on=on).grace_days)


def take_back(
    account: PointsAccount, earned: PointsEntry, points: int, cause: Cause, *, policy: DebtPolicy
) -> None:
    """Take ``points`` (1 or more) back that ``earned`` brought; the caller holds the lock.

    What has expired of them is gone already and counts. What the member has spent of them
    follows the ``policy``.

    :raises PointsAlreadySpent: if that is to refuse
    """
    on, owed = timezone.localdate(cause.at), account.debt
    if policy == DebtPolicy.REFUSE:
        require_points_of(account, earned, points, on=on)
    for expired in expired_before(account, earned, points, on=on):
        undo_expiry(account, cause, expired=expired)
    take_out(
        account,
        EntryKind.REVERSE,
        points,
        replace(cause, reference=f"{cause.reference}:earned", rule=earned.rule, rate=earned.rate),
        lots=own_lot_first(account, earned, on=on),
        qualifying=-points if earned.qualifying else 0,
        reverses=earned,
    )
    if policy == DebtPolicy.FORGIVE and account.debt > owed:
        forgive_debt(account, replace(cause, reference=f"{cause.reference}:forgiven"))


def _kept(sale: Sale, coming: Mapping[int, Decimal]) -> list[Kept]:
    """Return what is kept of each line; a return of history may have given more than was paid."""
    lines = sale.lines.annotate(back=sum_money("returns__net")).order_by("position")
    return [
        Kept(
            position,
            is_fee=card_kind is not None,
            before=max(net + back, ZERO),
            after=max(net + back - coming.get(key, ZERO), ZERO),
        )
        for key, position, card_kind, net, back in lines.values_list(
            "pk", "position", "product__card_kind", "net", "back"
        )
    ]


def _goods_kept(sale: Sale, kept: Sequence[Kept], *, money: Decimal) -> Decimal:
    goods = sum((line.after for line in kept if not line.is_fee), ZERO)
    return cents(goods * money / sale.net) if sale.net else ZERO


def _put_back(sale: Sale, *, returned: Decimal) -> int:
    """Return how many of the spent points come back when ``returned`` yuan of the sale have."""
    redeemed = _entry(sale, EntryKind.REDEEM)
    if redeemed is None:
        return 0
    so_far = (-redeemed.points * returned / sale.net).to_integral_value(ROUND_FLOOR)
    return max(int(so_far) - _moved(redeemed), 0)


def _taken_back(sale: Sale, kept: Sequence[Kept], *, money: Decimal) -> int:
    """Return how many of the earned points leave when ``kept`` stays."""
    earned = _entry(sale, EntryKind.EARN)
    if earned is None:
        return 0
    rates = line_rates(earned)
    return points_to_take_back(
        left=earned.points + _moved(earned),
        kept=[(line.after, rates(line.position)) for line in kept],
        money=money,
        total=sale.net,
        rule=earned.rule or EarningRule(),
    )


def _share(tendered: Decimal, returned: Decimal, sale: Sale) -> Decimal:
    """Return how much of what points paid belongs to ``returned`` yuan of the goods."""
    if not tendered:
        return ZERO
    return (tendered * returned / sale.net).quantize(FEN, ROUND_FLOOR)


def _entry(sale: Sale, kind: EntryKind) -> PointsEntry | None:
    """Return the entry of the sale: the last, where it was moved from one member to another."""
    return sale.points_entries.filter(kind=kind).select_related("rule").order_by("-pk").first()


def _points_tender(sale: Sale) -> Decimal:
    tender = sale.tenders.filter(kind=TenderKind.POINTS).first()
    return tender.amount if tender else ZERO


def _moved(entry: PointsEntry) -> int:
    """Return the points that reversals of ``entry`` moved so far, signed."""
    return entry.reversals.aggregate(sum=Sum("points"))["sum"] or 0
