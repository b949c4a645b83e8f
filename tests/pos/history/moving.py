"""Files to be imported, in one line."""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path

from common.progress import Progress
from pos.domain.history.member_import import MembersTaken, import_members
from pos.domain.history.refusals import Counts
from pos.domain.history.sale_import import SalesTaken, import_sales

AT = dt.datetime(2026, 6, 1, 4, 0, tzinfo=dt.UTC)  # noon in Shanghai
NOTHING = Counts(created=0, unchanged=0, refused=0)


def taken(created: int = 0, unchanged: int = 0, refused: int = 0) -> Counts:
    return Counts(created=created, unchanged=unchanged, refused=refused)


def write(path: Path, *rows: Iterable[object]) -> Path:
    """Write a CSV file whose first row is the header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def take_sales(path: Path, *, at: dt.datetime = AT, **options: object) -> SalesTaken:
    return import_sales(path=path, at=at, progress=Progress(io.StringIO()), **options)


def take_members(path: Path, *, at: dt.datetime = AT, **options: object) -> MembersTaken:
    return import_members(path=path, at=at, progress=Progress(io.StringIO()), **options)


def told(result: SalesTaken | MembersTaken) -> list[tuple[int, str, str]]:
    """Return the refusals as plain tuples."""
    return [tuple(refusal) for refusal in result.refusals]
