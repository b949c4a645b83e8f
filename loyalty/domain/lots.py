"""Which lots points are taken from, and which get them back.

Whoever calls holds the account's lock. Only ``loyalty.domain.ledger`` writes by these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from loyalty.models import LotAllocation, PointsAccount, PointsEntry, PointsLot


class PointsAlreadySpent(Exception):
    """The points a return would take back are spent, and no debt is allowed."""

    def __init__(self, *, short_by: int) -> None:
        super().__init__(f"{short_by} points are spent")
        self.short_by = short_by


class MoreThanWasTaken(Exception):
    """More points would come back than an entry took and still keeps."""


def own_lot_first(
    account: PointsAccount, earned: PointsEntry, *, on: dt.date
) -> Iterator[PointsLot]:
    """Yield the lots a return of what ``earned`` brought takes from, in their order.

    Its own lot, then whatever lives on ``on``, pending or not, soonest expiry first.
    """
    lots = account.lots.select_for_update()
    yield from lots.filter(entry=earned)
    yield from lots.live(on=on).exclude(entry=earned).oldest_first()


def require_points_of(
    account: PointsAccount, earned: PointsEntry, points: int, *, on: dt.date
) -> None:
    """Let pass a return that takes back ``points`` of what ``earned`` brought.

    :raises PointsAlreadySpent: if the member's lots do not cover them
    """
    lots = account.lots.filter(Q(entry=earned) | Q(expires_on__gt=on), remaining__gt=0)
    covered = lots.aggregate(sum=Sum("remaining"))["sum"] or 0
    if covered < points:
        raise PointsAlreadySpent(short_by=points - covered)


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
