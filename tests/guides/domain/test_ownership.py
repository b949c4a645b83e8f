"""Who gets a member, and who does not."""

import datetime as dt

import pytest

from guides.domain.ownership import (
    AlreadyOwned,
    HeldBefore,
    NotAGuideHere,
    own_member,
    reassign_member,
)
from guides.enums import EndReason, OwnershipReason, OwnershipState
from guides.models import Ownership
from stores.enums import Role
from tests.factories import (
    DAY,
    NOON,
    MemberFactory,
    PostingFactory,
    ShiftFactory,
    StaffFactory,
    StoreFactory,
)
from tests.guides.hands import buy, clock, guide_in, hold, noon

pytestmark = pytest.mark.django_db

LATER = NOON + dt.timedelta(days=10)


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def ada(store):
    return MemberFactory(home_store=store)


@pytest.fixture
def manager(store):
    return PostingFactory(role=Role.STORE_MANAGER, store=store).staff


def test_own_member_starts_the_clock(store, ada):
    guide = guide_in(store)

    ownership = hold(ada, guide, at=NOON)

    assert (ownership.guide, ownership.state) == (guide, OwnershipState.OWNED)
    assert clock(ownership) == (DAY, dt.date(2026, 5, 2))


def test_own_member_starts_the_clock_at_a_visit_of_the_same_day(ada):
    shift = ShiftFactory(till__store=ada.home_store)
    buy(ada, shift, at=NOON)
    buy(ada, shift, at=noon(2026, 2, 27))

    ownership = hold(ada, guide_in(ada.home_store), at=NOON)

    assert clock(ownership) == (DAY, dt.date(2026, 5, 2))


def test_own_member_of_somebody_who_is_no_guide_here_is_refused(store, ada):
    strangers = [
        StaffFactory(),
        guide_in(StoreFactory()),
        PostingFactory(role=Role.CASHIER, store=store).staff,
        guide_in(store, starts_on=DAY + dt.timedelta(days=1)),
        guide_in(store, ends_on=DAY),
        guide_in(store, staff__is_active=False),
    ]

    for stranger in strangers:
        with pytest.raises(NotAGuideHere):
            hold(ada, stranger, at=NOON)

    assert Ownership.objects.count() == 0


def test_own_member_who_is_in_a_hand_is_refused(store, ada):
    first = hold(ada, guide_in(store), at=NOON)

    with pytest.raises(AlreadyOwned) as refusal:
        hold(ada, guide_in(store), at=LATER)

    assert refusal.value.ownership == first


def test_own_member_never_returns_to_who_lost_her(store, ada, manager):
    guide, other = guide_in(store), guide_in(store)
    hold(ada, guide, at=NOON)
    reassign_member(member=ada, guide=other, store=store, by=manager, at=LATER)
    Ownership.objects.open().update(ends_at=LATER, end_reason=EndReason.RECYCLED)

    with pytest.raises(HeldBefore) as refusal:
        own_member(
            member=ada,
            guide=guide,
            store=store,
            reason=OwnershipReason.CLAIM,
            by=None,
            at=LATER,
        )

    assert refusal.value.guide == guide


def test_reassign_member_ends_one_hand_and_begins_the_other(store, ada, manager):
    guide, other = guide_in(store), guide_in(store)
    hold(ada, guide, at=NOON)

    reassign_member(member=ada, guide=other, store=store, by=manager, at=LATER)

    assert list(
        ada.ownerships.order_by("pk").values_list(
            "guide", "starts_at", "ends_at", "end_reason", "reason", "by"
        )
    ) == [
        (guide.pk, NOON, LATER, EndReason.REASSIGNED, OwnershipReason.ENROLMENT, None),
        (other.pk, LATER, None, "", OwnershipReason.MANUAL, manager.pk),
    ]


def test_reassign_member_takes_her_from_the_pool(store, ada, manager):
    guide = guide_in(store)

    reassign_member(member=ada, guide=guide, store=store, by=manager, at=NOON)

    assert ada.ownerships.get().guide == guide


def test_reassign_member_to_who_holds_her_is_refused(store, ada, manager):
    held = hold(ada, guide_in(store), at=NOON)

    with pytest.raises(AlreadyOwned):
        reassign_member(member=ada, guide=held.guide, store=store, by=manager, at=LATER)

    assert ada.ownerships.get().ends_at is None


@pytest.mark.parametrize("refusal", [HeldBefore, NotAGuideHere])
def test_reassign_member_refused_leaves_her_where_she_is(store, ada, manager, refusal):
    first, second = guide_in(store), guide_in(store)
    hold(ada, first, at=NOON)
    reassign_member(member=ada, guide=second, store=store, by=manager, at=LATER)
    wanted = first if refusal is HeldBefore else guide_in(StoreFactory())

    with pytest.raises(refusal):
        reassign_member(member=ada, guide=wanted, store=store, by=manager, at=LATER)

    assert ada.ownerships.open().get().guide == second
