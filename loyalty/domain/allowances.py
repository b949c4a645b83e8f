"""How often a perk may be used, and when it starts anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from common.periods import add_months, month_of
from loyalty.enums import LimitPeriod
from loyalty.models import ALWAYS, Perk, TierPerk

# After a birthday's use, edits and a window over the new year open no other for so long.
MONTHS_BETWEEN_BIRTHDAYS = 6


@dataclass(frozen=True)
class Allowance:
    """How often a perk may be used, how often it was, and the day it starts anew.

    ``quota`` is None where there is no limit, ``starts_anew_on`` where it never starts anew.
    """

    quota: int | None
    used: int
    starts_on: dt.date
    starts_anew_on: dt.date | None

    @property
    def left(self) -> int | None:
        """How often it may still be used; None where there is no limit."""
        return None if self.quota is None else max(self.quota - self.used, 0)


def allowance(*, cell: TierPerk, perk: Perk, days: Sequence[dt.date], on: dt.date) -> Allowance:
    """Return how often ``perk`` may be used on ``on`` by who used it on ``days``.

    What is for a birthday may be used once, whatever the cell says.
    """
    if perk.birthday:
        return birthday_allowance(days, on=on)
    starts_on, starts_anew_on = period_around(LimitPeriod(cell.period), on=on)
    used = sum(day >= starts_on for day in days)
    return Allowance(cell.quota, used, starts_on, starts_anew_on)


def birthday_allowance(days: Sequence[dt.date], *, on: dt.date) -> Allowance:
    """Return whether a birthday used on ``days`` is open on ``on``.

    Once in a calendar year, and not again within six months over the new year.
    """
    starts_on, next_year = period_around(LimitPeriod.YEAR, on=on)
    last = max((day for day in days if day <= on or day.year == on.year), default=None)
    if last is None:
        return Allowance(1, 0, starts_on, next_year)
    opens_on = max(dt.date(last.year + 1, 1, 1), add_months(last, MONTHS_BETWEEN_BIRTHDAYS))
    return Allowance(1, int(on < opens_on), starts_on, opens_on if on < opens_on else next_year)


def period_around(period: LimitPeriod, *, on: dt.date) -> tuple[dt.date, dt.date | None]:
    """Return the first day of the ``period`` ``on`` lies in, and that of the next, if any."""
    match period:
        case LimitPeriod.DAY:
            return on, on + dt.timedelta(days=1)
        case LimitPeriod.WEEK:
            monday = on - dt.timedelta(days=on.weekday())
            return monday, monday + dt.timedelta(days=7)
        case LimitPeriod.MONTH:
            return month_of(on), add_months(month_of(on), 1)
        case LimitPeriod.QUARTER:
            first = dt.date(on.year, on.month - (on.month - 1) % 3, 1)
            return first, add_months(first, 3)
        case LimitPeriod.YEAR:
            return dt.date(on.year, 1, 1), dt.date(on.year + 1, 1, 1)
        case LimitPeriod.EVER:
            return ALWAYS, None
