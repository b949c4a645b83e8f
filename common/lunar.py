"""The Chinese calendar from 1900 to 2100, as far as birthdays need it."""

import datetime as dt
from functools import lru_cache

from borax.calendars.lunardate import LCalendars, LunarDate, TextUtils

FIRST_YEAR, LAST_YEAR = 1900, 2100
_MONTHS = range(1, 13)
_DAYS = range(1, 31)


def lunar_day_exists(year: int | None, month: int, day: int, *, leap: bool) -> bool:
    """Tell whether the calendar has the day: in ``year``, or without one in any year.

    ``leap`` is the leap month (闰月) after the plain month of that number.
    """
    if year is None:
        usual = month in _MONTHS and day in _DAYS
        return usual and (not leap or bool(LCalendars.get_leap_years(month)))
    try:
        LunarDate(year, month, day, int(leap))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=2**13)
def kept_on(year: int, month: int, day: int, *, leap: bool) -> dt.date:
    """Return the solar date on which a lunar day of every year is kept in lunar ``year``.

    The 30th of a month of 29 days is kept on the 29th; a leap month, in a year that lacks
    it, in the plain month.
    """
    in_leap_month = int(leap and LCalendars.leap_month(year) == month)
    last = LCalendars.ndays(year, month, in_leap_month)
    solar: dt.date = LunarDate(year, month, min(day, last), in_leap_month).to_solar_date()
    return solar


def in_chinese(month: int, day: int, *, leap: bool) -> str:
    """Return the lunar day in words: 八月十五, 闰四月初一."""
    return f"{'闰' if leap else ''}{TextUtils.month_cn(month)}月{TextUtils.day_cn(day)}"
