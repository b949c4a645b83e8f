"""Who stands at a till, and who may."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Q, QuerySet

from common.written_once import written_once
from pos.models import Basket
from sales.models import Shift, Till
from stores.access import GRANTS, Access, Act
from stores.enums import Role
from stores.models import Posting, Staff, Store


def tills_of(access: Access) -> QuerySet[Till]:
    """Return the tills in use at which the visitor may ring up, with their stores."""
    tills = access.narrow(Till.objects.filter(is_active=True), Act.RING_UP, store="store")
    return tills.select_related("store").order_by("store__name", "code")


def shifts_of(access: Access) -> QuerySet[Shift]:
    """Return the shifts at tills where the visitor may ring up, with till and store."""
    shifts = access.narrow(Shift.objects.all(), Act.RING_UP, store="till__store")
    return shifts.select_related("till__store")


def open_shift_at(till: int, *, access: Access) -> Shift | None:
    """Return the open shift at ``till`` with its store, if the visitor may ring up there."""
    shift = _open_shifts.first(till=till)
    return shift if shift and access.can_at(Act.RING_UP, shift.till.store) else None


@written_once
def _open_shifts(*, till: int) -> QuerySet[Shift]:
    open_here = Shift.objects.filter(till=till, till__is_active=True, closed_at=None)
    return open_here.select_related("till__store")


def basket_at(shift: Shift, *, key: UUID) -> Basket | None:
    """Return the basket ``key`` of the till of ``shift``, in whatever state."""
    return _baskets.first(key=key, till=shift.till_id)


@written_once
def _baskets(*, key: UUID, till: int) -> QuerySet[Basket]:
    return Basket.objects.filter(key=key, till=till)


def cashiers_of(*, store: Store, on: dt.date) -> QuerySet[Staff]:
    """Return who may ring up in ``store`` on ``on`` and has a PIN to switch with."""
    ringing = _posted(on, Q(store=store), roles=list(GRANTS[Act.RING_UP]))
    return ringing.exclude(pin="")


def sellers_of(*, store: Store, on: dt.date) -> list[Staff]:
    """Return everybody posted to ``store`` on ``on``, guides first: one of them sold."""
    posted = (
        Posting.objects.current(on=on)
        .filter(store=store, staff__is_active=True)
        .select_related("staff")
        .only("role", "staff__number", "staff__display_name")
        .order_by("staff__number")
    )
    guides_first = sorted(posted, key=lambda posting: posting.role != Role.GUIDE)
    return list(dict.fromkeys(posting.staff for posting in guides_first))


def guides_of(*, stores: QuerySet[Store], on: dt.date) -> QuerySet[Staff]:
    """Return the guides posted to any of ``stores`` on ``on``."""
    return _posted(on, Q(store__in=stores), roles=[Role.GUIDE])


def _posted(on: dt.date, where: Q, *, roles: list[Role]) -> QuerySet[Staff]:
    postings = Posting.objects.current(on=on).filter(where, role__in=roles).values("staff")
    return Staff.objects.filter(pk__in=postings, is_active=True).order_by("number")
