"""Who brings a friend is rewarded, and so is the friend, once, and not if the goods come back."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.enums import DebtPolicy, Occasion
from loyalty.models import (
    Coupon,
    CouponKind,
    OccasionReward,
    PointsEntry,
    ProgrammeRule,
    Referral,
)
from loyalty.queries import ledger_faults, standing
from membership.enums import MemberStatus
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.loyalty.points import adjust, spend
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db
LATER = NOON + dt.timedelta(days=3)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def referrer(shift):
    return MemberFactory(home_store=shift.till.store)


@pytest.fixture
def friend(shift, referrer):
    return MemberFactory(home_store=shift.till.store, referrer=referrer)


@pytest.fixture(autouse=True)
def rewards(db):
    give(Occasion.REFERRING, 200)
    give(Occasion.REFERRED, 100, minimum_ticket=Decimal(50))


def give(occasion: Occasion, points: int, **terms) -> OccasionReward:
    return OccasionReward.objects.create(
        occasion=occasion, points=points, effective_from=DAY, **terms
    )


def buy(shift, member, price=100, *, quantity=1, at=NOON, points=0, **terms):
    product = ProductFactory(regular_price=Decimal(price), **terms)
    return sell(shift, (product, quantity), member=member, points=points, at=at)


def awards(member) -> list[int]:
    return list(
        PointsEntry.objects.filter(account__member=member, kind="award")
        .order_by("pk")
        .values_list("points", flat=True)
    )


def test_both_are_rewarded_once_on_the_first_purchase_that_is_enough(shift, referrer, friend):
    buy(shift, friend, "49.99")
    assert (awards(friend), awards(referrer)) == ([], [])

    sale = buy(shift, friend, 50)
    buy(shift, friend, 500)

    assert (awards(friend), awards(referrer)) == ([100], [200])
    referral = Referral.objects.get()
    assert (referral.friend, referral.referrer, referral.sale) == (friend, referrer, sale)
    assert ledger_faults() == []


def test_it_is_one_level_deep(shift, referrer, friend):
    third = MemberFactory(home_store=shift.till.store, referrer=friend)

    buy(shift, third)

    assert (awards(third), awards(friend), awards(referrer)) == ([100], [200], [])


def test_money_counts_not_points(shift, referrer, friend):
    adjust(friend, 500)

    buy(shift, friend, 52, points=300)

    assert Referral.objects.exists() is False


def test_nobody_is_rewarded_in_a_ring(shift, referrer, friend):
    referrer.referrer = friend
    referrer.save()

    buy(shift, friend)

    assert Referral.objects.exists() is False


def test_nobody_is_rewarded_for_one_who_is_no_member_any_more(shift, referrer, friend):
    referrer.status = MemberStatus.DISQUALIFIED
    referrer.save()

    buy(shift, friend)

    assert Referral.objects.exists() is False


def test_the_rewards_go_when_what_stays_is_not_enough(shift, referrer, friend):
    sale = buy(shift, friend, 40, quantity=2)

    take_back(shift, sale, [1], at=LATER)

    assert standing(member=friend, at=LATER).balance == 40
    assert standing(member=referrer, at=LATER).balance == 0
    assert Referral.objects.get().undone_at == LATER
    assert ledger_faults() == []


def test_the_rewards_stay_while_enough_stays(shift, referrer, friend):
    sale = buy(shift, friend, 50, quantity=2)

    take_back(shift, sale, [1], at=LATER)

    assert standing(member=friend, at=LATER).balance == 150
    assert Referral.objects.get().undone_at is None


@pytest.mark.parametrize(
    ("policy", "balance"),
    [(DebtPolicy.DEBT, -150), (DebtPolicy.FORGIVE, 0), (DebtPolicy.REFUSE, -150)],
)
def test_what_the_referrer_has_spent_does_not_stop_the_friend(
    shift, referrer, friend, policy, balance
):
    sale = buy(shift, friend)
    spend(referrer, 150)
    ProgrammeRule.objects.update(debt_policy=policy)

    take_back(shift, sale, at=LATER)

    assert standing(member=referrer, at=LATER).balance == balance
    assert ledger_faults() == []


def test_after_an_exchange_the_next_purchase_counts(shift, referrer, friend):
    take_back(shift, buy(shift, friend), at=LATER)

    again = buy(shift, friend, at=LATER)

    assert awards(referrer) == [200, 200]
    assert standing(member=referrer, at=LATER).balance == 200
    assert Referral.objects.values_list("sale", "undone_at").get() == (again.pk, None)


def test_a_coupon_is_withdrawn_unless_it_was_used(shift, referrer, friend):
    kind = CouponKind.objects.create(code="ten", name_zh="十元券", effect="amount", amount=10)
    OccasionReward.objects.filter(occasion=Occasion.REFERRING).update(coupon_kind=kind)
    sale = buy(shift, friend)
    coupon = Coupon.objects.get(member=referrer)

    take_back(shift, sale, at=LATER)

    coupon.refresh_from_db()
    assert coupon.withdrawn_at == LATER


def test_what_was_kept_of_an_undone_referral_is_not_given_twice(shift, referrer, friend):
    kind = CouponKind.objects.create(code="ten", name_zh="十元券", effect="amount", amount=10)
    OccasionReward.objects.filter(occasion=Occasion.REFERRING).update(coupon_kind=kind)
    sale = buy(shift, friend)
    coupon = Coupon.objects.get(member=referrer)
    coupon.uses.create(store=sale.store, by=sale.cashier, used_at=NOON)
    take_back(shift, sale, at=LATER)

    buy(shift, friend, at=LATER)

    assert Coupon.objects.count() == 1
    assert awards(referrer) == [200]
