"""Where members stand: owned, on trial, in the pool, exhausted, or left in peace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    QuerySet,
    prefetch_related_objects,
)

from guides.enums import Standing
from guides.models import Ownership, Protection, SetAside
from membership.models import Member

if TYPE_CHECKING:
    from guides.queries.members import ListedMember

HELD = (Standing.OWNED, Standing.TRIAL)
ASIDE = (Standing.EXHAUSTED, Standing.PEACE)


def standing_of(member: Member) -> Standing:
    """Return where ``member`` stands now."""
    state = Ownership.objects.open().filter(member=member).values_list("state", flat=True).first()
    aside = SetAside.objects.open().filter(member=member).values_list("kind", flat=True).first()
    return Standing(state or aside or Standing.POOL)


def kept_by(member: ListedMember, *, on: dt.date) -> Protection | SetAside | None:
    """Return what keeps a listed ``member`` with her guide, or out of the draw, on ``on``."""
    # Django sets nothing where there is nothing to select along.
    held: Ownership | None = getattr(member, "held", None)
    if held:
        return held.protections.standing(on=on).first()
    return member.set_aside.open().first()


def know_aside(members: Sequence[ListedMember]) -> None:
    """Let those of ``members`` whom nobody holds know in ``aside_now`` why, if they are aside."""
    free = [member for member in members if not getattr(member, "held", None)]
    aside = Prefetch("set_aside", SetAside.objects.open(), to_attr="aside_now")
    prefetch_related_objects(free, aside)


def standing_at(members: QuerySet[Member], standing: Standing) -> QuerySet[Member]:
    """Return those of ``members`` who stand at ``standing``."""
    held = Ownership.objects.open().filter(member=OuterRef("pk"))
    aside = SetAside.objects.open().filter(member=OuterRef("pk"))
    if standing in HELD:
        return members.filter(Exists(held.filter(state=standing)))
    if standing in ASIDE:
        return members.filter(Exists(aside.filter(kind=standing)))
    return members.filter(~Exists(held), ~Exists(aside))


def counted(members: QuerySet[Member]) -> dict[Standing, int]:
    """Return how many of ``members`` stand where."""
    states = Ownership.objects.open().filter(member__in=members).values_list("state")
    kinds = SetAside.objects.open().filter(member__in=members).values_list("kind")
    found = dict(states.annotate(n=Count("pk"))) | dict(kinds.annotate(n=Count("pk")))
    found[Standing.POOL] = members.count() - sum(found.values())
    return {standing: found.get(standing.value, 0) for standing in Standing}
