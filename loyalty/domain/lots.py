"""Which lots points are taken from, and which get them back.

A lot past its day gets nothing back: what comes back too late becomes a lot of its own
(``ledger.put_back``), which goes on with the points of the first. Together they are a family.

Whoever calls holds the account's lock. Only ``loyalty.domain.ledger`` writes by these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from loyalty.enums import EntryKind
from loyalty.models import LotAllocation, PointsAccount, PointsEntry, PointsLot


class PointsAlreadySpent(Exception):
    """The points a return would take back are spent, and no debt is allowed."""

    def __init__(self, *, short_by: int) -> None:
        super().__init__(f"{short_by} points are spent")
        self.short_by = short_by


class MoreThanWasTaken(Exception):
    """More points would come back than an entry took and still keeps."""


def own_lots(account: PointsAccount, earned: PointsEntry, *, on: dt.date) -> list[PointsLot]:
    """Return the lot of what ``earned`` brought; its whole family once its day has come."""
    found: list[PointsLot] = []
    latest = list(account.lots.filter(entry=earned))
    while latest:
        found += latest
        late = [lot for lot in latest if lot.expires_on <= on]
        latest = list(
            account.lots.filter(
                entry__points__gt=0,
                entry__allocations__lot__in=late,
                entry__allocations__points__gt=0,
            ).order_by("pk")
        )
    return found


def own_lot_first(
    account: PointsAccount, earned: PointsEntry, *, on: dt.date
) -> Iterator[PointsLot]:
    """Yield the lots a return of what ``earned`` brought takes from, in their order.

    Its own lots, then whatever lives on ``on``, pending or not, soonest expiry first.
    """
    own = own_lots(account, earned, on=on)
    yield from own
    others = account.lots.select_for_update().live(on=on).exclude(pk__in=[lot.pk for lot in own])
    yield from others.oldest_first()


@dataclass(frozen=True)
class Expired:
    """``points`` of ``lot`` that its ``expiry`` took before a return could."""

    expiry: PointsEntry
    lot: PointsLot
    points: int


def expired_before(
    account: PointsAccount, earned: PointsEntry, points: int, *, on: dt.date
) -> list[Expired]:
    """Return what expiry took of the ``points`` that a return takes back of ``earned``.

    What its own lots still hold is taken first; what they miss counts as far as it has expired.
    """
    own = own_lots(account, earned, on=on)
    missing = points - sum(lot.remaining for lot in own)
    if missing <= 0 or not own or own[0].expires_on > on:
        return []
    found = []
    expiries = LotAllocation.objects.filter(entry__kind=EntryKind.EXPIRE, lot__in=own)
    for one in expiries.select_related("entry", "lot").order_by("pk"):
        undone = one.entry.reversals.aggregate(sum=Sum("points"))["sum"] or 0
        if part := min(one.points - undone, missing):
            found.append(Expired(one.entry, one.lot, part))
            missing -= part
    return found


def require_points_of(
    account: PointsAccount, earned: PointsEntry, points: int, *, on: dt.date
) -> None:
    """Let pass a return that takes back ``points`` of what ``earned`` brought.

    :raises PointsAlreadySpent: if the member's lots do not cover them, and they have not expired
    """
    covered = sum(lot.remaining for lot in own_lot_first(account, earned, on=on))
    covered += sum(one.points for one in expired_before(account, earned, points, on=on))
    if covered < points:
        raise PointsAlreadySpent(short_by=points - covered)


def debts_of_family(account: PointsAccount, lot: PointsLot) -> list[tuple[PointsEntry, int]]:
    """Return the debts that returns of what first brought the points of ``lot`` have left."""
    while before := LotAllocation.objects.filter(entry=lot.entry_id, points__gt=0).first():
        lot = before.lot
    return [(entry, owed) for entry, owed in debts(account) if entry.reverses_id == lot.entry_id]


def allocate(entry: PointsEntry, points: int, lots: Iterable[PointsLot]) -> int:
    """Take up to ``points`` from ``lots`` for ``entry``; return how many were taken."""
    owed = points
    allocations = []
    for lot in lots:
        if not owed:
            break
        taken = min(lot.remaining, owed)
        if not taken:
            continue
        lot.remaining -= taken
        lot.save(update_fields=["remaining"])
        allocations.append(LotAllocation(entry=entry, lot=lot, points=taken))
        owed -= taken
    LotAllocation.objects.bulk_create(allocations)
    return points - owed


def parts_to_put_back(entry: PointsEntry, points: int) -> list[tuple[PointsLot, int]]:
    """Return the lots that get ``points`` of ``entry`` back, the last taken first.

    :raises MoreThanWasTaken: if ``entry`` does not keep so many
    """
    parts, left = [], points
    for lot, taken in _still_taken(entry):
        if back := min(taken, left):
            parts.append((lot, back))
            left -= back
    if left:
        raise MoreThanWasTaken
    return parts


def _still_taken(entry: PointsEntry) -> list[tuple[PointsLot, int]]:
    """Return the lots ``entry`` took from, last first, with what has not been put back."""
    back = {
        row["lot"]: row["sum"]
        for row in LotAllocation.objects.filter(entry__reverses=entry, points__lt=0)
        .values("lot")
        .annotate(sum=Sum("points"))
        .order_by()
    }
    taken = entry.allocations.select_related("lot").order_by("-pk")
    return [(one.lot, one.points + back.get(one.lot_id, 0)) for one in taken]


def debts(account: PointsAccount) -> list[tuple[PointsEntry, int]]:
    """Return what no lot has covered yet, by the entry that took it, the oldest first."""
    entries = (
        account.entries.filter(points__lt=0)
        .annotate(covered=Coalesce(Sum("allocations__points"), 0))
        .annotate(owed=-F("points") - F("covered"))
        .filter(owed__gt=0)
        .order_by("pk")
    )
    owed = dict(entries.values_list("pk", "owed"))
    return [(entry, owed[entry.pk]) for entry in entries]
