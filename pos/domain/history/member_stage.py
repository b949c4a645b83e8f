"""The rows of members.csv between reading and writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from common.batches import batched
from pos.domain.history import refusals
from pos.domain.history.member_file import StagedMember
from pos.domain.history.refusals import Counts, State

SCHEMA = refusals.SCHEMA + (Path(__file__).parent / "sql" / "member_stage.sql").read_text()

_FACTS = ", ".join(StagedMember._fields)


def add_rows(db: sqlite3.Connection, rows: Iterable[StagedMember]) -> None:
    """Stage checked rows."""
    places = ", ".join("?" * len(StagedMember._fields))
    for some in batched(rows, 5_000):
        db.executemany(f"insert into row ({_FACTS}) values ({places})", some)  # noqa: S608


def rows_of_the_file(db: sqlite3.Connection) -> Iterator[StagedMember]:
    """Yield the staged rows in the order of the file."""
    rows = db.execute(f"select {_FACTS} from row order by no")  # noqa: S608
    return (StagedMember._make(row) for row in rows)


def new_members(db: sqlite3.Connection) -> Iterator[StagedMember]:
    """Yield the rows to be written store by store, as they joined: so numbers are drawn."""
    rows = db.execute(
        f"select {_FACTS} from row where state = 0 order by store, joined_on, no"  # noqa: S608
    )
    return (StagedMember._make(row) for row in rows)


def holder(db: sqlite3.Connection, what: str, value: str) -> int | None:
    """Return the line that has this number, phone or card, if an earlier one does."""
    found = db.execute("select line from taken where what = ? and value = ?", [what, value])
    line = found.fetchone()
    return line[0] if line else None


def take(db: sqlite3.Connection, what: str, value: str, line: int) -> None:
    """Note that a number, phone or card is that of ``line``."""
    db.execute("insert into taken values (?, ?, ?)", [what, value, line])


def decide(db: sqlite3.Connection, line: int, state: State) -> None:
    """Set what becomes of ``line``."""
    db.execute("update row set state = ? where no = ?", [state, line])


def count_rows(db: sqlite3.Connection) -> Counts:
    """Return what becomes of the file's rows."""
    of_state = dict(db.execute("select state, count(*) from row group by state"))
    (refused,) = db.execute("select count(*) from refusal").fetchone()
    return Counts(of_state.get(State.NEW, 0), of_state.get(State.UNCHANGED, 0), refused)
