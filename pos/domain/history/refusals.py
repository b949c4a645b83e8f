"""What an import does not take: each refused line with its column and the reason in words."""

from __future__ import annotations

import csv
import enum
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from common.csvfile import BadCell, UnusableFile, original_rows

SCHEMA = """
create table refusal (line integer primary key, field text not null, reason text not null);
"""
SHOWN = 20  # refusals that an import tells by itself; the errors file has them all


class State(enum.IntEnum):
    """What becomes of a receipt or a member."""

    NEW = 0
    UNCHANGED = 1
    REFUSED = 2


class Refusal(NamedTuple):
    """One line that is not taken, and why; ``column`` is empty where the row itself is broken."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class Counts:
    """What became of the rows, or of the things they make up."""

    created: int
    unchanged: int
    refused: int

    @property
    def read(self) -> int:
        """How many there were."""
        return self.created + self.unchanged + self.refused


def refuse(db: sqlite3.Connection, line: int, fault: BadCell) -> None:
    """Note that ``line`` is not taken; its first refusal stands."""
    db.execute("insert or ignore into refusal values (?, ?, ?)", (line, fault.column, fault.reason))


def refused_lines(db: sqlite3.Connection) -> Iterator[Refusal]:
    """Yield the refusals in the order of the file."""
    rows = db.execute("select line, field, reason from refusal order by line")
    return (Refusal._make(row) for row in rows)


def first_refusals(db: sqlite3.Connection) -> list[Refusal]:
    """Return the refusals worth telling at once."""
    return list(islice(refused_lines(db), SHOWN))


def write_refusals(db: sqlite3.Connection, *, source: Path, target: Path) -> None:
    """Write every refused row of ``source`` to ``target``, with line, column and reason before it.

    :raises UnusableFile: if ``target`` is ``source`` or cannot be written
    """
    if target.exists() and target.samefile(source):
        raise UnusableFile(_("The refused rows need a file of their own."))
    try:
        with target.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            rows = original_rows(source)
            _line, header = next(rows)
            writer.writerow(["line", "column", "reason", *header])
            for refusal in refused_lines(db):
                writer.writerow([*refusal, *_cells_of(rows, refusal.line)])
    except OSError as fault:
        facts = {"path": target, "reason": fault.strerror}
        raise UnusableFile(_("%(path)s cannot be written: %(reason)s.") % facts) from fault


def _cells_of(rows: Iterator[tuple[int, list[str]]], line: int) -> list[str]:
    return next((cells for found, cells in rows if found == line), [])
