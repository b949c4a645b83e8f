"""Taking members back whose time is over: each store, each morning, once."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from common.periods import business_day
from guides.domain.failures import Failures
from guides.domain.rewinding import rewind_by_new_rules
from guides.enums import EndReason
from guides.models import Ownership, Protection, RecyclingRun
from guides.models.ownership import OwnershipQuerySet
from stores.models import Store


class AlreadyRun(Exception):
    """This store's run of the day has been done."""


@dataclass(frozen=True)
class RecycledStore:
    """How many members a store's run took back."""

    store: Store
    recycled: int


def recycle_due_stores(*, at: dt.datetime, failures: Failures) -> list[RecycledStore]:
    """Run every open store whose hour has come and whose run of the day is not done.

    The day is the store's own: while it has not ended, nobody's last day is over. A run that
    is late catches up; two at once do no harm. Where it fails, ``failures`` keeps why.
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
        with failures.kept(store), suppress(AlreadyRun):
            done.append(RecycledStore(store, recycle_store(store=store, on=on, at=at)))
    return done


@transaction.atomic
def recycle_store(*, store: Store, on: dt.date, at: dt.datetime) -> int:
    """End the open ownerships of ``store`` whose last day is before ``on``; return how many.

    Clocks are first set by rules that begin and apply to running clocks. Then one statement
    decides and ends: the database checks each row again once it holds the row's lock, so a
    member who was served a moment ago stays. Protected members stay.

    :raises AlreadyRun: if the store's run of ``on`` was done
    """
    try:
        with transaction.atomic():
            run = RecyclingRun.objects.create(store=store, day=on, ran_at=at, recycled=0)
    except IntegrityError:
        raise AlreadyRun from None
    rewind_by_new_rules(store=store, on=on)
    run.recycled = overdue_in(store=store, on=on, at=at).update(
        ends_at=at, end_reason=EndReason.RECYCLED
    )
    run.save(update_fields=["recycled"])
    return run.recycled


def overdue_in(*, store: Store, on: dt.date, at: dt.datetime) -> OwnershipQuerySet:
    """Return the ownerships of ``store`` that a run on ``on`` ends."""
    return unprotected(on=on).overdue(on=on).filter(store=store, starts_at__lte=at)


def unprotected(*, on: dt.date) -> OwnershipQuerySet:
    """Return the open ownerships that no protection keeps on ``on``."""
    protected = Protection.objects.standing(on=on).filter(ownership=OuterRef("pk"))
    return Ownership.objects.open().filter(~Exists(protected))
