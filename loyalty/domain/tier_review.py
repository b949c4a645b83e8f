"""Reviewing tiers that are kept for a time: all members at once, in batches.

What counts for a review lies before its day, so it does not matter when the run looks or how
often it is killed: it reads who keeps her tier, then writes batch by batch. A batch locks the
accounts of its members and leaves out who was moved meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from common.bulk import insert_rows, update_rows
from loyalty.domain.tier_criteria import review_day, span_before
from loyalty.domain.tier_measures import meeting
from loyalty.enums import CriterionUse, Lowering, TierReason
from loyalty.models import PointsAccount, Tier, TierAssignment
from loyalty.models.tier import TierAssignmentQuerySet
from loyalty.programme import Programme, programme

AT_ONCE = 5_000  # members
_TABLE = TierAssignment._meta.db_table
_BEGUN = ("member_id", "tier_id", "starts_at", "review_on", "reason")


@dataclass(frozen=True)
class Reviewed:
    """How many members kept their tier, and how many were lowered."""

    kept: int = 0
    lowered: int = 0


@dataclass(frozen=True)
class Verdicts:
    """What a review of some who hold a tier says: who keeps it, and who goes where, by key."""

    kept: int = 0
    lowered: Mapping[int, list[int]] = field(default_factory=dict)

    @property
    def held(self) -> int:
        """How many hold the tier."""
        return self.kept + sum(map(len, self.lowered.values()))


class _Due(NamedTuple):
    """An open assignment under review."""

    key: int
    member: int


def review_tiers(*, at: dt.datetime) -> Reviewed:
    """Do what a night has to do: set the days of coming reviews, and review who is due."""
    schedule_reviews(at=at)
    return review_due_tiers(at=at)


def schedule_reviews(*, at: dt.datetime) -> int:
    """Give every tier held its review day where the tier has one, and none where it has not.

    Who gets one late, because the review was switched on later, has the time of the notice at
    least. Returns how many days were set.
    """
    rules, today = programme(), timezone.localdate(at)
    for_good = [tier.pk for tier in rules.tiers if tier.keep_months is None]
    _reviewable().filter(tier__in=for_good, review_on__isnull=False).update(review_on=None)
    for_a_time = [tier for tier in rules.tiers if tier.keep_months is not None]
    return sum(_schedule(tier, today=today) for tier in for_a_time)


def review_due_tiers(*, at: dt.datetime, at_once: int = AT_ONCE) -> Reviewed:
    """Review every tier whose day has come, ``at_once`` members a transaction.

    Who meets what it takes keeps the tier for another time; who does not goes one step down, or
    to the tier whose criteria she meets, as the tier says.
    """
    rules, today = programme(), timezone.localdate(at)
    kept = lowered = 0
    groups = _reviewable().filter(review_on__lte=today, tier__keep_months__isnull=False)
    days = groups.order_by("review_on").values_list("tier", "review_on").distinct()
    for key, day in [(key, day) for key, day in days if day]:
        tier, due = rules.by_key[key], groups.filter(tier=key, review_on=day)
        rows = [_Due(*row) for row in due.order_by("member").values_list("pk", "member")]
        goes = _destinations(rules, tier, day=day, members=due.values("member"))
        for start in range(0, len(rows), at_once):
            written = _write(rules, tier, rows[start : start + at_once], goes, day=day, at=at)
            kept, lowered = kept + written.kept, lowered + written.lowered
    return Reviewed(kept, lowered)


def preview(*, tier: Tier, on: dt.date) -> Verdicts:
    """Return what a review of everybody who holds ``tier`` would say on ``on``; changes nothing.

    ``tier`` is as ``programme`` gives it.
    """
    rules = programme()
    holding = _reviewable().filter(tier=tier)
    goes = _destinations(rules, tier, day=on, members=holding.values("member"))
    lowered: dict[int, list[int]] = defaultdict(list)
    kept = 0
    for member in holding.order_by("member").values_list("member", flat=True):
        where = goes.of(member)
        if where == tier.pk:
            kept += 1
        else:
            lowered[where].append(member)
    return Verdicts(kept, dict(lowered))


def to_be_noticed(*, on: dt.date) -> TierAssignmentQuerySet:
    """Return the tiers whose review is within the days of their notice, the next first."""
    rules = programme()
    found = TierAssignment.objects.none()
    for tier in rules.tiers:
        if tier.keep_months is not None:
            last = on + dt.timedelta(days=tier.notice_days)
            found |= _reviewable().filter(tier=tier, review_on__range=(on, last))
    return found.order_by("review_on", "pk")


@dataclass(frozen=True)
class _Destinations:
    """Where who is under review goes: who meets the criteria of a tier, the highest first."""

    met: Sequence[tuple[int, set[int]]]
    otherwise: int

    def of(self, member: int) -> int:
        """Return the key of the tier ``member`` goes to."""
        return next((tier for tier, members in self.met if member in members), self.otherwise)


def _destinations(
    rules: Programme, tier: Tier, *, day: dt.date, members: QuerySet[TierAssignment, Any]
) -> _Destinations:
    below = rules.below(tier)
    asked = tier.asks(CriterionUse.KEEP)
    if below is None or not asked.criteria:
        return _Destinations([], tier.pk)
    span = span_before(tier, day=day)
    met = [(tier.pk, meeting(asked, span=span, members=members))]
    if tier.lowering == Lowering.ONE_STEP:
        return _Destinations(met, below.pk)
    for lower in (one for one in reversed(rules.tiers) if one.rank < tier.rank):
        entry = lower.asks(CriterionUse.ENTRY)
        if not entry.criteria:
            return _Destinations(met, lower.pk)
        span = span_before(lower, day=day)
        met.append((lower.pk, meeting(entry, span=span, members=members)))
    return _Destinations(met, rules.tiers[0].pk)


@transaction.atomic
def _write(
    rules: Programme,
    tier: Tier,
    rows: Sequence[_Due],
    goes: _Destinations,
    *,
    day: dt.date,
    at: dt.datetime,
) -> Reviewed:
    """End the assignments under review that are still open, and begin what follows."""
    list(
        PointsAccount.objects.locked()
        .filter(member__among=[row.member for row in rows])
        .values_list("pk")
    )
    opened = _reviewable().filter(pk__among=[row.key for row in rows], review_on=day)
    still = set(opened.values_list("pk", flat=True))
    begun = [(row.member, goes.of(row.member)) for row in rows if row.key in still]
    TierAssignment.objects.filter(pk__among=still).update(ends_at=at)
    days = {one.pk: review_day(one, since=day) for one in rules.tiers}
    insert_rows(
        connection,
        _TABLE,
        _BEGUN,
        ((member, where, at, days[where], _reason(where, tier).value) for member, where in begun),
    )
    kept = sum(where == tier.pk for _member, where in begun)
    return Reviewed(kept, len(begun) - kept)


def _reason(where: int, tier: Tier) -> TierReason:
    return TierReason.KEPT if where == tier.pk else TierReason.LOWERED


def _schedule(tier: Tier, *, today: dt.date) -> int:
    soonest = today + dt.timedelta(days=tier.notice_days)
    waiting = _reviewable().filter(tier=tier, review_on=None).order_by("pk")
    rows = list(waiting.values_list("pk", "starts_at", "member__joined_on"))
    for start in range(0, len(rows), AT_ONCE):
        with transaction.atomic():
            update_rows(
                connection,
                _TABLE,
                ("review_on",),
                (
                    (key, max(soonest, _day(tier, since=since, joined_on=joined_on)))
                    for key, since, joined_on in rows[start : start + AT_ONCE]
                ),
            )
    return len(rows)


def _day(tier: Tier, *, since: dt.datetime, joined_on: dt.date) -> dt.date:
    held_since = timezone.localdate(since)
    return review_day(tier, since=held_since, joined_on=joined_on) or held_since


def _reviewable() -> TierAssignmentQuerySet:
    return TierAssignment.objects.open().exclude(reason=TierReason.TRIAL)
