"""The scorecard: what each guide holds, did and brought, store by store."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from common.aggregates import sum_money
from common.periods import Period, midnight
from guides.day.facts import rule_of_day
from guides.enums import EndReason, Outcome, OwnershipReason, OwnershipState
from guides.models import Contact, Ownership
from guides.queries.shortfall import short_of_phone_visits
from membership.models import Member
from reports.queries.facts import A_DAY, known_until, sales, unknown_from
from reports.queries.holding import held_on, in_hand
from reports.queries.rows import GuideScore
from reports.scope import Scope
from sales.models import Sale, Visit
from stores.models import Staff, Store

Rows = list[dict[str, Any]]
Place = tuple[int, int]  # the keys of a store and of a guide
Found = dict[Place, dict[str, Any]]


def guides(*, period: Period, scope: Scope, as_of: dt.date) -> list[GuideScore]:
    """Return a row for each guide and store with anything to tell, by store and number.

    What she holds is as it stood at the end of the known days of the period; what was done
    and sold is of the period.
    """
    until = known_until(period, as_of)
    found: Found = defaultdict(dict)
    _add(found, held_on(scope, day=until - A_DAY))
    _add(found, _ended(scope, period.since, until))
    _add(found, _drawn(scope, period.since, until, unknown_from(as_of)))
    _add(found, _renewed(scope, period.since, until))
    _add(found, _contacts(scope, period.since, until))
    _add(found, _short(scope, day=until - A_DAY))
    of_period = sales(period=period, scope=scope, as_of=as_of)
    for credit in ("owner", "seller", "enroller"):
        _add(found, _sold(of_period, credit))
    _add(found, _new_and_repeat(of_period))
    _add(found, _won_back(of_period, until))
    return _rows(found)


def _add(found: Found, rows: Rows) -> None:
    for facts in rows:
        place = (facts.pop("place"), facts.pop("who"))
        if place[1] is not None:
            found[place] |= facts


def _ended(scope: Scope, since: dt.date, until: dt.date) -> Rows:
    ended = Ownership.objects.filter(
        scope.at("store"),
        end_reason=EndReason.RECYCLED,
        ends_at__gte=midnight(since),
        ends_at__lt=midnight(until),
    )
    return _counted(ended, "guide", recycled=Count("pk"))


def _drawn(scope: Scope, since: dt.date, until: dt.date, unknown: dt.date) -> Rows:
    """Of those drawn in the period whose trial is over by now: who bought before it was.

    A trial ends with its last day, or when the guide lost her, whoever had her since.
    """
    drawn = Ownership.objects.filter(
        scope.at("store"),
        reason=OwnershipReason.DRAW,
        starts_at__gte=midnight(since),
        starts_at__lt=midnight(until),
    )
    bought = Q(state=OwnershipState.OWNED)
    is_over = Q(due_on__lt=unknown) | Q(ends_at__lt=midnight(unknown))
    return _counted(
        drawn,
        "guide",
        activated=Count("pk", filter=bought),
        drawn=Count("pk", filter=bought | is_over),
    )


def _renewed(scope: Scope, since: dt.date, until: dt.date) -> Rows:
    """Count the members who bought, anywhere, while she held them and after she got them."""
    held = Ownership.objects.filter(scope.at("store"), starts_at__lt=midnight(until)).annotate(
        began_on=TruncDate("starts_at"), ended_on=TruncDate("ends_at")
    )
    visit = Visit.objects.standing().filter(
        member=OuterRef("member"),
        business_day__gte=since,
        business_day__lt=until,
        business_day__gt=OuterRef("began_on"),
    )
    lasting = visit.filter(business_day__lte=OuterRef("ended_on"))
    renewed = held.filter(Q(ends_at=None) & Exists(visit) | Exists(lasting))
    return _counted(renewed, "guide", renewed=Count("member", distinct=True))


def _contacts(scope: Scope, since: dt.date, until: dt.date) -> Rows:
    said = Contact.objects.standing().filter(
        scope.at("store"), at__gte=midnight(since), at__lt=midnight(until)
    )
    reached = ~Q(outcome=Outcome.NO_ANSWER)
    return _counted(
        said,
        "staff",
        contacts=Count("pk"),
        contacted=Count("member", filter=reached, distinct=True),
    )


def _short(scope: Scope, *, day: dt.date) -> Rows:
    at = midnight(day + A_DAY) - dt.timedelta(seconds=1)
    members = Member.objects.current().filter(scope.at("home_store"))
    short = short_of_phone_visits(members, rule=rule_of_day(on=day), at=at)
    held = in_hand(scope, day=day).filter(member__in=short.values("pk"))
    return _counted(held, "guide", short=Count("pk"))


def _sold(of_period: QuerySet[Sale], credit: str) -> Rows:
    return _counted(of_period, credit, **{f"sales_{credit}": sum_money("net")})


def _new_and_repeat(of_period: QuerySet[Sale]) -> Rows:
    """Part what she sold to members into first days and later ones."""
    came_before = Visit.objects.counted().filter(
        member=OuterRef("member"), business_day__lt=OuterRef("business_day")
    )
    rows = (
        of_period.filter(member__isnull=False)
        .annotate(again=Exists(came_before))
        .order_by()
        .values("again", place=F("store"), who=F("seller"))
        .annotate(net=sum_money("net"))
    )
    return [
        {
            "place": row["place"],
            "who": row["who"],
            "sales_repeat" if row["again"] else "sales_new": row["net"],
        }
        for row in rows
    ]


def _won_back(of_period: QuerySet[Sale], until: dt.date) -> Rows:
    """Count by owner the members who bought after they had been lost."""
    lost = dt.timedelta(days=settings.LIFECYCLE_DAYS[-1])
    earlier = (
        Visit.objects.counted()
        .filter(member=OuterRef("member"), business_day__lt=OuterRef("business_day"))
        .order_by()
        .values("member")
        .annotate(last=Max("business_day"))
        .values("last")
    )
    rows = (
        of_period.filter(owner__isnull=False, member__isnull=False, net__gt=0)
        .annotate(before=Subquery(earlier))
        .filter(before__lt=until - lost)
        .order_by()
        .values_list("store", "owner", "member", "business_day", "before")
    )
    members: dict[Place, set[int]] = defaultdict(set)
    for store, owner, member, day, before in rows:
        if day - before > lost:
            members[store, owner].add(member)
    return [
        {"place": store, "who": owner, "won_back": len(found)}
        for (store, owner), found in members.items()
    ]


def _counted(rows: QuerySet[Any], who: str, **sums: Any) -> Rows:
    """Return ``sums`` over ``rows`` by store and by ``who`` did it."""
    by_place = rows.order_by().values(place=F("store"), who=F(who))
    return [dict(row) for row in by_place.annotate(**sums)]


def _rows(found: Found) -> list[GuideScore]:
    stores = Store.objects.in_bulk({store for store, _ in found})
    staff = Staff.objects.in_bulk({who for _, who in found})
    rows = [
        GuideScore(
            store=stores[store].code,
            store_name=stores[store].name,
            guide=staff[who].number,
            name=staff[who].display_name,
            **facts,
        )
        for (store, who), facts in found.items()
        if any(facts.values())
    ]
    return sorted(rows, key=lambda row: (row.store, row.guide))
