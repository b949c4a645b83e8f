"""Whose prospects are whose, and what came of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from common.periods import add_months, midnight
from common.phones import phone_candidates
from membership.enums import ProspectState
from membership.models import JoiningChannel, Prospect
from membership.models.prospect import ProspectQuerySet
from stores.access import Access, Act
from stores.models import Store

LISTED_AT_MOST = 200
MONTHS = 12


@dataclass(frozen=True)
class CameOf:
    """What came of the prospects of a source, None for who came by none."""

    channel: JoiningChannel | None
    noted: int
    joined: int
    dropped: int


def prospects_within(access: Access) -> ProspectQuerySet:
    """Return the prospects the visitor looks after, or whose guides are within her reach."""
    rows: ProspectQuerySet = access.narrow(  # type: ignore[assignment]
        Prospect.objects.all(),
        Act.LOG_CONTACT,
        store="store",
        own=Q(guide__in=access.hands),
    )
    return rows


def stores_of(access: Access) -> QuerySet[Store]:
    """Return the stores whose prospects the visitor may write down: where she works, or reaches."""
    works_in = [posting.store_id for posting in access.postings if posting.store_id]
    reached = access.stores(Act.LOG_CONTACT).values("pk")
    return Store.objects.filter(Q(pk__in=works_in) | Q(pk__in=reached)).order_by("name")


def prospect_of(typed: str) -> Prospect | None:
    """Return the open prospect who has the phone that was ``typed``, if there is one."""
    waiting = Prospect.objects.open().filter(phone__in=phone_candidates(typed))
    return waiting.select_related("guide", "channel").first()


def came_of(access: Access, *, on: dt.date) -> list[CameOf]:
    """Return by source what came of the prospects of the last months, the most first."""
    since = midnight(add_months(on, -MONTHS))
    rows = (
        prospects_within(access)
        .filter(noted_at__gte=since)
        .order_by()
        .values_list("channel")
        .annotate(
            noted=Count("pk"),
            joined=Count("pk", filter=Q(state=ProspectState.JOINED)),
            dropped=Count("pk", filter=Q(state=ProspectState.DROPPED)),
        )
    )
    channels = JoiningChannel.objects.in_bulk()
    found = [
        CameOf(channels.get(channel), noted, joined, dropped)
        for channel, noted, joined, dropped in rows
    ]
    return sorted(found, key=lambda one: -one.noted)
