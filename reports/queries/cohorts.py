"""Members who began in the same month, followed over time.

A period names months here: every month it touches is a whole cohort.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncMonth

from common.periods import Period, add_months, month_of
from reports import sql
from reports.queries.facts import joiners, unknown_from, visit_rows
from reports.queries.rows import Cohort, Repurchase
from reports.scope import Scope


def cohort(*, period: Period, scope: Scope, as_of: dt.date) -> list[Cohort]:
    """Return a row a month of first visits and age in months, up to the month of ``as_of``.

    Months in which nobody came for the first time are left out; ages without a visit are not.
    """
    came = sql.rows(
        "cohort_by_first_visit",
        _Came,
        since=month_of(period.since),
        until=period.until,
        known_until=unknown_from(as_of),
        **scope.params,
    )
    sizes = {row.cohort: row.members for row in came if row.month == row.cohort}
    return _followed(sizes, came, as_of)


def cohort_by_joining(*, period: Period, scope: Scope, as_of: dt.date) -> list[Cohort]:
    """Return a row a month of joining and age in months, up to the month of ``as_of``."""
    months = Period(month_of(period.since), add_months(month_of(_last_day(period)), 1))
    members = joiners(period=months, scope=scope, as_of=as_of)
    sizes = members.values_list(TruncMonth("joined_on")).annotate(size=Count("pk")).order_by()
    known = Period(months.since, max(unknown_from(as_of), months.until))
    came = (
        visit_rows(period=known, scope=scope, as_of=as_of)
        .counted()
        .filter(member__in=members)
        .values_list(TruncMonth("member__joined_on"), "month")
        .annotate(members=Count("member", distinct=True))
        .order_by()
    )
    return _followed(dict(sizes), [_Came(*row) for row in came], as_of)


def n_day_repurchase(
    *, period: Period, scope: Scope, as_of: dt.date, days: int
) -> list[Repurchase]:
    """Return a row a month of first visits: who had another one within ``days``."""
    months = sql.rows(
        "n_day_repurchase",
        _Returned,
        since=month_of(period.since),
        until=period.until,
        days=days,
        known_until=unknown_from(as_of),
        **scope.params,
    )
    window = dt.timedelta(days=days)
    return [
        Repurchase(
            month.cohort,
            month.size,
            month.returned,
            complete=add_months(month.cohort, 1) + window <= as_of,
        )
        for month in months
    ]


@dataclass(frozen=True)
class _Came:
    cohort: dt.date
    month: dt.date
    members: int


@dataclass(frozen=True)
class _Returned:
    cohort: dt.date
    size: int
    returned: int


def _last_day(period: Period) -> dt.date:
    return period.until - dt.timedelta(days=1)


def _followed(sizes: dict[dt.date, int], came: list[_Came], as_of: dt.date) -> list[Cohort]:
    """Return every cell from the cohort's own month to the month of ``as_of``."""
    members: defaultdict[tuple[dt.date, dt.date], int] = defaultdict(int)
    for row in came:
        members[row.cohort, row.month] += row.members
    return [
        Cohort(
            first,
            age,
            size,
            members[first, month],
            complete=add_months(month, 1) <= unknown_from(as_of),
        )
        for first, size in sorted(sizes.items())
        for age, month in enumerate(Period(first, unknown_from(as_of)).months())
    ]
