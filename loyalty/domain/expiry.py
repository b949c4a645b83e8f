"""Points end with their day: told of before, then written off, set by set.

Nobody waits for this run: from their first day on, expired points cannot be spent
(``PointsLotQuerySet.live``). It takes them out of the balance, a batch of accounts in one
transaction after the other, so that it may be ended anywhere and started again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone

from common.keys import among, as_parameter
from loyalty.domain import expiry_sql
from loyalty.models import ExpiryNotice, PointsAccount, PointsLot
from loyalty.models.lot import PointsLotQuerySet

A_BATCH = 2_000  # accounts
MONTH_AHEAD, WEEK_AHEAD, LATE = 30, 7, 0  # days


@dataclass(frozen=True)
class Expired:
    """What was written off, and how many notices were written; whole points."""

    notices: int = 0
    lots: int = 0
    points: int = 0

    def __add__(self, more: Expired) -> Expired:
        return Expired(
            self.notices + more.notices, self.lots + more.lots, self.points + more.points
        )


def expire_points(*, at: dt.datetime) -> Expired:
    """Write the notices of the shop's day ``at``, then write off what has expired by then."""
    on = timezone.localdate(at)
    told = write_expiry_notices(on=on, at=at)
    return Expired(notices=told) + expire_due_lots(on=on, at=at)


def write_expiry_notices(*, on: dt.date, at: dt.datetime) -> int:
    """Put on the list whose points end within 30 days of ``on``, and again within 7.

    One notice for a member, a day and a time ahead; a missed night is made up for. Return how
    many were new.
    """
    month, week = (on + dt.timedelta(days=days) for days in (MONTH_AHEAD, WEEK_AHEAD))
    return _tell(week, month, days=MONTH_AHEAD, at=at) + _tell(on, week, days=WEEK_AHEAD, at=at)


def expire_due_lots(*, on: dt.date, at: dt.datetime) -> Expired:
    """Write off what is left of every lot that has expired by ``on``, an entry for each.

    Who was never told gets a notice first. A lot is written off once, however often this runs.
    """
    done = Expired()
    for accounts in _batches(PointsLot.objects.due(on=on)):
        done += _write_off(accounts, on=on, at=at)
    return done


def _tell(after: dt.date, until: dt.date, *, days: int, at: dt.datetime) -> int:
    """Write a notice for what expires after one day and up to the other."""
    told = ExpiryNotice.objects.filter(
        account=OuterRef("account"), expires_on=OuterRef("expires_on"), days_ahead__lte=days
    )
    ending = PointsLot.objects.live(on=after).filter(expires_on__lte=until)
    return sum(
        _execute(
            expiry_sql.NOTICES,
            accounts,
            at=at,
            facts={"after": after, "until": until, "days": days, "told": days},
        )
        for accounts in _batches(ending.exclude(Exists(told)))
    )


def _batches(lots: PointsLotQuerySet) -> Iterator[Sequence[int]]:
    """Yield the accounts of ``lots`` in the order of their keys, a batch at a time."""
    accounts = list(lots.order_by("account").values_list("account", flat=True).distinct())
    for start in range(0, len(accounts), A_BATCH):
        yield accounts[start : start + A_BATCH]


@transaction.atomic
def _write_off(accounts: Sequence[int], *, on: dt.date, at: dt.datetime) -> Expired:
    held = list(
        PointsAccount.objects.locked().filter(pk__among=accounts).values_list("pk", flat=True)
    )
    due = PointsLot.objects.due(on=on).filter(account__among=held)
    points = due.aggregate(sum=Sum("remaining"))["sum"] or 0
    late = {"after": dt.date.min, "until": on, "days": LATE, "told": MONTH_AHEAD}
    notices = _execute(expiry_sql.NOTICES, held, at=at, facts=late)
    for statement in (expiry_sql.WRITE_OFF, expiry_sql.ALLOCATE, expiry_sql.LOWER_BALANCES):
        _execute(statement, held, at=at, facts={"on": on})
    lots = _execute(expiry_sql.CLOSE_LOTS, held, at=at, facts={"on": on})
    return Expired(notices, lots, points)


def _execute(
    statement: str, accounts: Sequence[int], *, at: dt.datetime, facts: dict[str, Any]
) -> int:
    """Run ``statement`` for ``accounts`` and return how many rows it wrote."""
    parameters: dict[str, Any] = {
        "accounts": as_parameter(connection, accounts),
        "at": connection.ops.adapt_datetimefield_value(at),
        **facts,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement.format(accounts=among(connection, "accounts")), parameters)
        rows: int = cursor.rowcount
        return rows
