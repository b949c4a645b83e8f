"""The last piece goes to one, a voucher is handed over once, a perk is not used up twice."""

import uuid

import pytest
from django.db import transaction

from loyalty.domain.perks import QuotaUsed, use_perk
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.domain.rewards import AlreadyClosed, SoldOut, hand_over, redeem_reward
from loyalty.domain.tiers import enter_tier
from loyalty.enums import RewardKind
from loyalty.models import Perk, PerkUse, Redemption, Reward, Tier, TierPerk
from loyalty.queries import ledger_faults, standing
from tests.factories import NOON, MemberFactory, StaffFactory, StoreFactory
from tests.loyalty import points
from tests.races.together import on_postgresql, refusals, together

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


def mug(*, stock):
    return Reward.objects.create(
        code="test-mug", kind=RewardKind.GIFT, points=300, name_zh="杯子", stock=stock
    )


@transaction.atomic
def credit(member, number):
    points.credit(member, number)


def redeemer(member, reward, clerk):
    return lambda: redeem_reward(
        key=uuid.uuid4(), member=member, reward=reward, store=member.home_store, by=clerk, at=NOON
    )


def test_the_last_piece_redeemed_by_twenty_at_once_goes_once():
    clerk, store, reward = StaffFactory(), StoreFactory(), mug(stock=1)
    members = [MemberFactory(home_store=store) for _ in range(20)]
    for member in members:
        credit(member, 300)

    outcomes = together([redeemer(member, reward, clerk) for member in members])

    assert refusals(outcomes, SoldOut) == 19
    assert (Redemption.objects.count(), Reward.objects.get(pk=reward.pk).stock) == (1, 0)
    spendable = [standing(member=member, at=NOON).spendable for member in members]
    assert sorted(spendable) == [0] + [300] * 19
    assert ledger_faults() == []


def test_the_points_for_one_piece_redeemed_by_twenty_at_once_buy_one():
    clerk, reward, member = StaffFactory(), mug(stock=50), MemberFactory()
    credit(member, 500)

    outcomes = together([redeemer(member, reward, clerk)] * 20)

    assert refusals(outcomes, NotEnoughPoints) == 19
    assert (standing(member=member, at=NOON).balance, Reward.objects.get().stock) == (200, 49)
    assert ledger_faults() == []


def test_a_voucher_is_handed_over_once_at_ten_desks():
    clerk, reward, member = StaffFactory(), mug(stock=5), MemberFactory()
    credit(member, 300)
    voucher = redeemer(member, reward, clerk)()

    def give():
        redemption = Redemption.objects.get(pk=voucher.pk)
        return hand_over(redemption=redemption, store=voucher.store, by=clerk, at=NOON)

    assert refusals(together([give] * 10), AlreadyClosed) == 9


def test_a_perk_for_two_used_by_ten_at_once_is_used_twice():
    clerk, member, gold = StaffFactory(), MemberFactory(), Tier.objects.get(code="gold")
    enter_tier(member=member, tier=gold, by=None, at=member.joined_at)
    perk = Perk.objects.create(code="test-parking", kind="service", name_zh="泊车")
    TierPerk.objects.create(tier=gold, perk=perk, quota=2, period="month")

    def use():
        store = member.home_store
        return use_perk(key=uuid.uuid4(), member=member, perk=perk, store=store, by=clerk, at=NOON)

    assert refusals(together([use] * 10), QuotaUsed) == 8
    assert sorted(PerkUse.objects.values_list("place", flat=True)) == [1, 2]
