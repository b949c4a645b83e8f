"""The days a name stands for, and those they are compared with."""

from __future__ import annotations

import datetime as dt

from common.periods import Period, add_months, month_of
from reports.enums import PeriodName

A_DAY = dt.timedelta(days=1)
EARLIEST, LATEST = dt.date(1980, 1, 1), dt.date(2199, 12, 31)  # days one may ask for


def named_period(name: PeriodName, *, today: dt.date) -> Period:
    """Return the days ``name`` stands for on ``today``, which is the last of those that run."""
    tomorrow, month = today + A_DAY, month_of(today)
    match name:
        case PeriodName.THIS_MONTH:
            return Period(month, tomorrow)
        case PeriodName.LAST_MONTH:
            return Period(add_months(month, -1), month)
        case PeriodName.LAST_30_DAYS:
            return Period(tomorrow - dt.timedelta(days=30), tomorrow)
        case PeriodName.LAST_90_DAYS:
            return Period(tomorrow - dt.timedelta(days=90), tomorrow)
        case PeriodName.THIS_QUARTER:
            return Period(add_months(month, -((month.month - 1) % 3)), tomorrow)
    raise ValueError(name)


def period_before(name: PeriodName, period: Period) -> Period:
    """Return what ``period`` is compared with: for months and quarters the same days earlier."""
    match name:
        case PeriodName.LAST_MONTH:
            return Period(add_months(period.since, -1), period.since)
        case PeriodName.THIS_MONTH:
            return _earlier(period, months=1)
        case PeriodName.THIS_QUARTER:
            return _earlier(period, months=3)
    return period.previous()


def last_day(period: Period) -> dt.date:
    """Return the last day that lies in ``period``."""
    return period.until - A_DAY


def months_up_to(period: Period, count: int) -> list[Period]:
    """Return ``count`` whole months, oldest first, the last being the one ``period`` ends in."""
    latest = month_of(last_day(period))
    firsts = [add_months(latest, back) for back in range(1 - count, 1)]
    return [Period(first, add_months(first, 1)) for first in firsts]


def _earlier(period: Period, *, months: int) -> Period:
    return Period(add_months(period.since, -months), add_months(last_day(period), -months) + A_DAY)
