"""What the tiers as they are set would make of all members: looked at before it is switched on."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from loyalty.domain.tier_criteria import reachable
from loyalty.domain.tier_measures import meeting
from loyalty.domain.tier_review import preview
from loyalty.enums import CriterionUse
from loyalty.models import Tier, TierAssignment
from loyalty.near_tiers import spans_of
from loyalty.programme import Programme, programme


@dataclass(frozen=True)
class TierPreview:
    """A tier: who holds it, meets what it asks, would rise to it now, and has it ``after``."""

    tier: Tier
    held: int = 0
    meets: int = 0
    rises: int = 0
    after: int = 0


@dataclass(frozen=True)
class ReviewPreview:
    """A tier under review: who holds and keeps it; others go to a lower one, by key."""

    tier: Tier
    held: int
    kept: int
    lowered: list[tuple[Tier, list[int]]]


def preview_tiers(*, at: dt.datetime) -> list[TierPreview]:
    """Return each tier with who is in it, and who would be if everybody bought something now."""
    rules = programme()
    met = {tier.pk: _who_meets(tier, at=at) for tier in rules.tiers}
    held = _held()
    rises: Counter[int] = Counter()
    leaves: Counter[int] = Counter()
    for tier in rules.tiers:
        for member in _holders(tier):
            where = _rises_to(rules, tier, member, met)
            if where:
                rises[where] += 1
                leaves[tier.pk] += 1
    return [
        TierPreview(
            tier,
            held=held[tier.pk],
            meets=len(met[tier.pk]),
            rises=rises[tier.pk],
            after=held[tier.pk] + rises[tier.pk] - leaves[tier.pk],
        )
        for tier in rules.tiers
    ]


def to_be_lowered(*, on: dt.date) -> list[ReviewPreview]:
    """Return the tiers something has to be done to keep, and what a review on ``on`` would say."""
    rules = programme()
    under_review = [tier for tier in rules.tiers if tier.asks(CriterionUse.KEEP).criteria]
    found = []
    for tier in under_review:
        verdicts = preview(tier=tier, on=on)
        lowered = [(rules.by_key[key], members) for key, members in verdicts.lowered.items()]
        found.append(ReviewPreview(tier, verdicts.held, verdicts.kept, lowered))
    return found


def _who_meets(tier: Tier, *, at: dt.datetime) -> set[int]:
    asked = tier.asks(CriterionUse.ENTRY)
    everybody = TierAssignment.objects.open().values("member")
    met: set[int] = set()
    if asked.criteria:
        for span, members in spans_of(tier, everybody, at=at):
            met |= meeting(asked, span=span, members=members)
    return met


def _rises_to(rules: Programme, tier: Tier, member: int, met: dict[int, set[int]]) -> int | None:
    return next((one.pk for one in reversed(reachable(rules, tier)) if member in met[one.pk]), None)


def _held() -> Counter[int]:
    rows = TierAssignment.objects.open().values_list("tier").annotate(count=Count("pk")).order_by()
    return Counter(dict(rows))


def _holders(tier: Tier) -> list[int]:
    return list(TierAssignment.objects.open().filter(tier=tier).values_list("member", flat=True))
