"""Seller, owner and enroller are three, and stay as they were when the sale was made."""

import datetime as dt
from decimal import Decimal

import pytest

from guides.domain.ownership import reassign_member
from sales.models import Sale
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.guides.hands import guide_in, hold
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

LATER = NOON + dt.timedelta(days=1)


@pytest.fixture
def shift():
    return ShiftFactory()


def test_each_credit_goes_to_its_own_and_stays_there(shift):
    store = shift.till.store
    enroller, owner, seller, successor = StaffFactory(), *(guide_in(store) for _ in "abc")
    member = MemberFactory(home_store=store, enroller=enroller)
    hold(member, owner, at=NOON)
    goods = (ProductFactory(), 1)

    sale = sell(shift, goods, member=member, seller=seller, at=NOON)
    reassign_member(member=member, guide=successor, store=store, by=StaffFactory(), at=LATER)
    back = take_back(shift, sale, at=LATER)
    after = sell(shift, goods, member=member, at=LATER)

    assert [_credits(one) for one in (sale, back, after)] == [
        (seller, owner, enroller),
        (seller, owner, enroller),
        (None, successor, enroller),
    ]


def test_a_stranger_brings_the_seller_credit_alone(shift):
    seller = guide_in(shift.till.store)

    sale = sell(shift, (ProductFactory(), 1), seller=seller, at=NOON)

    assert _credits(sale) == (seller, None, None)
    assert sale.net == Decimal("100.00")


def _credits(sale):
    sale = Sale.objects.select_related("seller", "owner", "enroller").get(pk=sale.pk)
    return (sale.seller, sale.owner, sale.enroller)
