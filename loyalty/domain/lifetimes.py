"""From when and until when points can be spent: one pure function for each."""

from __future__ import annotations

import datetime as dt

from common.periods import add_months, month_of
from loyalty.enums import LifeEnd
from loyalty.models import ALWAYS, NEVER, EarningRule

LEAP_ROUND = 4 * 365 + 1  # days
MONTHS = {LifeEnd.MONTH: 1, LifeEnd.QUARTER: 3, LifeEnd.YEAR: 12}


def spendable_from(rule: EarningRule, *, earned_on: dt.date) -> dt.date:
    """Return the first day on which points of ``rule`` can be spent; they are pending before."""
    if not rule.pending_days:
        return ALWAYS
    return earned_on + dt.timedelta(days=rule.pending_days)


def expiry(rule: EarningRule, *, earned_on: dt.date) -> dt.date:
    """Return the first day on which points of ``rule`` cannot be spent any more.

    A life of 12 months that ends with the year lasts through the year in which the 12 months
    are over: the end of next year, also for what is earned on 1 January. Points live through
    the day they are earned on.
    """
    if rule.life_months is None:
        return NEVER
    over = add_months(earned_on, rule.life_months)
    end = LifeEnd(rule.life_end)
    if end == LifeEnd.DAY:
        return max(over, earned_on + dt.timedelta(days=1))
    return _next_period(over, months=MONTHS[end])


def first_wasted_day(rule: EarningRule, *, since: dt.date) -> dt.date | None:
    """Return the first day from ``since`` on whose points expire before they can be spent.

    Months and years are of several lengths, so every day of a leap year's round is looked at.
    """
    days = (since + dt.timedelta(days=shift) for shift in range(LEAP_ROUND))
    return next(
        (day for day in days if spendable_from(rule, earned_on=day) >= expiry(rule, earned_on=day)),
        None,
    )


def _next_period(day: dt.date, *, months: int) -> dt.date:
    """Return the first day after the month, quarter or year ``day`` lies in."""
    first = month_of(day)
    return add_months(first, months - (first.month - 1) % months)
