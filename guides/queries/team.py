"""The guides of some stores, each with what she has in her hands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from guides.enums import OwnershipState
from guides.models import Ownership, Protection
from stores.models import Deputy, Posting, Store


def team(stores: QuerySet[Store], *, on: dt.date) -> QuerySet[Posting]:
    """Return the postings of the guides of ``stores`` on ``on``, with how many each holds.

    ``held``, ``on_trial``, ``due_soon`` and ``protected`` are counts; ``stands_in`` is the name
    of her deputy while she is away.
    """
    held = Ownership.objects.open().filter(guide=OuterRef("staff"), store=OuterRef("store"))
    protected = Protection.objects.standing(on=on).filter(
        ownership__guide=OuterRef("staff"),
        ownership__store=OuterRef("store"),
        ownership__ends_at=None,
    )
    away = Deputy.objects.current(on=on).filter(guide=OuterRef("staff"), store=OuterRef("store"))
    return (
        Posting.objects.current(on=on)
        .guides()
        .filter(store__in=stores, staff__is_active=True)
        .select_related("staff", "store")
        .annotate(
            held=_count(held, "guide"),
            on_trial=_count(held.filter(state=OwnershipState.TRIAL), "guide"),
            due_soon=_count(held.due_soon(on=on), "guide"),
            protected=_count(protected, "ownership__guide"),
            stands_in=Subquery(away.order_by("pk").values("deputy__display_name")[:1]),
        )
        .order_by("store__name", "staff__number")
    )


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
