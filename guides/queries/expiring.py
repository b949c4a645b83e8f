"""Whose points are about to expire: the list and what it shows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Sum

from guides.models import Ownership
from loyalty.models import ExpiryNotice, PointsLot
from membership.models import Member

AHEAD = (7, 30, 90)  # days


def expiring(members: QuerySet[Member], *, on: dt.date, within: int) -> QuerySet[PointsLot, Any]:
    """Return what of the points of ``members`` expires within so many days after ``on``.

    One row for a member and a day, the soonest first: ``points`` by the first day they cannot
    be spent, who ``held_by`` looks after her, and whether she is on the list of notices.
    """
    until = on + dt.timedelta(days=within)
    holder = Ownership.objects.open().filter(member=OuterRef("member"))
    told = ExpiryNotice.objects.filter(
        account=OuterRef("account"), expires_on=OuterRef("expires_on")
    )
    lots = PointsLot.objects.live(on=on).filter(expires_on__lte=until)
    return (
        lots.filter(account__member__in=members)
        .values("expires_on", member=F("account__member"))
        .annotate(
            points=Sum("remaining"),
            number=F("account__member__number"),
            name=F("account__member__name"),
            phone=F("account__member__phone"),
            store=F("account__member__home_store__name"),
            held_by=Subquery(holder.values("guide__display_name")[:1]),
            told=Exists(told),
        )
        .order_by("expires_on", "member")
    )
