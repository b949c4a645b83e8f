"""How many of the members a visitor may see stand in each band of points, and who they are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, Q, QuerySet

from loyalty.models import PointsBand
from membership.models import Member


@dataclass(frozen=True)
class Band:
    """From ``floor`` points up to ``top``, the last that belong to it; None where it is open."""

    floor: int
    top: int | None
    members: int = 0


def bands() -> list[Band]:
    """Return the bands of the house, the lowest first; the highest is open."""
    floors = list(PointsBand.objects.order_by("floor").values_list("floor", flat=True))
    return [
        Band(floor, above - 1 if above is not None else None)
        for floor, above in pairwise([*floors, None])
        if floor is not None
    ]


def counted(members: QuerySet[Member]) -> list[Band]:
    """Return the bands with how many of ``members`` stand in each; one pass over the highest."""
    empty = bands()
    if not empty:
        return []
    counts = (
        members.filter(_from(empty[0].floor))
        .order_by()
        .aggregate(**{_name(band): Count("pk", filter=_within(band)) for band in empty})
    )
    return [Band(band.floor, band.top, counts[_name(band)]) for band in empty]


def standing_in(members: QuerySet[Member], band: Band) -> QuerySet[Member]:
    """Return those of ``members`` whose points lie in ``band``."""
    return members.filter(_within(band))


def _name(band: Band) -> str:
    return f"from_{band.floor}"


def _within(band: Band) -> Q:
    up_to = Q() if band.top is None else Q(points_account__balance__lte=band.top)
    return _from(band.floor) & up_to


def _from(floor: int) -> Q:
    return Q(points_account__balance__gte=floor)
