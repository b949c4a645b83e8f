"""The facts behind the list of the day, in a number of queries that does not grow with members."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from common.keys import Keys
from common.plans import planned_afresh
from common.written_once import written_once
from guides.day.rule import Facts, Rule
from guides.domain.complaining import care_rule
from guides.enums import ContactChannel, Outcome, OwnershipState, StepAfter
from guides.models import Cadence, CareTask, Complaint, Contact, FollowUpStep, SetAside
from guides.queries.members import listed
from loyalty.models import Coupon, PointsLot
from loyalty.near_tiers import Near, near_the_next
from loyalty.programme import programme
from membership.enums import Purpose
from membership.models import Anniversary, Consent, Member

MARKETING = [Purpose.SMS, Purpose.PHONE, Purpose.WECHAT]
LOOK_BACK = dt.timedelta(days=400)  # longer than any cadence and any step
A_DAY = dt.timedelta(days=1)

Earliest: TypeAlias = QuerySet[Any, tuple[int, dt.date]]


@dataclass(frozen=True)
class DayFacts:
    """The facts of all members asked about, and who of them is near a tier, by member."""

    facts: list[Facts]
    near: dict[int, Near]


def contactable(members: QuerySet[Member]) -> QuerySet[Member]:
    """Return those of ``members`` whom nobody has to leave in peace."""
    peace = SetAside.objects.open().in_peace().filter(member=OuterRef("pk"))
    return members.filter(~Exists(peace))


def rule_of_day(*, on: dt.date) -> Rule:
    """Return the rule of the day list as the shop has it on ``on``."""
    care = care_rule(on=on)
    plan = FollowUpStep.objects.filter(is_active=True).order_by("days")
    steps = list(plan.values_list("after", "days"))
    return Rule(
        birthday_days=care.birthday_days,
        points_days=care.points_days,
        coupon_days=care.coupon_days,
        rest_days=care.rest_days,
        contacts_most=care.contacts_most,
        contacts_days=care.contacts_days,
        phone_visits=care.phone_visits,
        rhythms=dict(Cadence.objects.values_list("tier", "rhythm")),
        after_purchase=tuple(days for after, days in steps if after == StepAfter.PURCHASE),
        after_joining=tuple(days for after, days in steps if after == StepAfter.JOINING),
    )


def facts_of(members: QuerySet[Member], *, rule: Rule, at: dt.datetime) -> DayFacts:
    """Return the facts of those of ``members`` whom we may contact, as they stand ``at``."""
    on = timezone.localdate(at)
    with planned_afresh():  # a guide has twenty members or two thousand
        rows = list(_rows(contactable(members)))
    keys = frozenset(row["member"] for row in rows)
    contacts = {said["member"]: said for said in _contacts.rows(**_times(at, rule), keys=keys)}
    promises = dict(_promises.rows(keys=keys))
    complaints = dict(_complaints.rows(keys=keys))
    points = dict(_points.rows(keys=keys, on=on, until=_first_after(on, rule.points_days)))
    coupons = dict(_coupons.rows(keys=keys, on=on, until=_first_after(on, rule.coupon_days)))
    days = dict(_anniversaries.rows(keys=keys, on=on))
    agreed = set(_agreed.rows(keys=keys))
    near = _near(keys, at=at)
    never: dict[str, Any] = {}
    facts = []
    for row in rows:
        key, state = row["member"], row.pop("state")
        row["warn_days"] = row["warn_days"] or 0
        row["last_warn_days"] = row["last_warn_days"] or 0
        said = contacts.get(key, never)
        facts.append(
            Facts(
                **row,
                on_trial=state == OwnershipState.TRIAL,
                anniversary_on=days.get(key),
                reached_on=said.get("reached"),
                tried_on=said.get("tried"),
                calls=said.get("calls", 0),
                heard=said.get("heard", 0),
                promised_on=promises.get(key),
                complaint_on=complaints.get(key),
                points_on=_before(points.get(key)),
                coupon_on=_before(coupons.get(key)),
                is_near=key in near,
                agrees=key in agreed,
            )
        )
    return DayFacts(facts, near)


def _rows(members: QuerySet[Member]) -> QuerySet[Any, Any]:
    """Return what stands in her own row and in that of her guide, named as the facts are."""
    return (
        listed(members)
        .order_by()
        .values(
            "joined_on",
            "due_on",
            "last_visit_on",
            member=F("pk"),
            tier=F("tier_now__tier"),
            state=F("held__state"),
            warn_days=F("held__rule__warn_days"),
            last_warn_days=F("held__rule__last_warn_days"),
            birthday_on=F("next_birthday_on"),
        )
    )


def _times(at: dt.datetime, rule: Rule) -> dict[str, dt.datetime]:
    """Return the moments from which, and up to which, contacts are looked at and counted."""
    new_year = timezone.localtime(at).replace(
        month=1, day=1, hour=0, minute=0, second=0, microsecond=0
    )
    lately = at - dt.timedelta(days=rule.contacts_days)
    return {"since": at - LOOK_BACK, "lately": lately, "new_year": new_year, "at": at}


@written_once
def _contacts(
    *,
    keys: Keys,
    since: dt.datetime,
    lately: dt.datetime,
    new_year: dt.datetime,
    at: dt.datetime,
) -> QuerySet[Contact, Any]:
    """Return when each was last tried, last reached, how often called and how often contacted."""
    reached = ~Q(outcome=Outcome.NO_ANSWER)
    return (
        Contact.objects.standing()
        .filter(member__among=keys, at__gte=since, at__lte=at)
        .order_by()
        .values("member")
        .annotate(
            tried=TruncDate(Max("at")),
            reached=TruncDate(Max("at", filter=reached)),
            calls=Count("pk", filter=reached & Q(channel=ContactChannel.PHONE, at__gte=new_year)),
            heard=Count("pk", filter=~Q(channel=ContactChannel.STORE) & Q(at__gt=lately)),
        )
    )


@written_once
def _promises(*, keys: Keys) -> Earliest:
    return _earliest(CareTask.objects.open().filter(member__among=keys), Min("due_on"))


@written_once
def _complaints(*, keys: Keys) -> Earliest:
    standing = Complaint.objects.open().filter(member__among=keys)
    return _earliest(standing, TruncDate(Min("due_at")))


@written_once
def _points(*, keys: Keys, on: dt.date, until: dt.date) -> Earliest:
    lots = PointsLot.objects.live(on=on).filter(account__member__among=keys, expires_on__lte=until)
    return _earliest(lots, Min("expires_on"), by="account__member")


@written_once
def _coupons(*, keys: Keys, on: dt.date, until: dt.date) -> Earliest:
    usable = Coupon.objects.usable(on=on).filter(member__among=keys, expires_on__lte=until)
    return _earliest(usable, Min("expires_on"))


@written_once
def _anniversaries(*, keys: Keys, on: dt.date) -> Earliest:
    ahead = Anniversary.objects.filter(member__among=keys, next_on__gte=on)
    return _earliest(ahead, Min("next_on"))


@written_once
def _agreed(*, keys: Keys) -> QuerySet[Consent, int]:
    agreed = Consent.objects.standing().filter(purpose__in=MARKETING, member__among=keys)
    return agreed.values_list("member", flat=True)


def _earliest(rows: QuerySet[Any], first: Any, *, by: str = "member") -> Earliest:
    return rows.order_by().values(by).annotate(first=first).values_list(by, "first")


def _near(keys: Keys, *, at: dt.datetime) -> dict[int, Near]:
    within = programme().rule(on=timezone.localdate(at)).near_tier
    members = Member.objects.filter(pk__among=keys)
    found = near_the_next(members=members, within=Decimal(within), at=at)
    return {near.member: near for near in found}


def _first_after(on: dt.date, days: int) -> dt.date:
    """Return the first day that is more than so many ``days`` ahead."""
    return on + dt.timedelta(days + 1)


def _before(day: dt.date | None) -> dt.date | None:
    """Return the last day before the first one on which it is over."""
    return day - A_DAY if day else None
