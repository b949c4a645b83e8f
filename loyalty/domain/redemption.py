"""Points as money: the soonest-expiring lot pays first."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils import timezone

from common.money import FEN, cents
from loyalty.domain.ledger import Cause, posted_before, take_out
from loyalty.enums import EntryKind
from loyalty.models import PointsAccount, PointsEntry, RedemptionRule
from loyalty.programme import programme
from sales.models import Sale


class NotEnoughPoints(Exception):
    """The member cannot cover this redemption."""

    def __init__(self, *, short_by: int) -> None:
        super().__init__(f"{short_by} points short")
        self.short_by = short_by


class RedemptionClosed(Exception):
    """Points pay only on some days, and this is none of them."""

    def __init__(self, *, opens_on: dt.date | None, closes_on: dt.date | None) -> None:
        super().__init__(f"open from {opens_on} until {closes_on}")
        self.opens_on = opens_on
        self.closes_on = closes_on


class NotInSteps(Exception):
    """Points pay in steps only, as in hundreds."""

    def __init__(self, *, step: int) -> None:
        super().__init__(f"in steps of {step}")
        self.step = step


class BelowMinimum(Exception):
    """So few points do not pay."""

    def __init__(self, *, minimum: int) -> None:
        super().__init__(f"at least {minimum}")
        self.minimum = minimum


class MoreThanTheShare(Exception):
    """So many points would pay more of the ticket than they may."""

    def __init__(self, *, most: int) -> None:
        super().__init__(f"at most {most}")
        self.most = most


def points_value(points: int, *, rule: RedemptionRule) -> Decimal:
    """Return what ``points`` pay, in yuan to the 分."""
    return cents(points * rule.point_value)


def most_points(due: Decimal, *, balance: int, rule: RedemptionRule, on: dt.date) -> int:
    """Return how many of ``balance`` points may pay towards ``due`` yuan on ``on``, 0 if none."""
    return usable_points(balance, due=due, balance=balance, rule=rule, on=on)


def usable_points(
    wanted: int, *, due: Decimal, balance: int, rule: RedemptionRule, on: dt.date
) -> int:
    """Return ``wanted``, or the next smaller number of points that may pay; 0 if none may."""
    most = min(wanted, balance, _share_in_points(due, rule))
    usable = max(most, 0) // rule.step * rule.step
    return usable if usable >= _fewest(rule) and _is_open(rule, on=on) else 0


def require_redeemable(
    points: int, *, due: Decimal, balance: int, rule: RedemptionRule, on: dt.date
) -> None:
    """Let pass ``points`` that may pay towards ``due`` yuan on ``on``; no points always may.

    :raises RedemptionClosed: outside of the rule's window
    :raises NotInSteps: unless they are a multiple of the rule's step
    :raises BelowMinimum: if they are too few, or worth less than one 分
    :raises NotEnoughPoints: if they are more than ``balance``
    :raises MoreThanTheShare: if they are worth more than they may pay of the ticket
    """
    if not points:
        return
    if not _is_open(rule, on=on):
        raise RedemptionClosed(opens_on=rule.opens_on, closes_on=rule.closes_on)
    if points % rule.step:
        raise NotInSteps(step=rule.step)
    if points < (fewest := _fewest(rule)):
        raise BelowMinimum(minimum=fewest)
    if points > balance:
        raise NotEnoughPoints(short_by=points - balance)
    if points > (share := _share_in_points(due, rule)):
        raise MoreThanTheShare(most=share // rule.step * rule.step)


def redeem_points(
    *, account: PointsAccount, points: int, sale: Sale, at: dt.datetime
) -> PointsEntry:
    """Take ``points`` (1 or more) from the account's spendable lots to pay for ``sale``.

    Redeeming for the same sale twice returns the first entry. The caller holds the account's
    lock.

    :raises NotEnoughPoints: if the spendable lots do not cover ``points``
    :raises RedemptionClosed, NotInSteps, BelowMinimum, MoreThanTheShare: as the rule of the
        sale's day says (``require_redeemable``)
    :raises ReferenceReused: if the sale was paid with another number of points before
    """
    reference = f"sale:{sale.pk}"
    if earlier := posted_before(account, EntryKind.REDEEM, points=-points, reference=reference):
        return earlier
    lots = list(
        account.lots.spendable(on=timezone.localdate(at)).oldest_first().select_for_update()
    )
    require_redeemable(
        points,
        due=sale.net,
        balance=sum(lot.remaining for lot in lots),
        rule=programme().redemption_rule(on=sale.business_day),
        on=sale.business_day,
    )
    cause = Cause(reference=reference, at=at, sale=sale, store=sale.store, by=sale.cashier)
    return take_out(account, EntryKind.REDEEM, points, cause, lots=lots)


def _is_open(rule: RedemptionRule, *, on: dt.date) -> bool:
    opened = rule.opens_on is None or rule.opens_on <= on
    return opened and (rule.closes_on is None or on < rule.closes_on)


def _fewest(rule: RedemptionRule) -> int:
    """Return the fewest points that pay: never so few that they are worth no 分."""
    worth_a_fen = (FEN / 2 / rule.point_value).to_integral_value(ROUND_CEILING)
    return max(rule.minimum, int(worth_a_fen))


def _share_in_points(due: Decimal, rule: RedemptionRule) -> int:
    """Return how many points are worth what may be paid with them of ``due`` yuan."""
    share = (due * rule.share / 10_000).quantize(FEN, ROUND_FLOOR)
    return int((share / rule.point_value).to_integral_value(ROUND_FLOOR))
