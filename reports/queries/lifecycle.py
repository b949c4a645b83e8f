"""How long ago members last bought, and how that changes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.conf import settings

from common.periods import Period
from reports import sql
from reports.enums import Lifecycle
from reports.queries.facts import known_until, unknown_from
from reports.queries.rows import Rate, Standing, Transition
from reports.scope import Scope


def churn_rate(*, period: Period, scope: Scope, as_of: dt.date) -> Rate:
    """Return members lost at the end of the period over members not lost at its beginning.

    Who was lost already, or joined in the period, is in neither.
    """
    stood = [
        row
        for row in lifecycle_flow(period=period, scope=scope, as_of=as_of)
        if row.before and row.before != Lifecycle.LOST
    ]
    return Rate(
        sum(row.members for row in stood if row.after == Lifecycle.LOST),
        sum(row.members for row in stood),
    )


def lifecycle(*, scope: Scope, as_of: dt.date) -> list[Standing]:
    """Return how many members are in each state on ``as_of``, that day's visits included."""
    closing = unknown_from(as_of)
    flow = _flow(scope, since=closing, was_on=as_of, until=closing, is_on=as_of)
    members = Counter[Lifecycle]()
    for row in flow:
        members[row.after] += row.members
    return [Standing(state, members[state]) for state in Lifecycle]


def lifecycle_flow(*, period: Period, scope: Scope, as_of: dt.date) -> list[Transition]:
    """Return how many members went from each state to each between two days.

    The days are the first of the period and the first after it, before either begins.
    """
    since = min(period.since, unknown_from(as_of))
    until = known_until(period, as_of)
    return _flow(scope, since=since, was_on=since, until=until, is_on=until)


@dataclass(frozen=True)
class _Flow:
    before: str
    after: str
    members: int


def _flow(
    scope: Scope, *, since: dt.date, was_on: dt.date, until: dt.date, is_on: dt.date
) -> list[Transition]:
    rows = sql.rows(
        "lifecycle_flow",
        _Flow,
        since=since,
        until=until,
        **_thresholds("was", was_on),
        **_thresholds("is", is_on),
        **scope.params,
    )
    members = {(row.before, row.after): row.members for row in rows}
    befores = [*Lifecycle, None]
    return [
        Transition(before, after, members[before or "new", after])
        for before in befores
        for after in Lifecycle
        if (before or "new", after) in members
    ]


def _thresholds(when: str, day: dt.date) -> dict[str, dt.date]:
    """Return the first day of a last visit that still makes one active, silent, sleeping."""
    states = (Lifecycle.ACTIVE, Lifecycle.SILENT, Lifecycle.SLEEPING)
    return {
        f"{when}_{state}": day - dt.timedelta(days=limit)
        for state, limit in zip(states, settings.LIFECYCLE_DAYS, strict=True)
    }
