"""Putting members into hands, and bringing them to the store, in one line."""

import datetime as dt
from decimal import Decimal

from guides.domain.ownership import own_member
from guides.enums import OwnershipReason, OwnershipState
from guides.models import Ownership
from membership.models import Member
from sales.models import Sale, Shift
from stores.enums import Role
from stores.models import Deputy, Staff, Store
from tests.factories import PostingFactory, ProductFactory
from tests.shop import sell


def noon(year: int, month: int, day: int) -> dt.datetime:
    """Return noon in Shanghai."""
    return dt.datetime(year, month, day, 4, 0, tzinfo=dt.UTC)


def guide_in(store: Store, **facts: object) -> Staff:
    """Return somebody posted as guide in ``store``."""
    return PostingFactory(role=Role.GUIDE, store=store, **facts).staff


def hold(
    member: Member,
    guide: Staff,
    *,
    at: dt.datetime,
    reason: OwnershipReason = OwnershipReason.ENROLMENT,
) -> Ownership:
    """Put ``member`` into ``guide``'s hand in her home store; on trial when it was a draw."""
    ownership = own_member(
        member=member, guide=guide, store=member.home_store, reason=reason, by=None, at=at
    )
    if reason == OwnershipReason.DRAW:
        ownership.state = OwnershipState.TRIAL
        ownership.save(update_fields=["state"])
    return ownership


def stand_in(deputy: Staff, guide: Staff, *, on: dt.date) -> Deputy:
    """Let ``deputy`` stand in for ``guide`` on that one day."""
    (store,) = (posting.store for posting in guide.postings.all())
    return Deputy.objects.create(
        guide=guide,
        deputy=deputy,
        store=store,
        starts_on=on,
        ends_on=on + dt.timedelta(days=1),
        at=dt.datetime.combine(on, dt.time(), tzinfo=dt.UTC),
        by=guide,
    )


def buy(member: Member, shift: Shift, *, at: dt.datetime, price: int = 100) -> Sale:
    """Let ``member`` buy one piece for ``price`` yuan."""
    return sell(shift, (ProductFactory(regular_price=Decimal(price)), 1), member=member, at=at)


def clock(ownership: Ownership) -> tuple[dt.date, dt.date]:
    """Return from when the clock of ``ownership`` runs, and the last day."""
    ownership.refresh_from_db()
    return ownership.clock_from, ownership.due_on
