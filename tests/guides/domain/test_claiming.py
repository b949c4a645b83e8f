"""Who sells to a member of the pool has her, unless she had her before."""

import datetime as dt

import pytest

from guides.domain.losing import left_as_asked
from guides.domain.setting_aside import put_back
from guides.enums import OwnershipReason, OwnershipState
from guides.models import DrawRule, Ownership
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.guides.hands import guide_in, hold
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

LATER = NOON + dt.timedelta(days=1)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def guide(shift):
    return guide_in(shift.till.store)


@pytest.fixture
def ada(shift):
    return MemberFactory(home_store=shift.till.store)


def serve(shift, member, seller, *, at=LATER, price=100):
    return sell(
        shift, (ProductFactory(regular_price=price), 1), member=member, seller=seller, at=at
    )


def owner(member):
    held = member.ownerships.open().first()
    return held and held.guide


def test_the_seller_has_the_member_of_the_pool(shift, ada, guide):
    sale = serve(shift, ada, guide)

    held = Ownership.objects.open().get()
    assert (held.guide, held.reason, held.state) == (
        guide,
        OwnershipReason.CLAIM,
        OwnershipState.OWNED,
    )
    assert (held.clock_from, held.due_on) == (dt.date(2026, 3, 3), dt.date(2026, 5, 3))
    assert (sale.seller, sale.owner) == (guide, None)


def test_a_former_guide_does_not_claim_her_back(shift, ada, guide):
    hold(ada, guide, at=NOON)
    put_back(member=ada, note="n", by=guide, at=NOON)

    serve(shift, ada, guide)

    assert owner(ada) is None


def test_only_a_guide_of_the_store_claims(shift, ada):
    serve(shift, ada, StaffFactory())
    serve(shift, ada, guide_in(ShiftFactory().till.store))

    assert owner(ada) is None


def test_a_gift_for_nothing_claims_nobody(shift, ada, guide):
    serve(shift, ada, guide, price=0)

    assert owner(ada) is None


def test_the_rule_may_forbid_it(shift, ada, guide):
    DrawRule.objects.update(may_claim=False)

    serve(shift, ada, guide)

    assert owner(ada) is None


def test_an_owned_member_stays_with_her_guide(shift, ada, guide):
    first = guide_in(shift.till.store)
    hold(ada, first, at=NOON)

    serve(shift, ada, guide)

    assert owner(ada) == first


def test_who_comes_by_herself_no_longer_wants_peace(shift, ada, guide):
    left_as_asked(member=ada, note="asked", by=guide, at=NOON)

    serve(shift, ada, guide)

    assert owner(ada) == guide
    assert not ada.set_aside.open().exists()
    assert not ada.losses.open().exists()


def test_a_return_does_not_undo_the_claim(shift, ada, guide):
    sale = serve(shift, ada, guide)
    take_back(shift, sale, at=LATER)

    held = Ownership.objects.open().get()
    assert (held.state, held.due_on) == (OwnershipState.OWNED, dt.date(2026, 5, 3))
