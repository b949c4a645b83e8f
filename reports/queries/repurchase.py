"""Who buys again."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q

from common.aggregates import sum_money
from common.periods import Period
from membership.enums import MemberStatus
from reports import sql
from reports.queries.facts import known_until, members_before, visit_rows
from reports.queries.rows import OldMembers, Rate, Value
from reports.scope import Scope


def old_member_repeat_amount(*, period: Period, scope: Scope, as_of: dt.date) -> Value:
    """Return the net sales, in yuan, to members who joined before the period, in any store."""
    rows = visit_rows(period=period, scope=scope, as_of=as_of)
    return Value(
        rows.filter(member__joined_on__lt=period.since).aggregate(net=sum_money("net"))["net"]
    )


def old_member_repurchase_rate(*, period: Period, scope: Scope, as_of: dt.date) -> OldMembers:
    """Return who came over all who joined before the period in the stores of the scope."""
    came = (
        visit_rows(period=period, scope=scope, as_of=as_of)
        .counted()
        .exclude(member__status=MemberStatus.MERGED)
        .filter(scope.at("member__home_store"), member__joined_on__lt=period.since)
        .aggregate(members=Count("member", distinct=True), visits=Count("pk"))
    )
    old = members_before(period.since, scope=scope, as_of=as_of).count()
    return OldMembers(came["members"], old, came["visits"])


def repurchase_rate(*, period: Period, scope: Scope, as_of: dt.date) -> Rate:
    """Return members with two or more visits in the period over members with any."""
    counts = (
        visit_rows(period=period, scope=scope, as_of=as_of)
        .counted()
        .values("member")
        .annotate(visits=Count("pk"))
        .aggregate(once=Count("member"), again=Count("member", filter=Q(visits__gte=2)))
    )
    return Rate(counts["again"], counts["once"])


def returning_rate(*, period: Period, scope: Scope, as_of: dt.date) -> Rate:
    """Return members who had bought before the period over members with a visit in it."""
    [rate] = sql.rows(
        "returning_rate",
        Rate,
        since=period.since,
        until=known_until(period, as_of),
        **scope.params,
    )
    return rate


def retention(*, period: Period, scope: Scope, as_of: dt.date) -> Rate:
    """Return members who came again over members who came in the period before.

    That is as long as this one and ends where it begins.
    """
    [rate] = sql.rows(
        "retention",
        Rate,
        before=period.previous().since,
        since=period.since,
        until=known_until(period, as_of),
        **scope.params,
    )
    return rate
