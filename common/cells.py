"""What stands in the cells of such files: read strictly, refused in words.

Amounts and quantities become whole numbers of their smallest unit, moments microseconds since
1970, so that they can be added, compared and staged without a rounding.
"""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from common.csvfile import BadCell

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_NOON = dt.time(12, 0)
_EARLIEST = 1900  # the year before which no shop's history reaches

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def text(column: str, cell: str, *, longest: int, needed: bool = False) -> str:
    """Return ``cell`` without outer space, refused when too long or unprintable.

    :raises BadCell: also when it is empty although ``needed``
    """
    stripped = cell.strip()
    if needed and not stripped:
        raise BadCell(column, _("This must not be empty."))
    if len(stripped) > longest:
        raise BadCell(column, _("At most %(longest)s characters.") % {"longest": longest})
    if not stripped.isprintable() and any(char < " " or char == "\x7f" for char in stripped):
        raise BadCell(column, _("There are line ends or control characters in it."))
    return stripped


@lru_cache(maxsize=2**14)
def units(column: str, cell: str, *, places: int, most: int) -> int:
    """Return the number in ``cell`` in steps of ``places`` decimals: ``1.50`` is 150 for 2.

    ``most`` is the largest absolute value that is believed, in whole units.

    :raises BadCell: if it is no such number, NaN and Infinity among them
    """
    stripped = cell.strip()
    if not _NUMBER.fullmatch(stripped):
        raise BadCell(column, _("This is not a number. Write it as 1234.50."))
    value = Decimal(stripped)
    if abs(value) > most:
        raise BadCell(column, _("More than %(most)s is not believed.") % {"most": f"{most:,}"})
    scaled = value.scaleb(places)
    if scaled != (whole := int(scaled)):
        raise BadCell(column, _too_fine(places))
    return whole


@lru_cache(maxsize=2**14)
def moment(column: str, cell: str) -> int:
    """Return the ISO 8601 moment in ``cell`` in microseconds since 1970.

    Without an offset it is shop time; a bare date is noon.

    :raises BadCell: if it is none, or the calendar has no such day
    """
    stripped = cell.strip()
    try:
        at = _read_moment(stripped)
    except ValueError:
        raise BadCell(column, _no_moment(stripped)) from None
    if at.year < _EARLIEST:
        raise BadCell(column, _("This year cannot be right."))
    return microseconds(at if at.tzinfo else at.replace(tzinfo=timezone.get_default_timezone()))


@lru_cache(maxsize=2**14)
def day(column: str, cell: str) -> dt.date:
    """Return the day ``YYYY-MM-DD`` in ``cell``.

    :raises BadCell: if it is none, or the calendar has no such day
    """
    stripped = cell.strip()
    if not _DAY.fullmatch(stripped):
        raise BadCell(column, _("This is not a date. Write it as 2026-05-20."))
    try:
        found = dt.date.fromisoformat(stripped)
    except ValueError:
        raise BadCell(column, _("The calendar has no such day.")) from None
    if found.year < _EARLIEST:
        raise BadCell(column, _("This year cannot be right."))
    return found


def microseconds(at: dt.datetime) -> int:
    """Return the microseconds from 1970 to ``at``."""
    return (at - EPOCH) // _MICROSECOND


def moment_of(microseconds: int) -> dt.datetime:
    """Return the moment so many microseconds after 1970, in UTC."""
    return EPOCH + dt.timedelta(microseconds=microseconds)


@lru_cache(maxsize=2**14)
def decimal_of(scaled: int, *, places: int) -> Decimal:
    """Return ``scaled`` steps as a decimal of so many ``places``: 150 is 1.50 for 2."""
    return Decimal(scaled).scaleb(-places)


def _too_fine(places: int) -> str:
    if places == 0:
        return _("This must be a whole number.")
    return _("At most %(places)s decimals.") % {"places": places}


def _read_moment(stripped: str) -> dt.datetime:
    try:
        return dt.datetime.combine(dt.date.fromisoformat(stripped), _NOON)
    except ValueError:
        return dt.datetime.fromisoformat(stripped)


def _no_moment(stripped: str) -> str:
    if _DAY.match(stripped):
        return _("The calendar has no such day or time.")
    return _("This is not a date. Write it as 2026-05-20 or 2026-05-20T14:30.")
