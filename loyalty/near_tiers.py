"""Who is near the next tier, and who is about to lose hers: for all members asked about at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet
from django.utils import timezone

from loyalty.domain.tier_criteria import Measured, Need, Span, reachable, span_before, span_of
from loyalty.domain.tier_measures import as_measured, measured
from loyalty.domain.tier_review import to_be_noticed
from loyalty.domain.tier_ways import base_rate, way_of
from loyalty.enums import CriterionUse, Match, Measure, TierReason, Window
from loyalty.models import Tier, TierAssignment, TierCriterion
from loyalty.models.tier import Asked
from loyalty.programme import programme
from loyalty.way_up import Way
from membership.models import Member

A_VISIT = Decimal(1)
_COMES_NEAR = {Measure.NET, Measure.POINTS, Measure.VISITS}

Members = QuerySet[Member]
Keys: TypeAlias = QuerySet[TierAssignment, Any] | list[int]


@dataclass(frozen=True)
class Near:
    """A member, by key, and what she is missing to ``tier``; ``left`` is the share of it."""

    member: int
    tier: Tier
    way: Way
    left: Decimal
    keeping: bool = False

    @property
    def until(self) -> dt.date | None:
        """The first day it will be farther off."""
        return min((one.until for one in self.way.missing if one.until), default=None)

    @property
    def sentences(self) -> list[str]:
        """What she is missing, a sentence for each way there is."""
        return self.way.sentences(self.tier.label, keeping=self.keeping)


def near_the_next(*, members: Members, within: Decimal, at: dt.datetime) -> list[Near]:
    """Return those of ``members`` who miss at most ``within`` yuan or points, or a visit.

    The nearest come first. Who has not begun is not near.
    """
    rules = programme()
    bases: dict[int, list[int]] = defaultdict(list)
    for tier in rules.tiers:
        for goal in reachable(rules, tier)[:1]:
            bases[goal.pk].append(tier.pk)
    found: list[Near] = []
    for key, below in bases.items():
        goal = rules.by_key[key]
        rate = base_rate(rules, rules.by_key[below[-1]], on=timezone.localdate(at))
        candidates = _of_tiers(below, members)
        for span, some in spans_of(goal, candidates, at=at):
            found += _near(goal, span, some, within=within, rate=rate)
    return sorted(found, key=lambda near: (near.left, near.member))


def near_keeping(*, members: Members, on: dt.date) -> list[Near]:
    """Return those of ``members`` whose tier is reviewed soon and who would lose it.

    Soon is within the days of the tier's notice; the next to be reviewed come first.
    """
    rules = programme()
    groups: dict[tuple[int, dt.date], list[int]] = defaultdict(list)
    due = to_be_noticed(on=on).filter(member__in=members.values("pk"))
    for held, day, member in due.values_list("tier", "review_on", "member"):
        groups[held, day or on].append(member)
    found = []
    for (key, day), some in groups.items():
        tier = rules.by_key[key]
        asked = tier.asks(CriterionUse.KEEP)
        rate = base_rate(rules, tier, on=on)
        rows = _measured(asked, span_before(tier, day=day), some)
        for member in some if asked.criteria else []:
            way = way_of(asked.match, _needs(rows, member), rate=rate)
            if way.missing:
                found.append(Near(member, tier, way, Decimal(100 - way.progress), keeping=True))
    return found


def _near(
    goal: Tier, span: Span, members: Keys, *, within: Decimal, rate: Decimal
) -> Iterator[Near]:
    asked = goal.asks(CriterionUse.ENTRY)
    if asked.match == Match.ANY:
        coming = [one for one in asked.criteria if one.measure in _COMES_NEAR]
        asked = Asked(coming, asked.match)
    rows = _measured(asked, span, members, within=within)
    begun = {member for _criterion, _span, found in rows for member in found}
    for member in sorted(begun):
        needs = _needs(rows, member)
        near = [need for need in needs if need.missing <= _distance(need.measure, within)]
        if asked.match == Match.ALL and len(near) < len(needs):
            continue
        if near:
            left = max(need.missing / need.threshold for need in near)
            yield Near(member, goal, way_of(asked.match, near, rate=rate), left)


Found = list[tuple[TierCriterion, Span, dict[int, Measured]]]


def _measured(asked: Asked, span: Span, members: Keys, *, within: Decimal | None = None) -> Found:
    """Measure what is asked; ``within`` a distance only those who are so near."""
    found = []
    for criterion in asked.criteria:
        rows = measured(criterion, span=span, members=members)
        if within is not None and criterion.measure in _COMES_NEAR:
            distance = _distance(Measure(criterion.measure), within)
            rows = rows.filter(value__gte=criterion.threshold - distance)
        reached = {key: as_measured(value, first) for key, value, first in rows}
        found.append((criterion, span, reached))
    return found


def _needs(rows: Found, member: int) -> list[Need]:
    return [
        Need.of(criterion, found.get(member, Measured()), span=span)
        for criterion, span, found in rows
    ]


def _distance(measure: Measure, within: Decimal) -> Decimal:
    return A_VISIT if measure == Measure.VISITS else within


def _of_tiers(tiers: Iterable[int], members: Members) -> QuerySet[TierAssignment, Any]:
    """Return the assignments of those of ``members`` whose tier, without a trial, is such."""
    on_trial = Q(reason=TierReason.TRIAL)
    holding = TierAssignment.objects.open().filter(
        (~on_trial & Q(tier__in=tiers)) | (on_trial & Q(before__tier__in=tiers))
    )
    return holding.filter(member__in=members.values("pk")).values("member")


def spans_of(
    goal: Tier, candidates: QuerySet[TierAssignment, Any], *, at: dt.datetime
) -> Iterator[tuple[Span, Keys]]:
    """Yield each window of ``goal``, and whose it is: one for all, unless of membership years."""
    if goal.window != Window.MEMBERSHIP:
        yield span_of(goal, at=at, joined_on=timezone.localdate(at)), candidates
        return
    spans: dict[Span, list[int]] = defaultdict(list)
    for member, joined_on in candidates.values_list("member", "member__joined_on"):
        spans[span_of(goal, at=at, joined_on=joined_on)].append(member)
    yield from spans.items()
