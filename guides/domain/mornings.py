"""A store's morning: time that is over ends, the pool is drawn, and guides are warned.

Each step is done once a day, in transactions of its own, and goes on where it was interrupted.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from common.periods import business_day
from guides.domain.draw_rules import Place, place_of
from guides.domain.draws import DrawUnderWay, NothingToDraw, finish_draw, freeze_draw
from guides.domain.failures import Failures
from guides.domain.recycling import recycle_due_stores
from guides.domain.warning import warn
from guides.models import Draw, RecyclingRun

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Morning:
    """What the steps of some mornings came to."""

    stores: int
    recycled: int
    placed: int
    warnings: int


def do_mornings(*, at: dt.datetime) -> Morning:
    """Do for every store what its morning still lacks.

    What fails in one store is kept until the others had theirs, and tried again next time.

    :raises ExceptionGroup: when all is done that could be, with what failed
    """
    failures = Failures()
    recycled = recycle_due_stores(at=at, failures=failures)
    draws = Draw.objects.unfinished().select_related("rule").order_by("pk")
    placed = _finish(draws, at=at, failures=failures)
    placed += _finish(_freeze_due_draws(at=at, failures=failures), at=at, failures=failures)
    warnings = _warn_due_stores(at=at, failures=failures)
    failures.tell()
    return Morning(
        stores=len(recycled),
        recycled=sum(one.recycled for one in recycled),
        placed=placed,
        warnings=warnings,
    )


def _finish(draws: Iterable[Draw], *, at: dt.datetime, failures: Failures) -> int:
    placed = 0
    for draw in draws:
        with failures.kept(draw):
            placed += finish_draw(draw=draw, at=at).placed
    return placed


def _freeze_due_draws(*, at: dt.datetime, failures: Failures) -> list[Draw]:
    """Freeze a draw for each place whose stores have all been run and not been drawn today."""
    frozen = []
    for run in _runs(at=at, drawn_at=None):
        with failures.kept(run.store):
            frozen += _freeze_if_due(run, at=at)
    return frozen


@transaction.atomic
def _freeze_if_due(run: RecyclingRun, *, at: dt.datetime) -> list[Draw]:
    place = place_of(store=run.store, on=run.day)
    together = RecyclingRun.objects.filter(store__in=place.stores, day=run.day)
    if together.count() < len(place.stores):
        return []
    marked = together.filter(drawn_at=None).update(drawn_at=at)
    return _freeze(place, on=run.day, at=at) if marked and place.rule.is_drawn else []


def _freeze(place: Place, *, on: dt.date, at: dt.datetime) -> list[Draw]:
    try:
        return [freeze_draw(place=place, on=on, at=at, by=None)]
    except NothingToDraw:
        logger.info("nobody to draw: %s", place.stores[0])
    except DrawUnderWay:
        logger.info("a draw is under way: %s", place.stores[0])
    return []


def _warn_due_stores(*, at: dt.datetime, failures: Failures) -> int:
    made = 0
    for run in _runs(at=at, warned_at=None):
        with failures.kept(run.store), transaction.atomic():
            if RecyclingRun.objects.filter(pk=run.pk, warned_at=None).update(warned_at=at):
                made += warn(store=run.store, on=run.day, at=at)
    return made


def _runs(*, at: dt.datetime, **lacking: None) -> Iterator[RecyclingRun]:
    """Yield today's runs that lack a step; a step of an earlier day is not made up for."""
    yesterday = timezone.localdate(at) - dt.timedelta(days=1)
    runs = RecyclingRun.objects.filter(day__gte=yesterday, **lacking).select_related(
        "store__region"
    )
    for run in runs.order_by("day", "store"):
        if run.day == business_day(at, day_ends_at=run.store.day_ends_at):
            yield run
