"""Gifts that coupons stand for, handed over at the service desk once."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from loyalty.domain.coupons import issue_coupon
from loyalty.enums import CouponSource
from loyalty.models import CouponKind, CouponUse
from tests.factories import MemberFactory, StoreFactory
from tests.guides.hands import noon
from tests.visitors import visitor, words

pytestmark = pytest.mark.time_machine("2026-03-20 12:00+08:00")
TODAY = dt.date(2026, 3, 20)


def gift(member, **traits):
    traits = {"code": "mug", "effect": "gift", "name_zh": "马克杯", "name_en": "Mug"} | traits
    kind = CouponKind.objects.create(**traits)
    return issue_coupon(
        member=member, kind=kind, source=CouponSource.HAND, reference="test", at=noon(2026, 3, 20)
    )


def hand_over(browser, member, coupon):
    page = reverse("desk:gift_hand_over", args=[member.number])
    return browser.post(page, {"coupon": coupon.number}, follow=True)


def test_it_hands_a_gift_over_once(cast):
    browser, coupon = visitor(cast.cashier), gift(cast.ada)
    assert "Gifts for coupons Mug" in words(
        browser.get(reverse("desk:member", args=[cast.ada.number]))
    )

    first, second = (hand_over(browser, cast.ada, coupon) for _ in "ab")

    assert "Handed over: Mug." in words(first)
    assert "This gift was handed over already." in words(second)
    use = CouponUse.objects.get()
    assert (use.coupon, use.by, use.sale, use.saved) == (coupon, cast.cashier, None, 0)


@pytest.mark.parametrize(
    "traits",
    [
        {"minimum_spend": Decimal(100)},
        {"effect": "amount", "amount": Decimal(5)},
        {"usable_from": TODAY + dt.timedelta(days=1)},
    ],
)
def test_it_keeps_back_what_is_no_gift_of_today(cast, traits):
    answer = hand_over(visitor(cast.cashier), cast.ada, gift(cast.ada, **traits))

    assert "This coupon is no gift of today at this desk." in words(answer)
    assert CouponUse.objects.count() == 0


def test_it_keeps_back_what_other_stores_give(cast):
    coupon = gift(cast.ada)
    coupon.kind.stores.add(StoreFactory())

    hand_over(visitor(cast.cashier), cast.ada, coupon)

    assert CouponUse.objects.count() == 0


def test_it_finds_only_her_own_coupons(cast):
    strange = gift(MemberFactory())

    assert hand_over(visitor(cast.cashier), cast.ada, strange).status_code == 404
