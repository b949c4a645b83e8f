"""Members move in from an earlier system."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from common.batches import batched
from common.csvfile import BadCell, read_rows
from common.progress import Progress
from common.staging import stage
from pos.domain.history import member_stage
from pos.domain.history.channels import Channels
from pos.domain.history.house import House
from pos.domain.history.member_batch import write_members
from pos.domain.history.member_file import SHAPE, MemberRows, StagedMember
from pos.domain.history.member_plan import plan_members
from pos.domain.history.refusals import (
    Counts,
    Refusal,
    first_refusals,
    refuse,
    write_refusals,
)
from pos.domain.history.shops import Shops

BATCH_MEMBERS = 2_000


@dataclass(frozen=True)
class MembersTaken:
    """What became of a file of members; ``refusals`` are the first of them."""

    members: Counts
    refusals: list[Refusal]


def import_members(
    *,
    path: Path,
    at: dt.datetime,
    progress: Progress,
    dry_run: bool = False,
    create_stores: bool = False,
    errors: Path | None = None,
) -> MembersTaken:
    """Take the members in the file at ``path``, each of them whole or not at all.

    Who is there stays as she is. Refused rows are written to ``errors`` before anybody is
    taken; with ``dry_run`` nobody is.

    :raises UnusableFile: if nothing of the file can be taken, or ``errors`` cannot be written
    :raises NoRoom: if the disk for temporary files is full
    """
    with stage(member_stage.SCHEMA) as db:
        shops = Shops(may_open=create_stores)
        house = House(shops)
        _read(db, path, MemberRows(shops=shops, house=house, at=at), progress)
        plan_members(db, progress=progress)
        taken = MembersTaken(member_stage.count_rows(db), first_refusals(db))
        if errors:
            write_refusals(db, source=path, target=errors)
        if not dry_run:
            _write(db, house, taken.members, at=at, progress=progress)
    return taken


def _read(db: sqlite3.Connection, path: Path, rows: MemberRows, progress: Progress) -> None:
    """Stage the rows that can be read, and the refusals of the others."""
    size = path.stat().st_size if path.exists() else 0
    progress.begin(_("Reading"), total=size)
    member_stage.add_rows(db, _checked(db, path, rows, progress))


def _checked(
    db: sqlite3.Connection, path: Path, rows: MemberRows, progress: Progress
) -> Iterator[StagedMember]:
    for row in read_rows(path, SHAPE, seen=progress.reach):
        try:
            if row.fault:
                raise row.fault
            yield rows.check(row.line, row.cells)
        except BadCell as fault:
            refuse(db, row.line, fault)


def _write(
    db: sqlite3.Connection, house: House, counts: Counts, *, at: dt.datetime, progress: Progress
) -> None:
    progress.begin(_("Writing"), total=counts.created)
    channels = Channels()
    done = 0
    for rows in batched(member_stage.new_members(db), BATCH_MEMBERS):
        write_members(rows, stage=db, house=house, channels=channels, at=at)
        done += len(rows)
        progress.reach(done)
