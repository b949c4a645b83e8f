"""History moves in: the receipts of an earlier system, as the till would have posted them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from common.csvfile import BadCell, read_rows
from common.progress import Progress
from common.staging import stage
from pos.domain.history import sale_stage
from pos.domain.history.batch import write_batch
from pos.domain.history.documents import Document
from pos.domain.history.house import House
from pos.domain.history.refusals import (
    Counts,
    Refusal,
    first_refusals,
    refuse,
    write_refusals,
)
from pos.domain.history.sale_file import SHAPE, SaleRows, StagedGood, StagedLine
from pos.domain.history.sale_plan import plan_receipts
from pos.domain.history.shops import Shops

BATCH_LINES = 12_000


@dataclass(frozen=True)
class SalesTaken:
    """What became of a file of sales; ``refusals`` are the first of them."""

    lines: Counts
    receipts: Counts
    refusals: list[Refusal]


def import_sales(
    *,
    path: Path,
    at: dt.datetime,
    progress: Progress,
    dry_run: bool = False,
    create_stores: bool = False,
    earn: bool = False,
    errors: Path | None = None,
) -> SalesTaken:
    """Take the receipts in the file at ``path``, each of them whole or not at all.

    What is there with the same content stays as it is. With ``earn`` they give points and
    tiers by the rules of their time. Refused rows are written to ``errors`` before anything
    is taken; with ``dry_run`` nothing is.

    :raises UnusableFile: if nothing of the file can be taken, or ``errors`` cannot be written
    :raises NoRoom: if the disk for temporary files is full
    :raises ChangedMeanwhile: if somebody else changed the same receipts; run it again
    """
    with stage(sale_stage.SCHEMA) as db:
        shops = Shops(may_open=create_stores)
        _read(db, path, SaleRows(shops=shops, at=at), progress)
        progress.begin(_("Checking"), total=1)
        plan_receipts(db, shops=shops, earn=earn)
        progress.reach(1)
        taken = SalesTaken(
            lines=sale_stage.count_lines(db),
            receipts=sale_stage.count_receipts(db),
            refusals=first_refusals(db),
        )
        if errors:
            write_refusals(db, source=path, target=errors)
        if not dry_run:
            _write(db, House(shops), taken, earn=earn, at=at, progress=progress)
    return taken


def _read(db: sqlite3.Connection, path: Path, rows: SaleRows, progress: Progress) -> None:
    """Stage the rows that can be read, and the refusals of the others."""
    size = path.stat().st_size if path.exists() else 0
    progress.begin(_("Reading"), total=size)
    sale_stage.add_rows(db, _checked(db, path, rows, progress))


def _checked(
    db: sqlite3.Connection, path: Path, rows: SaleRows, progress: Progress
) -> Iterator[tuple[StagedLine, StagedGood]]:
    for row in read_rows(path, SHAPE, seen=progress.reach):
        try:
            if row.fault:
                raise row.fault
            yield rows.check(row.line, row.cells)
        except BadCell as fault:
            refuse(db, row.line, fault)
            sale_stage.note_broken(db, row.line, rows.receipt_of(row.cells))


def _write(
    db: sqlite3.Connection,
    house: House,
    taken: SalesTaken,
    *,
    earn: bool,
    at: dt.datetime,
    progress: Progress,
) -> None:
    progress.begin(_("Writing"), total=taken.lines.created)
    done = 0
    for batch in _batches(sale_stage.documents(db)):
        write_batch(batch, stage=db, house=house, earn=earn, at=at)
        done += sum(len(document.lines) for document in batch)
        progress.reach(done)


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    """Yield documents in lists of some thousand lines: large enough to be quick, no larger."""
    batch: list[Document] = []
    lines = 0
    for document in documents:
        batch.append(document)
        lines += len(document.lines)
        if lines >= BATCH_LINES:
            yield batch
            batch, lines = [], 0
    if batch:
        yield batch
