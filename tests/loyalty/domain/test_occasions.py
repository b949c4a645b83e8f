"""Acts besides buying are rewarded, each once."""

import datetime as dt

import pytest

from common.birthdays import Birthday
from loyalty.domain.occasions import reward_occasion, reward_profile
from loyalty.enums import CouponSource, Occasion
from loyalty.models import Coupon, CouponKind, EarningRule, OccasionReward, PointsEntry, PointsLot
from loyalty.queries import ledger_faults, standing
from membership.domain.joining import birthday_columns
from tests.factories import DAY, NOON, MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db


def reward(occasion: Occasion, points: int = 50, **terms) -> OccasionReward:
    return OccasionReward.objects.create(
        **({"occasion": occasion, "points": points, "effective_from": DAY} | terms)
    )


def answer(member, reference="spring", **given):
    return reward_occasion(
        **(
            {
                "member": member,
                "occasion": Occasion.SURVEY,
                "reference": reference,
                "by": None,
                "at": NOON,
            }
            | given
        )
    )


def kind(**terms) -> CouponKind:
    return CouponKind.objects.create(
        **({"code": "ten", "name_zh": "十元券", "effect": "amount", "amount": 10} | terms)
    )


def test_reward_occasion_gives_points_once_for_each_act():
    version, member, by = reward(Occasion.SURVEY), MemberFactory(), StaffFactory()

    first = answer(member, by=by, note="春季问卷")
    again = answer(member, at=NOON + dt.timedelta(days=3))
    answer(member, "autumn")

    assert again == first
    entry = first.entry
    assert (entry.kind, entry.points, entry.qualifying) == ("award", 50, 0)
    assert (entry.by, entry.store, entry.note) == (by, member.home_store, "春季问卷")
    assert entry.working == {"occasion": "survey", "reward": version.pk}
    assert standing(member=member, at=NOON).spendable == 100
    assert ledger_faults() == []


def test_reward_occasion_keeps_the_first_gift_when_the_reward_changes():
    reward(Occasion.SURVEY)
    member = MemberFactory()
    answer(member)
    reward(Occasion.SURVEY, 70, effective_from=DAY + dt.timedelta(days=1))

    again = answer(member, at=NOON + dt.timedelta(days=1))

    assert again.entry.points == 50
    assert PointsEntry.objects.count() == 1


@pytest.mark.parametrize("begins", [None, DAY + dt.timedelta(days=1)])
def test_reward_occasion_gives_nothing_where_the_shop_does_not(begins):
    if begins:
        reward(Occasion.SURVEY, effective_from=begins)
    reward(Occasion.JOINING)

    assert answer(MemberFactory()) is None
    assert PointsEntry.objects.exists() is False


def test_reward_occasion_lets_points_live_as_earned_ones_and_count_where_they_shall():
    EarningRule.objects.update(life_months=6, pending_days=14)
    reward(Occasion.SURVEY, qualifies=True)
    member = MemberFactory()

    gift = answer(member)

    assert gift.entry.qualifying == 50
    assert PointsLot.objects.get().expires_on == dt.date(2026, 9, 2)
    assert standing(member=member, at=NOON).spendable == 50


def test_reward_occasion_gives_a_coupon_too():
    reward(Occasion.SURVEY, 0, coupon_kind=kind())
    member = MemberFactory()

    first, again = answer(member), answer(member)

    assert (first.entry, again) == (None, first)
    assert (first.coupon.member, first.coupon.source) == (member, CouponSource.OCCASION)
    assert Coupon.objects.count() == 1


def test_reward_occasion_leaves_a_coupon_out_that_is_not_given_any_more():
    reward(Occasion.SURVEY, coupon_kind=kind(is_active=False))

    gift = answer(MemberFactory())

    assert (gift.entry.points, gift.coupon) == (50, None)


def test_reward_profile_waits_until_it_is_complete_and_comes_once():
    reward(Occasion.PROFILE, 30)
    member = MemberFactory()

    assert reward_profile(member=member, by=None, at=NOON) is None
    vars(member).update(birthday_columns(birthday=Birthday(5, 20), on=DAY))
    first = reward_profile(member=member, by=None, at=NOON)
    again = reward_profile(member=member, by=None, at=NOON)

    assert (first.entry.points, again) == (30, first)
