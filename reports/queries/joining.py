"""Who joins, and who of them stays."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count

from common.periods import Period
from membership.models import JoiningChannel
from reports import sql
from reports.queries.facts import joiners, known_until, members_before, unknown_from
from reports.queries.rows import FromChannel, Rate, Value
from reports.queries.sales import tickets_without_member
from reports.scope import Scope


def new_members(*, period: Period, scope: Scope, as_of: dt.date) -> Value:
    """Return how many joined in the period, in the stores of the scope."""
    return Value(joiners(period=period, scope=scope, as_of=as_of).count())


def new_members_by_channel(*, period: Period, scope: Scope, as_of: dt.date) -> list[FromChannel]:
    """Return how many joined in the period by each way, the most first."""
    joined = joiners(period=period, scope=scope, as_of=as_of).order_by()
    counts = joined.values_list("channel").annotate(members=Count("pk"))
    channels = JoiningChannel.objects.in_bulk()
    rows = [FromChannel(channels.get(key), members) for key, members in counts]
    return sorted(rows, key=lambda row: (-row.members, row.channel.code if row.channel else "~"))


def new_member_retention(*, period: Period, scope: Scope, as_of: dt.date, days: int) -> Rate:
    """Return who of the joiners had a second visit within ``days`` after joining.

    Visits count from the joining day on. The answer is final once ``retention_is_complete``.
    """
    [rate] = sql.rows(
        "new_member_retention",
        Rate,
        since=period.since,
        until=known_until(period, as_of),
        days=days,
        known_until=unknown_from(as_of),
        **scope.params,
    )
    return rate


def retention_is_complete(*, period: Period, as_of: dt.date, days: int) -> bool:
    """Tell whether everybody who joined in the period has had her ``days``."""
    return period.until + dt.timedelta(days=days) <= as_of


def share_of_new(*, period: Period, scope: Scope, as_of: dt.date) -> Rate:
    """Return who joined in the period over all who are members at its end."""
    return Rate(
        joiners(period=period, scope=scope, as_of=as_of).count(),
        members_before(period.until, scope=scope, as_of=as_of).count(),
    )


def conversion_rate(*, period: Period, scope: Scope, as_of: dt.date) -> Rate:
    """Return who joined over who joined and the tickets of those who did not."""
    joined = joiners(period=period, scope=scope, as_of=as_of).count()
    others = tickets_without_member(period=period, scope=scope, as_of=as_of)
    return Rate(joined, joined + others)
