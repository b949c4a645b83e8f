"""Points for money."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_FLOOR, Decimal

from common.periods import add_months
from loyalty.domain.ledger import Cause, bring_in, posted_before
from loyalty.enums import EntryKind
from loyalty.models import (
    NEVER,
    EarningRule,
    PointsAccount,
    PointsEntry,
    Tier,
)
from sales.models import Sale

RATE_STEP = Decimal("0.0001")


def points_for(amount: Decimal, *, rate: Decimal) -> int:
    """Return the points ``amount`` yuan earn: floored once, for the whole ticket.

    ``amount`` is what was paid in money; the part paid with points earns nothing.
    ``rate`` is in points per yuan.
    """
    if amount <= 0:
        return 0
    return int((amount * rate).to_integral_value(ROUND_FLOOR))


def rate_for(*, rule: EarningRule, tier: Tier | None) -> Decimal:
    """Return the points per yuan a member of ``tier`` earns under ``rule``."""
    multiplier = tier.multiplier if tier else Decimal(1)
    return (rule.points_per_yuan * multiplier).quantize(RATE_STEP)


def expiry(rule: EarningRule, *, earned_on: dt.date) -> dt.date:
    """Return the first day on which points of ``rule`` cannot be spent any more."""
    return add_months(earned_on, rule.life_months) if rule.life_months else NEVER


def earn_points(
    *,
    account: PointsAccount,
    money: Decimal,
    sale: Sale,
    rule: EarningRule,
    rate: Decimal,
    at: dt.datetime,
) -> PointsEntry | None:
    """Credit ``account`` with what ``money`` yuan of ``sale`` earn; nothing to post for 0 points.

    Earning the same sale twice returns the first entry. The caller holds the account's lock.

    :raises ReferenceReused: if the sale earned another number of points before
    """
    points = points_for(money, rate=rate)
    if points == 0:
        return None
    reference = f"sale:{sale.pk}"
    if earlier := posted_before(account, EntryKind.EARN, points=points, reference=reference):
        return earlier
    cause = Cause(
        reference=reference,
        at=at,
        sale=sale,
        store=sale.store,
        by=sale.cashier,
        rule=rule,
        rate=rate,
    )
    return bring_in(
        account,
        EntryKind.EARN,
        points,
        cause,
        qualifying=points,
        expires_on=expiry(rule, earned_on=sale.business_day),
    )
