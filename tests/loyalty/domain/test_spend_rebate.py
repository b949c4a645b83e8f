"""Part of a ticket comes back as a coupon for the next."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.domain.spend_rebate import give_spend_rebate, rebate_of
from loyalty.enums import CouponSource
from loyalty.models import Coupon, CouponKind, SpendRebateRule
from loyalty.programme import programme
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.loyalty.points import credit
from tests.shop import sell, take_back

LATER = NOON + dt.timedelta(days=3)


@pytest.fixture
def rule(db):
    kind = CouponKind.objects.create(
        code="next", name_zh="下次抵扣券", effect="amount", amount=1, life_days=90
    )
    return SpendRebateRule.objects.create(
        effective_from=DAY, share=500, minimum_ticket=Decimal(100), coupon_kind=kind
    )


@pytest.fixture
def shift(db):
    return ShiftFactory()


@pytest.fixture
def member(shift):
    return MemberFactory(home_store=shift.till.store)


@pytest.mark.parametrize(
    ("spent", "rebate"),
    [("99.99", "0"), ("100.00", "5.00"), ("123.45", "6.17"), ("0.00", "0"), ("-100", "0")],
)
def test_rebate_of_is_a_share_of_a_ticket_that_is_large_enough(spent, rebate):
    rule = SpendRebateRule(share=500, minimum_ticket=Decimal(100))

    assert rebate_of(Decimal(spent), rule=rule) == Decimal(rebate)


def test_rebate_of_is_nothing_without_a_rule():
    assert rebate_of(Decimal(100), rule=None) == 0


def test_a_ticket_brings_a_coupon_of_its_share_once(rule, shift, member):
    credit(member, 2_000)
    coat = ProductFactory(regular_price=Decimal(140))

    sale = sell(shift, (coat, 1), member=member, points=2_000, at=NOON)
    again = give_spend_rebate(
        member=member, sale=sale, spent=Decimal(120), rules=programme(), at=LATER
    )

    coupon = Coupon.objects.get()
    assert again == coupon
    assert (coupon.member, coupon.amount, coupon.source) == (
        member,
        Decimal("6.00"),
        CouponSource.SPENDING,
    )
    assert coupon.expires_on == DAY + dt.timedelta(days=90)


def test_a_small_ticket_brings_none_and_nobody_gets_one(rule, shift, member):
    scarf, coat = ProductFactory(regular_price=Decimal(99)), ProductFactory()

    sell(shift, (scarf, 1), member=member, at=NOON)
    sell(shift, (coat, 1), at=NOON)

    assert Coupon.objects.exists() is False


def test_a_full_return_withdraws_it_unused(rule, shift, member):
    sale = sell(shift, (ProductFactory(), 2), member=member, at=NOON)

    take_back(shift, sale, [1], at=LATER)
    assert Coupon.objects.get().withdrawn_at is None
    back = take_back(shift, sale, [1], at=LATER)

    coupon = Coupon.objects.get()
    assert coupon.withdrawn_at == LATER
    assert back.receipt in coupon.note


def test_a_full_return_leaves_a_used_one(rule, shift, member):
    sale = sell(shift, (ProductFactory(), 1), member=member, at=NOON)
    coupon = Coupon.objects.get()
    coupon.uses.create(store=sale.store, by=sale.cashier, used_at=NOON)

    take_back(shift, sale, at=LATER)

    coupon.refresh_from_db()
    assert coupon.withdrawn_at is None


def test_no_coupon_is_no_reason_not_to_sell(rule, shift, member):
    CouponKind.objects.update(is_active=False)

    sell(shift, (ProductFactory(), 1), member=member, at=NOON)

    assert Coupon.objects.exists() is False
