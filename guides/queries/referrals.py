"""Whom guides enrolled and members brought, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Round

from common.aggregates import MONEY, sum_money
from common.money import ZERO
from common.periods import add_months
from membership.enums import MemberStatus
from membership.models import Member
from sales.models import Sale, Visit
from stores.access import Access, Act

FRIENDS = Q(referrer__isnull=False)
MONTHS = (1, 3, 12)  # how far back one may look; further is ever


def joined(access: Access) -> QuerySet[Member]:
    """Return who joined within the visitor's reach; of a merge, who survives."""
    members = Member.objects.exclude(status=MemberStatus.MERGED)
    return access.narrow(members, Act.SEE_REPORTS, store="home_store")


def lately(members: QuerySet[Member], *, months: int, on: dt.date) -> QuerySet[Member]:
    """Return those of ``members`` who joined in the last ``months`` up to ``on``."""
    return members.filter(joined_on__gte=add_months(on, -months))


def by_guide(members: QuerySet[Member]) -> QuerySet[Any, Any]:
    """Return a row for each who enrolled any of ``members``: how many, how many were brought.

    Of those a member brought: how many have bought and kept it, and their net purchases so far.
    """
    return (
        members.filter(enroller__isnull=False)
        .order_by()
        .values("enroller")
        .annotate(
            name=F("enroller__display_name"),
            number=F("enroller__number"),
            enrolled=Count("pk"),
            **_of_friends(),
        )
    )


def by_member(members: QuerySet[Member]) -> QuerySet[Any, Any]:
    """Return a row for each who brought any of ``members``, with what they bought."""
    return (
        members.filter(FRIENDS)
        .order_by()
        .values("referrer")
        .annotate(
            name=F("referrer__name"),
            number=F("referrer__number"),
            store=F("referrer__home_store"),
            status=F("referrer__status"),
            **_of_friends(),
        )
    )


def _of_friends() -> dict[str, Any]:
    came = Q(Exists(Visit.objects.standing().filter(member=OuterRef("pk"))))
    hers = Sale.objects.filter(member=OuterRef("pk")).order_by().values("member")
    spent = Subquery(hers.annotate(spent=sum_money("net")).values("spent"))
    return {
        "friends": Count("pk", filter=FRIENDS),
        "bought": Count("pk", filter=FRIENDS & came),
        "spent": Round(Coalesce(Sum(spent, filter=FRIENDS), ZERO), 2, output_field=MONEY),
    }
