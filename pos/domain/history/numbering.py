"""Member numbers for hundreds of members at once, as ``membership.domain.numbers`` draws one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import count

from membership.domain.numbers import format_number
from membership.models import Member, MemberSequence
from pos.domain.history.member_stage import holder
from stores.models import Store

_LOOK_AHEAD = 200  # numbers


class Numbers:
    """The counters of some stores, locked; numbers that are taken or in the file are skipped."""

    def __init__(self, db: sqlite3.Connection, stores: Iterable[Store]) -> None:
        self._db = db
        wanted = {store.pk: store for store in stores}
        MemberSequence.objects.bulk_create(
            [MemberSequence(store=store) for store in wanted.values()], ignore_conflicts=True
        )
        locked = MemberSequence.objects.select_for_update().filter(store__in=wanted)
        self._counters = {one.store_id: one for one in locked.order_by("pk")}
        self._free = {
            pk: self._after(store, self._counters[pk].last) for pk, store in wanted.items()
        }

    def draw(self, store: Store) -> str:
        """Return the next number of ``store``."""
        last, number = next(self._free[store.pk])
        self._counters[store.pk].last = last
        return number

    def save(self) -> None:
        """Keep how far the counters have come."""
        for counter in self._counters.values():
            counter.save(update_fields=["last"])

    def _after(self, store: Store, last: int) -> Iterator[tuple[int, str]]:
        for start in count(last + 1, _LOOK_AHEAD):
            numbers = {
                one: format_number(store=store, count=one)
                for one in range(start, start + _LOOK_AHEAD)
            }
            taken = set(
                Member.objects.filter(number__in=numbers.values()).values_list("number", flat=True)
            )
            for one, number in numbers.items():
                if number not in taken and holder(self._db, "number", number) is None:
                    yield one, number
