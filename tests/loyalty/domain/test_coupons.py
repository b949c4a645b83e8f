"""Coupons are given once for each cause, within the rules of their kind."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.domain.coupons import (
    ALPHABET,
    AmountNotOfThisKind,
    CouponGivenOtherwise,
    CouponWasUsed,
    KindIsOver,
    KindNotGivenOut,
    MemberHasEnough,
    NotACouponNumber,
    issue_coupon,
    new_coupon_number,
    read_coupon_number,
    withdraw_coupon,
)
from loyalty.enums import CouponEffect, CouponSource
from loyalty.models import Coupon, CouponKind, CouponUse
from membership.models import Member
from tests.factories import DAY, NOON, MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Member:
    return MemberFactory()


def kind(**traits: object) -> CouponKind:
    defaults = {"code": "ten-off", "effect": CouponEffect.AMOUNT, "amount": Decimal(10)}
    return CouponKind.objects.create(**(defaults | traits))


def give(member: Member, kind: CouponKind, reference: str = "test:1", **more: object) -> Coupon:
    more = {"at": NOON, "source": CouponSource.HAND} | more
    return issue_coupon(member=member, kind=kind, reference=reference, **more)


def test_issue_coupon_gives_one_for_the_life_of_its_kind(member):
    coupon = give(member, kind(life_days=30))

    assert coupon.member == member
    assert (coupon.usable_from, coupon.expires_on) == (DAY, DAY + dt.timedelta(days=30))
    assert coupon.number == read_coupon_number(coupon.number)


def test_issue_coupon_without_life_gives_one_without_end(member):
    assert give(member, kind()).expires_on is None


def test_issue_coupon_keeps_within_the_days_of_the_kind(member):
    ten_days = kind(
        usable_from=DAY + dt.timedelta(days=5),
        usable_until=DAY + dt.timedelta(days=15),
        life_days=30,
    )

    coupon = give(member, ten_days)

    assert coupon.usable_from == DAY + dt.timedelta(days=5)
    assert coupon.expires_on == DAY + dt.timedelta(days=15)


def test_issue_coupon_refuses_a_kind_whose_days_are_over(member):
    with pytest.raises(KindIsOver):
        give(member, kind(usable_until=DAY))

    assert Coupon.objects.count() == 0


def test_issue_coupon_refuses_a_kind_no_longer_given_out(member):
    with pytest.raises(KindNotGivenOut):
        give(member, kind(is_active=False))


def test_issue_coupon_again_for_the_same_cause_gives_the_same(member):
    ten_off = kind()

    assert give(member, ten_off) == give(member, ten_off)
    assert Coupon.objects.count() == 1


def test_issue_coupon_again_after_the_kind_ended_still_gives_the_same(member):
    ten_off = kind(per_member=1)
    coupon = give(member, ten_off)
    ten_off.is_active = False

    assert give(member, ten_off) == coupon


def test_issue_coupon_refuses_another_amount_for_the_same_cause(member):
    ten_off = kind()
    give(member, ten_off, amount=Decimal(7))

    with pytest.raises(CouponGivenOtherwise):
        give(member, ten_off, amount=Decimal(8))


def test_issue_coupon_gives_each_member_her_own_for_one_cause(member):
    ten_off = kind(per_member=1)

    assert give(member, ten_off) != give(MemberFactory(), ten_off)


def test_issue_coupon_refuses_more_than_a_member_may_have(member):
    ten_off = kind(per_member=2)
    give(member, ten_off, "test:1")
    give(member, ten_off, "test:2")

    with pytest.raises(MemberHasEnough):
        give(member, ten_off, "test:3")


def test_issue_coupon_does_not_count_withdrawn_ones(member):
    ten_off = kind(per_member=1)
    withdraw_coupon(coupon=give(member, ten_off, "test:1"), at=NOON, note="印错了")

    assert give(member, ten_off, "test:2").withdrawn_at is None


def test_issue_coupon_takes_an_amount_only_for_yuan_off(member):
    free = kind(effect=CouponEffect.GIFT, amount=None)

    with pytest.raises(AmountNotOfThisKind):
        give(member, free, amount=Decimal(7))


def test_withdraw_coupon_says_why_and_leaves_it_unusable(member):
    coupon = give(member, kind())

    withdraw_coupon(coupon=coupon, at=NOON, note="印错了")

    coupon.refresh_from_db()
    assert (coupon.withdrawn_at, coupon.note) == (NOON, "印错了")
    assert list(Coupon.objects.usable(on=DAY)) == []


def test_withdraw_coupon_again_keeps_the_first_reason(member):
    coupon = give(member, kind())
    withdraw_coupon(coupon=coupon, at=NOON, note="印错了")

    withdraw_coupon(coupon=coupon, at=NOON + dt.timedelta(days=1), note="又一次")

    coupon.refresh_from_db()
    assert (coupon.withdrawn_at, coupon.note) == (NOON, "印错了")


def test_withdraw_coupon_refuses_a_used_one(member):
    coupon = give(member, kind())
    CouponUse.objects.create(
        coupon=coupon, store=member.home_store, by=StaffFactory(), used_at=NOON
    )

    with pytest.raises(CouponWasUsed):
        withdraw_coupon(coupon=coupon, at=NOON)


def test_read_coupon_number_takes_spaces_and_small_letters():
    number = new_coupon_number()

    assert read_coupon_number(f" {number.lower().replace('-', ' ')} ") == number


@given(st.integers(0, 11), st.sampled_from(ALPHABET))
def test_read_coupon_number_sees_every_wrong_sign(place, sign):
    signs = list(new_coupon_number().replace("-", ""))
    if signs[place] == sign:
        return
    signs[place] = sign

    with pytest.raises(NotACouponNumber):
        read_coupon_number("".join(signs))


@given(st.integers(0, 10))
def test_read_coupon_number_sees_every_swap_of_neighbours(place):
    signs = list(new_coupon_number().replace("-", ""))
    if signs[place] == signs[place + 1]:
        return
    signs[place], signs[place + 1] = signs[place + 1], signs[place]

    with pytest.raises(NotACouponNumber):
        read_coupon_number("".join(signs))


@pytest.mark.parametrize("text", ["", "7KXM", "七七七七-七七七七-七七七七", "0000-0000-0000"])
def test_read_coupon_number_refuses_what_is_none(text):
    with pytest.raises(NotACouponNumber):
        read_coupon_number(text)
