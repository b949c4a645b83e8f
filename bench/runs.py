"""Runs over the whole chain: expiry, review of tiers, annual rebate; and the check of it all.

A million members with ten million entries. Each run works on a copy of the same database, and
so does, in turns, plain set-based SQL doing the same; what the two leave behind is compared.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench import databases, runs_sql
from bench.figures import Bar, print_table
from bench.generate import look_back, settle
from loyalty.checks import run_checks
from loyalty.domain.expiry import expire_due_lots
from loyalty.domain.tier_review import review_due_tiers
from loyalty.enums import CouponEffect, CriterionUse, Measure
from loyalty.models import (
    AnnualRebate,
    CouponKind,
    PointsEntry,
    PointsLot,
    RebateBand,
    Tier,
    TierCriterion,
)
from loyalty.receivers import rebate_totals, rebate_year

PAST = "past"
ROUNDS = 3
AS_LONG = 1.5  # times what the SQL takes
SLOWEST_CHECK = 60  # seconds, with a million accounts
KEPT_WITH = {"silver": 100, "gold": 300, "platinum": 600}  # points in a year
BANDS = {300: Decimal(10), 600: Decimal(30), 1_000: Decimal(80)}  # points to yuan


class Differs(Exception):
    """The house and the SQL did not do the same."""


@dataclass(frozen=True)
class Night:
    """The moment everything runs at, and the rebate of the year before."""

    at: dt.datetime
    on: dt.date
    rebate: AnnualRebate

    @property
    def facts(self) -> dict[str, Any]:
        """The parameters of the statements."""
        since, until = rebate_year(self.rebate.year)
        year = {"rebate": self.rebate.pk, "since": since, "until": until}
        return {"at": self.at, "on": self.on} | year


@dataclass(frozen=True)
class Run:
    """A run of the house, the statement that does the same, and what either answered."""

    name: str
    house: Callable[[Night], Any]
    by_hand: str
    answers: bool = False


RUNS = [
    Run(
        "expiry of the lots that are due",
        lambda night: expire_due_lots(on=night.on, at=night.at),
        runs_sql.EXPIRY,
    ),
    Run(
        "review of every tier",
        lambda night: review_due_tiers(at=night.at),
        runs_sql.REVIEW,
    ),
    Run(
        "dry run of the annual rebate",
        lambda night: [
            (one.points_from, one.members) for one in rebate_totals(rebate=night.rebate)
        ],
        runs_sql.REBATE,
        answers=True,
    ),
]


def measure(*, sizes: tuple[int, int], quick: bool) -> list[Bar]:
    """Let the runs happen in the larger chain, by the house and by hand, in turns."""
    night = _prepare(members=sizes[-1])
    seconds: dict[tuple[str, str], list[float]] = defaultdict(list)
    checked: list[float] = []
    for turn in range(2 if quick else ROUNDS):
        ways = [("house", _by_house), ("hand", _by_hand)]
        left = {}
        for way, take in ways if turn % 2 else reversed(ways):
            with databases.copied(PAST):
                answers = [_timed(seconds[run.name, way], take, run, night) for run in RUNS]
                left[way] = [*answers, _left_behind(night)]
                if way == "house":
                    checked.append(_check())
        if left["house"] != left["hand"]:
            raise Differs(left)
    medians = {key: median(figures) for key, figures in seconds.items()}
    ratios = {run.name: medians[run.name, "house"] / medians[run.name, "hand"] for run in RUNS}
    print_table(
        f"Runs over {sizes[-1]:,} members, {PointsEntry.objects.count():,} entries,"
        f" {PointsLot.objects.due(on=night.on).count():,} lots due (medians, seconds)",
        ["run", "house", "by hand in SQL", "ratio"],
        [
            [name, medians[name, "house"], medians[name, "hand"], ratio]
            for name, ratio in ratios.items()
        ],
    )
    return [
        *(Bar(f"{name}, by that in SQL", ratio, AS_LONG) for name, ratio in ratios.items()),
        Bar("self-check of everything", median(checked), SLOWEST_CHECK, "s"),
    ]


def _prepare(*, members: int) -> Night:
    """Make the database that every run begins with."""
    databases.copy(members=members, name=PAST)
    at = timezone.now()
    on = timezone.localdate(at)
    look_back(today=on)
    kind = CouponKind.objects.create(
        code="rebate", name_zh="返利券", effect=CouponEffect.AMOUNT, amount=1
    )
    rebate = AnnualRebate.objects.create(year=on.year - 1, coupon_kind=kind)
    RebateBand.objects.bulk_create(
        RebateBand(rebate=rebate, points_from=points, amount=yuan) for points, yuan in BANDS.items()
    )
    Tier.objects.update(keep_months=12)
    TierCriterion.objects.bulk_create(
        TierCriterion(
            tier=tier, use=CriterionUse.KEEP, measure=Measure.POINTS, threshold=KEPT_WITH[tier.code]
        )
        for tier in Tier.objects.filter(code__in=KEPT_WITH)
    )
    settle()
    return Night(at, on, rebate)


def _timed(
    seconds: list[float], take: Callable[[Run, Night], object], run: Run, night: Night
) -> object:
    began = time.perf_counter()
    answer = take(run, night)
    seconds.append(time.perf_counter() - began)
    return answer if run.answers else None


def _by_house(run: Run, night: Night) -> object:
    return run.house(night)


@transaction.atomic
def _by_hand(run: Run, night: Night) -> object:
    with connection.cursor() as cursor:
        cursor.execute(run.by_hand, night.facts)
        return cursor.fetchall() if run.answers else None


def _left_behind(night: Night) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(runs_sql.LEFT_BEHIND, night.facts)
        found: tuple[Any, ...] = cursor.fetchone()
    return found


def _check() -> float:
    """Return the seconds the self-check took; it has to be green."""
    began = time.perf_counter()
    if red := [finding for finding in run_checks() if not finding.is_green]:
        raise Differs(red)
    return time.perf_counter() - began
