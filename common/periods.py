"""Days, months and half-open periods, as a shop counts them."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

_IN_EVERY_MONTH = 28  # days


class NaiveMoment(ValueError):
    """The moment names no time zone, so nobody knows which day it is."""

    def __init__(self, at: dt.datetime) -> None:
        super().__init__(_("%(at)s has no time zone.") % {"at": at.isoformat()})
        self.at = at


class EmptyPeriod(ValueError):
    """The period would end before, or on, its first day."""

    def __init__(self, since: dt.date, until: dt.date) -> None:
        super().__init__(
            _("A period from %(since)s until %(until)s has no days.")
            % {"since": since, "until": until}
        )
        self.since = since
        self.until = until


def business_day(at: dt.datetime, *, day_ends_at: dt.time, tz: dt.tzinfo | None = None) -> dt.date:
    """Return the day on which the shop counts what happened ``at``.

    Times of day before ``day_ends_at`` belong to the day before: with 02:00, a sale at 01:30
    is yesterday's. With 00:00 it is the ordinary calendar day. ``tz`` is the shop's time zone
    unless another is named.

    :raises NaiveMoment: if ``at`` has no time zone
    """
    if timezone.is_naive(at):
        raise NaiveMoment(at)
    local = at.astimezone(tz or timezone.get_default_timezone())
    if local.time() < day_ends_at:
        return local.date() - dt.timedelta(days=1)
    return local.date()


def add_months(day: dt.date, months: int) -> dt.date:
    """Move ``day`` by ``months``, clipped to the end of a shorter month (31 Jan + 1 = 28 Feb)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if day.day <= _IN_EVERY_MONTH:
        return dt.date(year, month, day.day)
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_of(day: dt.date) -> dt.date:
    """Return the first day of the month ``day`` lies in."""
    return day.replace(day=1)


@dataclass(frozen=True, order=True)
class Period:
    """The days from ``since`` on, up to but without ``until``.

    :raises EmptyPeriod: unless ``since`` is before ``until``
    """

    since: dt.date
    until: dt.date

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise EmptyPeriod(self.since, self.until)

    def __contains__(self, day: dt.date) -> bool:
        return self.since <= day < self.until

    @property
    def days(self) -> int:
        """How many days the period has, at least one."""
        return (self.until - self.since).days

    def previous(self) -> "Period":
        """Return the period of as many days that ends where this one begins."""
        return Period(self.since - (self.until - self.since), self.since)

    def months(self) -> Iterator[dt.date]:
        """Yield the first day of every month the period touches, in order."""
        month = month_of(self.since)
        while month < self.until:
            yield month
            month = add_months(month, 1)


def midnight(day: dt.date) -> dt.datetime:
    """Return the moment ``day`` begins in the shop."""
    return dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_default_timezone())
