"""A coupon is used once, whoever is quick, and what is limited per member stays limited."""

from decimal import Decimal

import pytest

from loyalty.domain.coupons import CouponWasUsed, MemberHasEnough, issue_coupon, withdraw_coupon
from loyalty.enums import CouponEffect, CouponSource
from loyalty.models import Coupon, CouponKind, CouponUse, MemberPrice
from loyalty.queries import ledger_faults
from pos.domain.basket_terms import choose_coupon
from pos.domain.checkout import TotalChanged, post_sale
from pos.domain.using import CouponGone
from pos.models import Basket
from sales.models import Sale, SaleLine
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.races.together import on_postgresql, refusals, together
from tests.shop import fill_basket, order_for, take_back

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]

TILLS = 20


@pytest.fixture
def kind():
    return CouponKind.objects.create(
        code="ten", name_zh="十元券", effect=CouponEffect.AMOUNT, amount=Decimal(10), per_member=1
    )


@pytest.fixture
def shifts():
    first = ShiftFactory()
    return [first, *(ShiftFactory(till__store=first.till.store) for _ in range(TILLS - 1))]


def give(member, kind, reference="test"):
    return issue_coupon(
        member=member, kind=kind, source=CouponSource.HAND, reference=reference, at=NOON
    )


def poster(shift, basket):
    order = order_for(Basket.objects.select_related("member", "till").get(pk=basket.pk), at=NOON)
    return lambda: post_sale(order=order, shift=shift, cashier=shift.opened_by, at=NOON)


def test_one_coupon_at_twenty_tills_is_used_once(kind, shifts):
    member = MemberFactory(home_store=shifts[0].till.store)
    coupon = give(member, kind)
    posters = []
    for shift in shifts:
        basket = fill_basket(shift, (ProductFactory(), 1), member=member, at=NOON)
        choose_coupon(key=basket.key, number=coupon.number, on=DAY)
        posters.append(poster(shift, basket))

    outcomes = together(posters)

    assert refusals(outcomes, CouponGone) == TILLS - 1
    assert Sale.objects.get().net == Decimal("90.00")
    assert CouponUse.objects.count() == 1
    assert ledger_faults() == []


def test_limit_of_a_member_price_holds_at_twenty_tills(shifts):
    member = MemberFactory(home_store=shifts[0].till.store)
    egg = ProductFactory()
    MemberPrice.objects.create(product=egg, price=Decimal(60), since=DAY, limit=3)
    baskets = [fill_basket(shift, (egg, 1), member=member, at=NOON) for shift in shifts]

    outcomes = together([poster(*pair) for pair in zip(shifts, baskets, strict=True)])

    assert refusals(outcomes, TotalChanged) == TILLS - 3
    assert SaleLine.objects.filter(reason="member").count() == 3


def test_limit_of_coupons_per_member_holds_for_twenty_causes(kind):
    member = MemberFactory()

    outcomes = together([lambda n=n: give(member, kind, f"test:{n}") for n in range(TILLS)])

    assert refusals(outcomes, MemberHasEnough) == TILLS - 1
    assert Coupon.objects.count() == 1


def test_coupon_is_either_used_or_withdrawn(kind, shifts):
    member = MemberFactory(home_store=shifts[0].till.store)
    coupon = give(member, kind)
    basket = fill_basket(shifts[0], (ProductFactory(), 1), member=member, at=NOON)
    choose_coupon(key=basket.key, number=coupon.number, on=DAY)

    outcomes = together(
        [poster(shifts[0], basket), lambda: withdraw_coupon(coupon=coupon, at=NOON, note="x")]
    )

    assert refusals(outcomes, (CouponGone, CouponWasUsed)) == 1
    coupon.refresh_from_db()
    assert CouponUse.objects.exists() is not bool(coupon.withdrawn_at)


def test_coupon_of_goods_coming_back_twice_at_once_is_given_back_once(kind, shifts):
    member = MemberFactory(home_store=shifts[0].till.store)
    coupon = give(member, kind)
    basket = fill_basket(shifts[0], (ProductFactory(), 2), member=member, at=NOON)
    choose_coupon(key=basket.key, number=coupon.number, on=DAY)
    sale = poster(shifts[0], basket)()

    outcomes = together([lambda: take_back(shifts[0], sale, [1], at=NOON)] * 2)

    assert refusals(outcomes, ()) == 0
    assert CouponUse.objects.exclude(given_back_at=None).count() == 1
    assert sum(back.net for back in Sale.objects.all()) == 0
