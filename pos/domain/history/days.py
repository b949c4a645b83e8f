"""Visits of one batch of history: each member's days, added up in memory, written at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from common.bulk import insert_rows, update_rows
from common.periods import month_of
from pos.domain.history.documents import measure, money
from sales.models import Visit

_TABLE = Visit._meta.db_table
_SUMS = ("tickets", "units", "net", "returned_later")

Key = tuple[int, int, dt.date]  # member, store, business day


@dataclass(slots=True)
class Day:
    """One visit: thousandths and 分; one without a key is to be written."""

    tickets: int = 0
    units: int = 0
    net: int = 0
    returned_later: int = 0
    key: int | None = None
    is_changed: bool = False


class Days:
    """The visits of some members between two days."""

    def __init__(self, members: Collection[int], *, first: dt.date, last: dt.date) -> None:
        visits = Visit.objects.filter(member__in=members, business_day__range=(first, last))
        self._days = {
            (one.member_id, one.store_id, one.business_day): Day(
                one.tickets,
                int(one.units.scaleb(3)),
                int(one.net.scaleb(2)),
                int(one.returned_later.scaleb(2)),
                key=one.pk,
            )
            for one in visits
        }

    def add(self, key: Key, *, tickets: int, units: int, net: int) -> None:
        """Add the signed figures of one receipt; a first one that is a return is no ticket."""
        if (day := self._days.get(key)) is None:
            day = self._days[key] = Day()
        day.tickets = max(day.tickets + tickets, 0)
        day.units += units
        day.net += net
        day.is_changed = True

    def remember_later_return(self, key: Key, *, net: int) -> None:
        """Note on the day of the sale that ``net`` 分 of it came back on a later day."""
        if day := self._days.get(key):
            day.returned_later += net
            day.is_changed = True

    def visits(self, member: int, *, first: dt.date, last: dt.date) -> list[dt.date]:
        """Return the days from ``first`` to ``last`` with a purchase that no return undid."""
        return [
            key[2]
            for key, day in self._days.items()
            if key[0] == member and first <= key[2] <= last and day.net > max(day.returned_later, 0)
        ]

    def save(self) -> None:
        """Write the new visits and the changed ones."""
        new = {key: day for key, day in self._days.items() if day.key is None}
        insert_rows(
            connection,
            _TABLE,
            ("member_id", "store_id", "business_day", "month", *_SUMS),
            ((*key, month_of(key[2]), *_stored(day)) for key, day in new.items()),
        )
        update_rows(
            connection,
            _TABLE,
            _SUMS,
            (
                (day.key, *_stored(day))
                for day in self._days.values()
                if day.key is not None and day.is_changed
            ),
        )


def _stored(day: Day) -> tuple[object, ...]:
    return day.tickets, measure(day.units), money(day.net), money(day.returned_later)
