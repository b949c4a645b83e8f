"""Birthdays as people give them: solar or lunar, with or without the year."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from common import lunar
from common.languages import reads_chinese
from common.numerals import arabic

_LONGEST_LIFE = 120  # years
_ANY_LEAP_YEAR = 2000

# When a birthday on 29 February is kept in an ordinary year.
Feb29 = Literal["28", "1 March"]

_TRADITIONAL = str.maketrans("農曆陰陽舊閏臘號", "农历阴阳旧闰腊号")
_LUNAR = re.compile(r"^l:|农历|阴历|旧历|[闰正冬腊初廿卅]")
_CALENDAR = re.compile(r"^l:|\(?(农历|阴历|旧历|公历|阳历|新历)\)?")
_LUNAR_WORDS = {"正月": "1月", "冬月": "11月", "腊月": "12月", "初": ""}
_MIDNIGHT = re.compile(r"[t ]00:00(:00)?$")
_WRITTEN = re.compile(
    r"((?P<year>[0-9]{4})[年./-])?(?P<leap>[闰+])?(?P<month>[0-9]{1,2})[月./-]"
    r"(?P<day>[0-9]{1,2})[日号]?"
)
_COMPACT = re.compile(r"(?P<year>[0-9]{4})?(?P<leap>)(?P<month>[0-9]{2})(?P<day>[0-9]{2})")


class NotABirthday(ValueError):
    """The text is no day of the year."""

    def __init__(self) -> None:
        super().__init__(self.sentence())

    @staticmethod
    def sentence() -> str:
        return _("This is not a birthday. Write 05-20, 1988-05-20, 5月20日 or 农历八月十五.")


class ImpossibleBirthday(NotABirthday):
    """The calendar has no such day."""

    @staticmethod
    def sentence() -> str:
        return _("The calendar has no such day.")


class AmbiguousBirthday(NotABirthday):
    """Chinese numerals alone may be a solar or a lunar date."""

    @staticmethod
    def sentence() -> str:
        return _("Solar or lunar? Write 8月15日 or 农历八月十五.")


class BirthdayInFuture(NotABirthday):
    """Nobody has been born on that day yet."""

    @staticmethod
    def sentence() -> str:
        return _("This birthday lies in the future.")


class FillerBirthday(NotABirthday):
    """A day written only to fill the field, such as 1900-01-01."""

    @staticmethod
    def sentence() -> str:
        return _("This year of birth cannot be right. Leave the year out if it is not known.")


@dataclass(frozen=True)
class Birthday:
    """A day of the solar or the lunar year; ``leap`` is a lunar leap month (闰月).

    :raises ImpossibleBirthday: if no calendar from 1900 to 2100 has the day
    """

    month: int
    day: int
    year: int | None = None
    lunar: bool = False
    leap: bool = False

    def __post_init__(self) -> None:
        if not _exists(self):
            raise ImpossibleBirthday

    def __str__(self) -> str:
        return display(self)


def parse_birthday(text: str, *, on: dt.date | None = None) -> Birthday:
    """Return the birthday ``text`` means; checked against the day ``on`` if that is given.

    Takes ``05-20``, ``0520``, ``5/20``, ``5月20日``, each also with the year in front, and
    lunar days as ``L:08-15``, ``L:+04-01`` (leap month) or 农历八月十五, 闰四月初一.

    :raises AmbiguousBirthday: for 八月十五 without 农历
    :raises ImpossibleBirthday: if no calendar has the day
    :raises BirthdayInFuture: if it lies after ``on``
    :raises FillerBirthday: if nobody alive ``on`` that day was born then
    :raises NotABirthday: for anything else
    """
    written = _folded(text)
    is_lunar = bool(_LUNAR.search(written))
    date = _date(written, is_lunar=is_lunar)
    birthday = Birthday(
        month=int(date["month"]),
        day=int(date["day"]),
        year=int(date["year"]) if date["year"] else None,
        lunar=is_lunar,
        leap=bool(date["leap"]),
    )
    if on:
        refuse_unlikely(birthday, on=on)
    return birthday


def refuse_unlikely(birthday: Birthday, *, on: dt.date) -> None:
    """Refuse a birthday that nobody alive ``on`` that day can have.

    :raises BirthdayInFuture: if it lies after ``on``
    :raises FillerBirthday: if it lies more than 120 years back, or is 1900-01-01
    """
    if birthday.year is None:
        return
    born_on = occurrence_in(birthday, birthday.year)
    if born_on > on:
        raise BirthdayInFuture
    if born_on == dt.date(1900, 1, 1) or on.year - born_on.year > _LONGEST_LIFE:
        raise FillerBirthday


def occurrence_in(birthday: Birthday, year: int, *, feb29: Feb29 = "28") -> dt.date:
    """Return the day the birthday is kept in ``year``; every year has exactly one.

    A lunar birthday is that of the lunar year (1900 to 2100), so it may fall into the January
    or February after. The 30th of a month of 29 days is kept on the 29th; a leap month, in a
    year that lacks it, in the plain month.
    """
    if birthday.lunar:
        return lunar.kept_on(year, birthday.month, birthday.day, leap=birthday.leap)
    try:
        return dt.date(year, birthday.month, birthday.day)
    except ValueError:
        return dt.date(year, 2, 28) if feb29 == "28" else dt.date(year, 3, 1)


def next_on(birthday: Birthday, *, on: dt.date, feb29: Feb29 = "28") -> dt.date:
    """Return the first day, ``on`` or later, on which the birthday is kept."""
    year = on.year - 1 if birthday.lunar else on.year
    while (kept_on := occurrence_in(birthday, year, feb29=feb29)) < on:
        year += 1
    return kept_on


def days_until(birthday: Birthday, *, on: dt.date, feb29: Feb29 = "28") -> int:
    """Return how many days after ``on`` the birthday is next kept; 0 is today."""
    return (next_on(birthday, on=on, feb29=feb29) - on).days


def age_on(birthday: Birthday, *, on: dt.date) -> int | None:
    """Return the completed solar years of life ``on`` that day, as the law counts them.

    There is no age without a year of birth, nor before birth.
    """
    if birthday.year is None:
        return None
    born_on = occurrence_in(birthday, birthday.year)
    if born_on > on:
        return None
    not_yet = (on.month, on.day) < (born_on.month, born_on.day)
    return on.year - born_on.year - not_yet


def display(birthday: Birthday) -> str:
    """Return the birthday in the reader's words: ``5月20日``, ``农历八月十五``, ``20 May 1988``."""
    if reads_chinese():
        return _in_chinese(birthday)
    if birthday.lunar:
        return _lunar_in_words(birthday)
    day = dt.date(birthday.year or _ANY_LEAP_YEAR, birthday.month, birthday.day)
    return format_date(day, "j F Y" if birthday.year else "j F")


