"""The rule of the day list, pure: whom to contact today, why, in which order.

For each member there is at most one entry, with all its reasons. A reason has a day (when it
is due) and a first day (``since``) from which on one contact serves it:

=========== ======================================================= ======================
reason      stands                                                  served by
=========== ======================================================= ======================
COMPLAINT   while nobody has answered                               the answer
PROMISE     from the promised day on                                talking to her, or a new day
TRIAL, DUE  in the first days of warning of her ownership's rule,   a contact since the first
            anew in the last ones                                   ones, or twice the last
BIRTHDAY,   so many days ahead (of any day that matters to her)      a contact since then
ANNIVERSARY
FOLLOW_UP,  from the step's day (after her last purchase, after
WELCOME     joining) until half-way to the next, or 30 days         a contact since half-way
                                                                    from the step before
POINTS      so many days ahead                                      a contact since then
COUPON      so many days ahead                                      a contact since then
NEAR_TIER   while she is near, and agrees to marketing              a contact in the days of rest
QUIET       when visit and contact lie farther back than her tier's
            cadence                                                 any visit or contact
PHONE       as the year goes on (see ``visits_due``)                a call; waits the days of rest
=========== ======================================================= ======================

A contact is one that reached her; who could not be reached is asked for again tomorrow. Who was
contacted today, with or without an answer, is done for today. Who has a promise within the days
of rest is not asked for before it for what can wait (``CAN_WAIT``): one contact serves both.
Who is left in peace never comes into the facts. Who has heard from us as often as the rule allows
(``is_spared``) is asked for only as she was promised, or about her complaint.

The order: by the strongest reason (the order of ``DayReason``), then by its day, then by the
member's key. The order of the facts does not matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from common.periods import add_months
from guides.enums import DayReason, Rhythm

Day = dt.date
TOO_LATE = 30  # days after a step was due it is not asked for any more
DAYS_OF_YEAR = 365
RANK = {reason: place for place, reason in enumerate(DayReason)}
CAN_WAIT = {
    DayReason.FOLLOW_UP,
    DayReason.WELCOME,
    DayReason.NEAR_TIER,
    DayReason.QUIET,
    DayReason.PHONE,
}
OWED = {DayReason.COMPLAINT, DayReason.PROMISE}
MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.YEAR: 12}


@dataclass(frozen=True)
class Rule:
    """The numbers of the rule. ``rhythms`` are by tier, None for the others."""

    birthday_days: int = 7
    points_days: int = 30
    coupon_days: int = 14
    rest_days: int = 14
    contacts_most: int = 0
    contacts_days: int = 30
    phone_visits: int = 3
    rhythms: Mapping[int | None, str] = field(default_factory=dict)
    after_purchase: tuple[int, ...] = (3, 30, 90)
    after_joining: tuple[int, ...] = ()

    def rhythm(self, tier: int | None) -> str | None:
        """Return how often members of ``tier`` hear from us at the least."""
        return self.rhythms.get(tier) or self.rhythms.get(None)


class Facts(NamedTuple):
    """What is known of a member on the day; days are None where there is no such thing.

    ``warn_days`` and ``last_warn_days`` before ``due_on`` she is asked for, by the rule she is
    held under. ``heard`` are the contacts we began in the ``contacts_days`` of the rule.
    ``reached_on`` is the last contact that reached her, ``tried_on`` the last at
    all; ``points_on`` and ``coupon_on`` are the last days on which those can be used.
    """

    member: int
    joined_on: Day
    tier: int | None = None
    due_on: Day | None = None
    warn_days: int = 0
    last_warn_days: int = 0
    on_trial: bool = False
    last_visit_on: Day | None = None
    birthday_on: Day | None = None
    anniversary_on: Day | None = None
    reached_on: Day | None = None
    tried_on: Day | None = None
    calls: int = 0
    heard: int = 0
    promised_on: Day | None = None
    complaint_on: Day | None = None
    points_on: Day | None = None
    coupon_on: Day | None = None
    is_near: bool = False
    agrees: bool = False


class Reason(NamedTuple):
    """Why she is asked for; served by a contact on ``since`` or later, if there is one."""

    kind: DayReason
    day: Day
    since: Day | None = None


@dataclass(frozen=True)
class Entry:
    """A member on the list, with her reasons, the strongest first."""

    member: int
    reasons: tuple[Reason, ...]

    @property
    def first(self) -> Reason:
        """The reason that puts her where she is."""
        return self.reasons[0]


def day_list(facts: Iterable[Facts], *, rule: Rule, on: Day) -> list[Entry]:
    """Return whom to contact ``on`` that day, in order."""
    entries = [
        Entry(one.member, tuple(reasons))
        for one in facts
        if one.tried_on != on and (reasons := reasons_of(one, rule=rule, on=on))
    ]
    return sorted(
        entries, key=lambda entry: (RANK[entry.first.kind], entry.first.day, entry.member)
    )


def reasons_of(facts: Facts, *, rule: Rule, on: Day) -> list[Reason]:
    """Return why this member should be contacted ``on`` that day, the strongest first."""
    standing = [reason for reason in _standing(facts, rule, on) if not _served(reason, facts)]
    promised = facts.promised_on
    if promised and on < promised <= on + dt.timedelta(rule.rest_days):
        standing = [reason for reason in standing if reason.kind not in CAN_WAIT]
    if is_spared(facts, rule=rule):
        standing = [reason for reason in standing if reason.kind in OWED]
    return sorted(standing, key=lambda reason: (RANK[reason.kind], reason.day))


def is_spared(facts: Facts, *, rule: Rule) -> bool:
    """Whether she has heard from us as often as the rule allows; 0 is no limit."""
    return 0 < rule.contacts_most <= facts.heard


def visits_due(*, rule: Rule, joined_on: Day, on: Day) -> int:
    """Return how many phone visits should have been made by ``on``.

    They are spread over the calendar year: three are asked for when a quarter, a half and three
    quarters of a year have passed since New Year, or since she joined.
    """
    passed = (on - max(on.replace(month=1, day=1), joined_on)).days
    return max(0, min(rule.phone_visits, (rule.phone_visits + 1) * passed // DAYS_OF_YEAR))


def _standing(facts: Facts, rule: Rule, on: Day) -> Iterator[Reason]:
    if facts.complaint_on:
        yield Reason(DayReason.COMPLAINT, facts.complaint_on)
    if facts.promised_on and facts.promised_on <= on:
        yield Reason(DayReason.PROMISE, facts.promised_on)
    yield from _holding(facts, on)
    for kind, day, days in (
        (DayReason.BIRTHDAY, facts.birthday_on, rule.birthday_days),
        (DayReason.ANNIVERSARY, facts.anniversary_on, rule.birthday_days),
        (DayReason.POINTS, facts.points_on, rule.points_days),
        (DayReason.COUPON, facts.coupon_on, rule.coupon_days),
    ):
        if day and 0 <= (day - on).days <= days:
            yield Reason(kind, day, day - dt.timedelta(days))
    yield from _following(facts, rule, on)
    rested = on - dt.timedelta(rule.rest_days)
    if facts.is_near and facts.agrees:
        yield Reason(DayReason.NEAR_TIER, on, rested)
    yield from _quiet(facts, rule, on)
    if facts.calls < rule.phone_visits and facts.calls < visits_due(
        rule=rule, joined_on=facts.joined_on, on=on
    ):
        yield Reason(DayReason.PHONE, on, rested)


def _served(reason: Reason, facts: Facts) -> bool:
    reached = facts.reached_on
    return reason.since is not None and reached is not None and reached >= reason.since


def _holding(facts: Facts, on: Day) -> Iterator[Reason]:
    if facts.due_on is None:
        return
    left = (facts.due_on - on).days
    if left <= facts.warn_days:
        is_last = left <= facts.last_warn_days
        warned = min(2 * facts.last_warn_days, facts.warn_days) if is_last else facts.warn_days
        kind = DayReason.TRIAL if facts.on_trial else DayReason.DUE
        yield Reason(kind, facts.due_on, facts.due_on - dt.timedelta(warned))


def _following(facts: Facts, rule: Rule, on: Day) -> Iterator[Reason]:
    """Yield the steps of today: of the last purchase, and of joining."""
    plans = [
        (DayReason.FOLLOW_UP, facts.last_visit_on, rule.after_purchase),
        (DayReason.WELCOME, facts.joined_on, rule.after_joining),
    ]
    for kind, start, steps in plans:
        if start is None or not steps:
            continue
        for begins, due, ends in stretches(steps):
            if due <= (on - start).days < ends:
                yield Reason(kind, start + dt.timedelta(due), start + dt.timedelta(begins))


@cache
def stretches(steps: tuple[int, ...]) -> tuple[tuple[int, int, int], ...]:
    """Return for each step, in days: from when a contact counts for it, its day, and its end."""
    steps = tuple(sorted(steps))
    if not steps:
        return ()
    halves = [(one + other + 1) // 2 for one, other in pairwise((0, *steps))]
    ends = [*halves[1:], steps[-1] + TOO_LATE]
    return tuple(
        (begins, due, min(end, due + TOO_LATE))
        for begins, due, end in zip(halves, steps, ends, strict=True)
    )


def _quiet(facts: Facts, rule: Rule, on: Day) -> Iterator[Reason]:
    rhythm = rule.rhythm(facts.tier)
    if rhythm is None:
        return
    heard = max(
        day for day in (facts.joined_on, facts.last_visit_on, facts.reached_on) if day is not None
    )
    weekly = rhythm == Rhythm.WEEK
    day = heard + dt.timedelta(7) if weekly else add_months(heard, MONTHS[Rhythm(rhythm)])
    if day <= on:
        yield Reason(DayReason.QUIET, day, day)
