"""What is to become of each row of members.csv, decided before the first of them is written."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _

from common.batches import batched
from common.csvfile import BadCell
from common.progress import Progress
from membership.models import Member
from pos.domain.history.member_file import StagedMember
from pos.domain.history.member_stage import decide, holder, rows_of_the_file, take
from pos.domain.history.people import plain
from pos.domain.history.refusals import State, refuse

_ROWS_AT_ONCE = 1_000


class Present(NamedTuple):
    """A member who is there already."""

    key: int
    number: str
    name: str
    joined_on: dt.date

    def is_in(self, row: StagedMember) -> bool:
        """Tell whether ``row`` speaks of her."""
        return self.name == row.name and self.joined_on.isoformat() == row.joined_on


def plan_members(db: sqlite3.Connection, *, progress: Progress) -> None:
    """Decide for every staged row: new, unchanged or refused, the earlier line first.

    A member who is there is known by her number; without one by phone, then by card, and with
    none of them by name, store and day of joining.
    """
    (total,) = db.execute("select count(*) from row").fetchone()
    progress.begin(_("Checking"), total=total)
    for done, rows in enumerate(batched(rows_of_the_file(db), _ROWS_AT_ONCE), start=1):
        there = _There(rows)
        for row in rows:
            try:
                _refuse_doubles(db, row)
                state = _state(db, row, there)
            except BadCell as fault:
                refuse(db, row.no, fault)
                state = State.REFUSED
            else:
                for what, _column, value in _marks(row):
                    take(db, what, value, row.no)
            decide(db, row.no, state)
        progress.reach(done * _ROWS_AT_ONCE)


def _marks(row: StagedMember) -> list[tuple[str, str, str]]:
    """Return what only one member can have: what it is, its column, and hers."""
    marks = [
        ("number", "number", row.number),
        ("phone", "phone", row.phone),
        ("card", "card_number", row.card),
    ]
    return [mark for mark in marks if mark[2]]


def _refuse_doubles(db: sqlite3.Connection, row: StagedMember) -> None:
    for what, column, value in _marks(row):
        if line := holder(db, what, value):
            raise BadCell(column, _("Line %(line)s has the same.") % {"line": line})


def _state(db: sqlite3.Connection, row: StagedMember, there: _There) -> State:
    if not _marks(row):
        return there.claim_nameless(db, row)
    found = there.known(row)
    for column, member in found.items():
        if member.is_in(row) and (column == "number" or not row.number):
            return State.UNCHANGED
        if column == "number":
            reason = _("A member with this number is there, with another name or day of joining.")
        else:
            reason = _("The member %(number)s has it.") % {"number": member.number}
        raise BadCell(column, reason)
    return State.NEW


class _There:
    """The members who are there and have to do with some rows."""

    def __init__(self, rows: Sequence[StagedMember]) -> None:
        self._by = {
            "number": self._members("number", (row.number for row in rows)),
            "phone": self._members("phone", plain(row.phone for row in rows if row.phone)),
            "card_number": self._members("cards__number", (row.card for row in rows)),
        }
        self._nameless = self._without_marks([row for row in rows if not _marks(row)])

    def known(self, row: StagedMember) -> dict[str, Present]:
        """Return whoever has the number, phone or card of ``row``, by column in this order."""
        values = {"number": row.number, "phone": row.phone, "card_number": row.card}
        return {
            column: self._by[column][value]
            for column, value in values.items()
            if value in self._by[column]
        }

    def claim_nameless(self, db: sqlite3.Connection, row: StagedMember) -> State:
        """Give ``row`` one of the members imported with no more than it says, if one is left."""
        for member in self._nameless.get((row.name, row.joined_on, row.store), ()):
            if holder(db, "member", str(member)) is None:
                take(db, "member", str(member), row.no)
                return State.UNCHANGED
        return State.NEW

    def _members(self, field: str, values: Iterable[str | Value]) -> dict[str, Present]:
        wanted = [value for value in values if value]
        found = Member.objects.filter(**{f"{field}__in": wanted}).values_list(
            field, "pk", "number", "name", "joined_on"
        )
        return {str(value): Present(*facts) for value, *facts in found}

    def _without_marks(self, rows: list[StagedMember]) -> dict[tuple[str, str, int], list[int]]:
        found: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        for key, name, joined_on, store in (
            _drawn(rows).order_by("pk").values_list("pk", "name", "joined_on", "home_store")
        ):
            found[name, joined_on.isoformat(), store].append(key)
        return found


def _drawn(rows: list[StagedMember]) -> QuerySet[Member]:
    """Return the members of these names and days with a drawn number and nothing else."""
    return Member.objects.filter(
        number__startswith="NO.",
        phone=None,
        cards=None,
        name__in={row.name for row in rows},
        joined_on__in={row.joined_on for row in rows},
    )
