"""Taking members back whose time is over: each store, each morning, once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.periods import business_day
from guides.enums import EndReason
from guides.models import Ownership, RecyclingRun
from stores.models import Store


class AlreadyRun(Exception):
    """This store's run of the day has been done."""


@dataclass(frozen=True)
class RecycledStore:
    """How many members a store's run took back."""

    store: Store
    recycled: int


def recycle_due_stores(*, at: dt.datetime) -> list[RecycledStore]:
    """Run every open store whose hour has come and whose run of the day is not done.

    The day is the store's own: while it has not ended, nobody's last day is over. A run that
    is late catches up; two at once do no harm.
    """
    local = timezone.localtime(at)
    due = (
        Store.objects.filter(is_open=True, recycles_at__lte=local.time())
        .exclude(recycling_runs__day=local.date())
        .order_by("pk")
    )
    done = []
    for store in due:
        on = business_day(at, day_ends_at=store.day_ends_at)
        try:
            recycled = recycle_store(store=store, on=on, at=at)
        except AlreadyRun:
            continue
        done.append(RecycledStore(store, recycled))
    return done


@transaction.atomic
def recycle_store(*, store: Store, on: dt.date, at: dt.datetime) -> int:
    """End the open ownerships of ``store`` whose last day is before ``on``; return how many.

    One statement decides and ends: the database checks each row again once it holds the
    row's lock, so a member who was served a moment ago stays.

    :raises AlreadyRun: if the store's run of ``on`` was done
    """
    try:
        with transaction.atomic():
            run = RecyclingRun.objects.create(store=store, day=on, ran_at=at, recycled=0)
    except IntegrityError:
        raise AlreadyRun from None
    run.recycled = (
        Ownership.objects.overdue(on=on)
        .filter(store=store, starts_at__lte=at)
        .update(ends_at=at, end_reason=EndReason.RECYCLED)
    )
    run.save(update_fields=["recycled"])
    return run.recycled
