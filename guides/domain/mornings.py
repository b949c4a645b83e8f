"""A store's morning: time that is over ends, the pool is drawn, and guides are warned.

Each step is done once a day, in transactions of its own, and goes on where it was interrupted.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from common.periods import business_day
from guides.domain.draw_rules import Place, place_of
from guides.domain.draws import DrawUnderWay, NothingToDraw, finish_draw, freeze_draw
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
    """Do for every store what its morning still lacks."""
    recycled = recycle_due_stores(at=at)
    placed = _finish_draws(at=at)
    _freeze_due_draws(at=at)
    placed += _finish_draws(at=at)
    return Morning(
        stores=len(recycled),
        recycled=sum(one.recycled for one in recycled),
        placed=placed,
        warnings=_warn_due_stores(at=at),
    )


def _finish_draws(*, at: dt.datetime) -> int:
    draws = Draw.objects.unfinished().select_related("rule").order_by("pk")
    return sum(finish_draw(draw=draw, at=at).placed for draw in draws)


def _freeze_due_draws(*, at: dt.datetime) -> None:
    """Freeze a draw for each place whose stores have all been run and not been drawn today."""
    for run in _runs(at=at, drawn_at=None):
        place = place_of(store=run.store, on=run.day)
        together = RecyclingRun.objects.filter(store__in=place.stores, day=run.day)
        if together.count() < len(place.stores):
            continue
        with transaction.atomic():
            marked = together.filter(drawn_at=None).update(drawn_at=at)
            if marked and place.rule.is_drawn:
                _freeze(place, on=run.day, at=at)


def _freeze(place: Place, *, on: dt.date, at: dt.datetime) -> None:
    try:
        freeze_draw(place=place, on=on, at=at, by=None)
    except NothingToDraw:
        logger.info("nobody to draw: %s", place.stores[0])
    except DrawUnderWay:
        logger.info("a draw is under way: %s", place.stores[0])


def _warn_due_stores(*, at: dt.datetime) -> int:
    made = 0
    for run in _runs(at=at, warned_at=None):
        with transaction.atomic():
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
