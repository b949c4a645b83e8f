"""Points as money: the soonest-expiring lot pays first."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_FLOOR, Decimal

from django.utils import timezone

from common.money import cents
from loyalty.domain.ledger import Cause, posted_before, take_out
from loyalty.enums import EntryKind
from loyalty.models import PointsAccount, PointsEntry, RedemptionRule
from sales.models import Sale


class NotEnoughPoints(Exception):
    """The member cannot cover this redemption."""

    def __init__(self, *, short_by: int) -> None:
        super().__init__(f"{short_by} points short")
        self.short_by = short_by


def points_value(points: int, *, rule: RedemptionRule) -> Decimal:
    """Return what ``points`` pay, in yuan to the 分."""
    return cents(points * rule.point_value)


def most_points(due: Decimal, *, balance: int, rule: RedemptionRule) -> int:
    """Return how many of ``balance`` points may pay towards ``due`` yuan, 0 if too few.

    Never more than the allowed share of the ticket is worth.
    """
    cap = due * rule.share / 10_000
    affordable = int((cap / rule.point_value).to_integral_value(ROUND_FLOOR))
    most = max(min(affordable, balance), 0)
    return most if most >= rule.minimum else 0


def redeem_points(
    *, account: PointsAccount, points: int, sale: Sale, at: dt.datetime
) -> PointsEntry:
    """Take ``points`` (1 or more) from the account's spendable lots to pay for ``sale``.

    Redeeming for the same sale twice returns the first entry. The caller holds the account's
    lock.

    :raises NotEnoughPoints: if the spendable lots do not cover ``points``
    :raises ReferenceReused: if the sale was paid with another number of points before
    """
    reference = f"sale:{sale.pk}"
    if earlier := posted_before(account, EntryKind.REDEEM, points=-points, reference=reference):
        return earlier
    lots = list(
        account.lots.spendable(on=timezone.localdate(at)).oldest_first().select_for_update()
    )
    spendable = sum(lot.remaining for lot in lots)
    if points > spendable:
        raise NotEnoughPoints(short_by=points - spendable)
    cause = Cause(reference=reference, at=at, sale=sale, store=sale.store, by=sale.cashier)
    return take_out(account, EntryKind.REDEEM, points, cause, lots=lots)