def typed(birthday: Birthday) -> str:
    """Return text that ``parse_birthday`` reads as the birthday: ``1988-05-20``, 农历08-15."""
    calendar = ""
    if birthday.lunar:
        calendar = "农历" if reads_chinese() else "L:"
    year = f"{birthday.year}-" if birthday.year else ""
    leap = "闰" if birthday.leap else ""
    return f"{calendar}{year}{leap}{birthday.month:02d}-{birthday.day:02d}"


def _folded(text: str) -> str:
    """Half width, lower case, simplified, without spaces or the midnight of a spreadsheet."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(_TRADITIONAL)
    return re.sub(r"\s", "", _MIDNIGHT.sub("", folded.strip()))


def _date(written: str, *, is_lunar: bool) -> re.Match[str]:
    digits = arabic(_CALENDAR.sub("", written))
    for word, replacement in _LUNAR_WORDS.items():
        digits = digits.replace(word, replacement)
    match = _WRITTEN.fullmatch(digits) or _COMPACT.fullmatch(digits)
    if not match:
        raise NotABirthday
    in_numerals = digits != written and not _CALENDAR.search(written)
    if in_numerals and not is_lunar and digits[-1] not in "日号":
        raise AmbiguousBirthday
    return match


def _exists(birthday: Birthday) -> bool:
    month, day, year = birthday.month, birthday.day, birthday.year
    if birthday.lunar:
        return lunar.lunar_day_exists(year, month, day, leap=birthday.leap)
    year = _ANY_LEAP_YEAR if year is None else year
    if birthday.leap or not lunar.FIRST_YEAR <= year <= lunar.LAST_YEAR:
        return False
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _in_chinese(birthday: Birthday) -> str:
    year = f"{birthday.year}年" if birthday.year else ""
    if not birthday.lunar:
        return f"{year}{birthday.month}月{birthday.day}日"
    return f"农历{year}{lunar.in_chinese(birthday.month, birthday.day, leap=birthday.leap)}"


def _lunar_in_words(birthday: Birthday) -> str:
    facts = {"month": birthday.month, "day": birthday.day}
    if birthday.leap:
        words = _("day %(day)s of lunar leap month %(month)s") % facts
    else:
        words = _("day %(day)s of lunar month %(month)s") % facts
    return f"{words}, {birthday.year}" if birthday.year else words
