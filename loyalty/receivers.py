"""Who receives what from an annual rebate: the dry run, and what is issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from loyalty.models import AnnualRebate

ALL_ACCOUNTS = (0, 2**62)
_SQL = Path(__file__).parent / "sql" / "annual_rebate.sql"
_TOTALS = "select points_from, count(*) from receivers group by points_from"
_EACH = "select account, member, points, points_from from receivers order by account"
_MOST = "select account, member, points, points_from from receivers order by points desc, account"


@dataclass(frozen=True)
class BandTotal:
    """How many members a band gives a coupon of ``amount`` yuan."""

    points_from: int
    amount: Decimal
    members: int

    @property
    def worth(self) -> Decimal:
        """What the band's coupons take off together, in yuan."""
        return self.amount * self.members


class Receiver(NamedTuple):
    """A member whose ``points`` of the year reach the band that begins at ``points_from``."""

    account_id: int
    member_id: int
    points: int
    points_from: int


def rebate_totals(*, rebate: AnnualRebate) -> list[BandTotal]:
    """Return what ``rebate`` would give in each of its bands, the lowest first."""
    counts: dict[int, int] = {row[0]: row[1] for row in _answer(rebate, _TOTALS)}
    bands = rebate.bands.order_by("points_from").values_list("points_from", "amount")
    return [BandTotal(first, amount, counts.get(first, 0)) for first, amount in bands]


def rebate_receivers(
    *, rebate: AnnualRebate, accounts: tuple[int, int] = ALL_ACCOUNTS
) -> Iterator[Receiver]:
    """Yield who would receive a coupon, by account.

    ``accounts`` are the keys between which to look: beyond the first, up to the second.
    """
    return (Receiver(*row) for row in _answer(rebate, _EACH, accounts=accounts))


def highest_receivers(*, rebate: AnnualRebate, limit: int) -> list[Receiver]:
    """Return the ``limit`` receivers with the most points, the highest first."""
    return [Receiver(*row) for row in _answer(rebate, f"{_MOST} limit {int(limit)}")]


def rebate_year(year: int) -> tuple[dt.datetime, dt.datetime]:
    """Return the moments at which ``year`` begins and is over, in shop time."""
    zone = timezone.get_default_timezone()
    return (
        dt.datetime(year, 1, 1, tzinfo=zone),
        dt.datetime(year + 1, 1, 1, tzinfo=zone),
    )


def _answer(
    rebate: AnnualRebate, select: str, *, accounts: tuple[int, int] = ALL_ACCOUNTS
) -> list[tuple[int, ...]]:
    since, until = map(connection.ops.adapt_datetimefield_value, rebate_year(rebate.year))
    after, up_to = accounts
    with connection.cursor() as cursor:
        cursor.execute(
            _receivers() + select,
            {
                "rebate": rebate.pk,
                "since": since,
                "until": until,
                "after": after,
                "up_to": up_to,
            },
        )
        return cursor.fetchall()


@cache
def _receivers() -> str:
    return _SQL.read_text(encoding="utf-8")
