"""A guide leaves, moves or is away: her members, in one act."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from common.aggregates import sum_money
from common.periods import business_day
from guides.enums import EndReason, OwnershipState
from guides.models import Ownership
from sales.models import Visit
from stores.enums import Role
from stores.models import Deputy, Posting, Staff, Store


class NotTheirGuide(Exception):
    """She is not posted as guide in the store."""


class NobodyElse(Exception):
    """The deputy is the guide herself, or no guide of the store."""


class NoTime(Exception):
    """The leave would end before it begins."""


@dataclass(frozen=True)
class Worth:
    """How many members, how many of them on trial, and what they bought in the last 12 months."""

    members: int
    on_trial: int
    net: Decimal


def worth_of(ownerships: QuerySet[Ownership], *, on: dt.date) -> Worth:
    """Return what the members of ``ownerships`` amount to on ``on``."""
    visits = Visit.objects.of_last_year(on=on).filter(member__in=ownerships.values("member"))
    return Worth(
        members=ownerships.count(),
        on_trial=ownerships.filter(state=OwnershipState.TRIAL).count(),
        net=visits.aggregate(net=sum_money("net"))["net"],
    )


@transaction.atomic
def guide_leaves(*, guide: Staff, by: Staff, at: dt.datetime) -> int:
    """Put all members of ``guide`` into their stores' pools and end her work here.

    Her record stays; her members' visits stay with them, so nothing of their clocks is lost.
    Return how many members it were.
    """
    handed_over = _hand_over(Ownership.objects.filter(guide=guide), EndReason.LEFT, by=by, at=at)
    for posting in guide.postings.filter(ends_on=None).select_related("store"):
        _end_posting(posting, at=at)
    guide.is_active = False
    guide.save(update_fields=["is_active"])
    return handed_over


@transaction.atomic
def guide_moves(*, guide: Staff, store: Store, to: Store, by: Staff, at: dt.datetime) -> int:
    """Post ``guide`` of ``store`` in the store ``to``; the members stay with the old store.

    Return how many members went into its pool.

    :raises NotTheirGuide: if she is no guide of ``store``
    """
    posting = guide.postings.guides().filter(store=store, ends_on=None).first()
    if posting is None or store == to:
        raise NotTheirGuide
    hers = Ownership.objects.filter(guide=guide, store=store)
    handed_over = _hand_over(hers, EndReason.MOVED, by=by, at=at)
    _end_posting(posting, at=at)
    Posting.objects.create(
        staff=guide,
        role=Role.GUIDE,
        store=to,
        starts_on=business_day(at, day_ends_at=to.day_ends_at),
        takes_part=posting.takes_part,
    )
    return handed_over


@transaction.atomic
def name_deputy(
    *,
    guide: Staff,
    deputy: Staff,
    store: Store,
    starts_on: dt.date,
    ends_on: dt.date,
    by: Staff,
    at: dt.datetime,
) -> Deputy:
    """Let ``deputy`` see and serve the members of ``guide`` while she is away.

    :raises NotTheirGuide: if ``guide`` is no guide of ``store``
    :raises NobodyElse: unless ``deputy`` is another guide of the store
    :raises NoTime: if the leave has no day
    """
    if ends_on <= starts_on:
        raise NoTime
    guides = set(
        store.postings.current(on=starts_on)
        .guides()
        .filter(staff__in=[guide, deputy], staff__is_active=True)
        .values_list("staff", flat=True)
    )
    if guide.pk not in guides:
        raise NotTheirGuide
    if guide == deputy or deputy.pk not in guides:
        raise NobodyElse
    return Deputy.objects.create(
        guide=guide,
        deputy=deputy,
        store=store,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
        at=at,
    )


@transaction.atomic
def end_leave(*, deputy: Deputy, at: dt.datetime) -> Deputy:
    """End a leave today: the guide is back."""
    locked = (
        Deputy.objects.select_for_update(of=("self",)).select_related("store").get(pk=deputy.pk)
    )
    on = business_day(at, day_ends_at=locked.store.day_ends_at)
    locked.ends_on = max(min(locked.ends_on, on), locked.starts_on)
    locked.save(update_fields=["ends_on"])
    return locked


def _hand_over(
    ownerships: QuerySet[Ownership], reason: EndReason, *, by: Staff, at: dt.datetime
) -> int:
    return ownerships.filter(ends_at=None).update(ends_at=at, end_reason=reason, ended_by=by)


def _end_posting(posting: Posting, *, at: dt.datetime) -> None:
    day_ends_at = posting.store.day_ends_at if posting.store else dt.time(0, 0)
    on = business_day(at, day_ends_at=day_ends_at)
    posting.ends_on = max(on, posting.starts_on)
    posting.save(update_fields=["ends_on"])
