"""What a tier asks for, and what is missing: arithmetic on facts that others look up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Protocol

from django.utils import timezone

from common.periods import add_months, midnight
from loyalty.enums import CriterionUse, Match, Measure, Window
from loyalty.models import Tier, TierCriterion
from loyalty.programme import Programme

NOTHING = Decimal(0)
_YEAR = 12  # months
_TICK = dt.timedelta(microseconds=1)
_COUNTED_ONCE = {Measure.PAID_CARD, Measure.APPROVAL}


@dataclass(frozen=True)
class Span:
    """What happened after ``after``, up to and with ``until``, counts.

    ``ends_on`` is the first day of the next window; a window that rolls has none, and each
    thing leaves it after ``months``.
    """

    after: dt.datetime
    until: dt.datetime
    months: int
    ends_on: dt.date | None = None

    @property
    def first_day(self) -> dt.date:
        """The first day that counts as a whole."""
        return timezone.localdate(self.after) + dt.timedelta(days=1)

    @property
    def last_day(self) -> dt.date:
        """The last day something of which counts."""
        return timezone.localdate(self.until)

    def leaves_on(self, first: dt.date | None) -> dt.date | None:
        """Return the first day on which what was done from ``first`` on no longer counts whole."""
        if self.ends_on:
            return self.ends_on
        return add_months(first, self.months) if first else None


class Measured(NamedTuple):
    """How much was measured, and the day of the first thing that counts in it."""

    value: Decimal = NOTHING
    first: dt.date | None = None


class Facts(Protocol):
    """What one member did, however it is known."""

    def measured(self, criterion: TierCriterion, span: Span) -> Measured:
        """Return what ``criterion`` counts, done within ``span``."""
        ...


@dataclass(frozen=True)
class Need:
    """One criterion and how far it is met; ``until`` is the first day it will be farther off."""

    measure: Measure
    threshold: Decimal
    reached: Decimal
    until: dt.date | None = None

    @classmethod
    def of(cls, criterion: TierCriterion, reached: Measured, *, span: Span) -> Need:
        """Return how far ``criterion`` is met by what was ``reached`` within ``span``."""
        measure = Measure(criterion.measure)
        if measure in _COUNTED_ONCE:
            return cls(measure, Decimal(1), reached.value)
        if measure == Measure.TICKET:
            return cls(measure, criterion.threshold, reached.value)
        until = span.leaves_on(reached.first if reached.value > 0 else None)
        return cls(measure, criterion.threshold, reached.value, until)

    @property
    def is_met(self) -> bool:
        """Whether it is."""
        return self.reached >= self.threshold

    @property
    def missing(self) -> Decimal:
        """How much is missing; of one ticket all of it, whatever the largest one was."""
        if self.is_met:
            return NOTHING
        if self.measure == Measure.TICKET:
            return self.threshold
        return self.threshold - self.reached


def is_met(match: str, needs: Sequence[Need]) -> bool:
    """Tell whether enough of ``needs`` are met; where nothing is asked, nothing is."""
    met = [need.is_met for need in needs]
    return bool(met) and (all(met) if match == Match.ALL else any(met))


def needs_of(criteria: Iterable[TierCriterion], *, span: Span, facts: Facts) -> list[Need]:
    """Return how far each of ``criteria`` is met by ``facts`` within ``span``."""
    return [
        Need.of(criterion, facts.measured(criterion, span), span=span) for criterion in criteria
    ]


def reachable(programme: Programme, tier: Tier) -> list[Tier]:
    """Return the tiers a member of ``tier`` may rise to by criteria, lowest first."""
    above = programme.above(tier)
    return [
        one
        for one in programme.tiers
        if one.rank > tier.rank
        and (one == above or not one.one_step)
        and one.asks(CriterionUse.ENTRY).criteria
    ]


def earned_tier(
    programme: Programme,
    tier: Tier,
    *,
    facts: Facts,
    joined_on: dt.date,
    at: dt.datetime,
    counted_until: dt.datetime | None = None,
) -> Tier | None:
    """Return the highest tier a member of ``tier`` has earned in the windows of ``at``, or None.

    ``counted_until`` lets later facts, such as returns, count in those windows too.
    """
    for one in reversed(reachable(programme, tier)):
        span = span_of(one, at=at, joined_on=joined_on, counted_until=counted_until)
        asked = one.asks(CriterionUse.ENTRY)
        if is_met(asked.match, needs_of(asked.criteria, span=span, facts=facts)):
            return one
    return None


def span_of(
    tier: Tier,
    *,
    at: dt.datetime,
    joined_on: dt.date,
    counted_until: dt.datetime | None = None,
) -> Span:
    """Return the window of ``tier`` in which ``at`` lies, for who joined on ``joined_on``."""
    until = counted_until or at
    if tier.window == Window.ROLLING:
        return Span(window_start(at=at, months=tier.window_months), until, tier.window_months)
    day = timezone.localdate(at)
    if tier.window == Window.CALENDAR:
        begins, ends = dt.date(day.year, 1, 1), dt.date(day.year + 1, 1, 1)
    else:
        begins, ends = _membership_year(joined_on, day=day)
    return Span(midnight(begins) - _TICK, until, _YEAR, ends)


def span_before(tier: Tier, *, day: dt.date) -> Span:
    """Return the window of ``tier`` that is over when ``day`` begins: what a review looks at."""
    until = midnight(day) - _TICK
    if tier.window == Window.CALENDAR:
        begins = dt.date((day - dt.timedelta(days=1)).year, 1, 1)
    else:
        months = tier.window_months if tier.window == Window.ROLLING else _YEAR
        begins = add_months(day, -months)
    return Span(midnight(begins) - _TICK, until, _YEAR, day)


def review_day(tier: Tier, *, since: dt.date, joined_on: dt.date | None = None) -> dt.date | None:
    """Return the day on which ``tier``, held since that day, is reviewed; None: never.

    Where years count, it is the first day of a year: what is asked for is a whole one.
    """
    if tier.keep_months is None:
        return None
    day = add_months(since, tier.keep_months)
    if tier.window == Window.CALENDAR and day != dt.date(day.year, 1, 1):
        return dt.date(day.year + 1, 1, 1)
    if tier.window == Window.MEMBERSHIP and joined_on:
        begins, ends = _membership_year(joined_on, day=day)
        return day if day == begins else ends
    return day


def window_start(*, at: dt.datetime, months: int) -> dt.datetime:
    """Return the moment ``months`` before ``at``, by the shop's calendar (29 Feb → 28 Feb)."""
    local = timezone.localtime(at)
    return dt.datetime.combine(add_months(local.date(), -months), local.timetz())


def _membership_year(joined_on: dt.date, *, day: dt.date) -> tuple[dt.date, dt.date]:
    years = day.year - joined_on.year
    if add_months(joined_on, _YEAR * years) > day:
        years -= 1
    return add_months(joined_on, _YEAR * years), add_months(joined_on, _YEAR * (years + 1))
