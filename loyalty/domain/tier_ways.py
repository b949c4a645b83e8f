"""Which tier a member may reach next, and what she is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from loyalty.domain.tier_criteria import Facts, Need, needs_of, reachable, span_of
from loyalty.enums import CriterionUse, Match, Measure
from loyalty.models import Tier
from loyalty.programme import NoRuleInForce, Programme
from loyalty.way_up import Missing, Way, buys


@dataclass(frozen=True)
class NextTier:
    """The tier above, and the way to it; no way where nothing she does leads there."""

    tier: Tier | None = None
    way: Way | None = None


def next_tier(
    programme: Programme,
    tier: Tier | None,
    *,
    facts: Facts,
    joined_on: dt.date,
    at: dt.datetime,
    earns_as: Tier | None = None,
) -> NextTier:
    """Return the nearest tier a member of ``tier`` may reach, else the one above without a way.

    Points are told in yuan too, at what she earns as a member of ``earns_as``.
    """
    if tier is None:
        return NextTier()
    above = next(iter(reachable(programme, tier)), None)
    if above is None:
        return NextTier(programme.above(tier))
    asked = above.asks(CriterionUse.ENTRY)
    span = span_of(above, at=at, joined_on=joined_on)
    needs = needs_of(asked.criteria, span=span, facts=facts)
    rate = base_rate(programme, earns_as or tier, on=timezone.localdate(at))
    return NextTier(above, way_of(asked.match, needs, rate=rate))


def way_of(match: Match, needs: Sequence[Need], *, rate: Decimal) -> Way:
    """Return the way that ``needs`` leave, points bought at ``rate`` points a yuan."""
    done = [_share(need) for need in needs]
    progress = max(done) if match == Match.ANY else min(done)
    left = [need for need in needs if not need.is_met]
    if match == Match.ANY and len(left) < len(needs):
        left = []
    return Way(match, tuple(_missing(need, rate) for need in left), progress)


def base_rate(programme: Programme, tier: Tier | None, *, on: dt.date) -> Decimal:
    """Return the points a yuan earns without any multiplier but the tier's; 0 without a rule."""
    try:
        rate = programme.earning_rule(on=on).points_per_yuan
    except NoRuleInForce:
        return Decimal(0)
    return rate * tier.multiplier if tier else rate


def _missing(need: Need, rate: Decimal) -> Missing:
    money = buys(need.missing, rate=rate) if need.measure == Measure.POINTS else None
    return Missing(need.measure, need.missing, need.until, money)


def _share(need: Need) -> int:
    return min(max(int(100 * need.reached / need.threshold), 0), 100)
