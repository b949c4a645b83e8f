"""Points buy from the catalogue what is in stock, once, and are given back exactly."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from loyalty.domain.coupons import CouponWasUsed
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.domain.rewards import (
    AlreadyClosed,
    EnoughForOneMember,
    NotForHerTier,
    NotInThisStore,
    NotOfferedToday,
    NotRedeemedThere,
    RedemptionReused,
    SoldOut,
    cancel_redemption,
    hand_over,
    redeem_reward,
    restock_reward,
)
from loyalty.domain.tiers import enter_tier
from loyalty.enums import CouponEffect, CouponSource, RedemptionState, RewardKind
from loyalty.models import (
    Coupon,
    CouponKind,
    CouponUse,
    PointsEntry,
    ProgrammeRule,
    Redemption,
    Reward,
    Tier,
)
from loyalty.queries import ledger_faults, standing
from tests.factories import NOON, MemberFactory, ProductFactory, StaffFactory, StoreFactory
from tests.loyalty.points import credit, left

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return MemberFactory()


@pytest.fixture
def clerk():
    return StaffFactory()


def reward(code="test-mug", **facts):
    facts = {"kind": RewardKind.GIFT, "points": 300, "name_zh": "杯子", "stock": 5} | facts
    return Reward.objects.create(code=code, **facts)


def tea_at_a_price():
    """Goods for points and money: the points buy a coupon, the till takes its price."""
    kind = CouponKind.objects.create(
        code="test-tea",
        name_zh="茶",
        effect=CouponEffect.PRICE,
        product=ProductFactory(),
        price=Decimal("9.90"),
        life_days=30,
    )
    return reward("test-tea", kind=RewardKind.COUPON, coupon_kind=kind, stock=None)


def redeem(member, what, by, *, key=None, at=NOON, store=None):
    return redeem_reward(
        key=key or uuid.uuid4(),
        member=member,
        reward=what,
        store=store or member.home_store,
        by=by,
        at=at,
    )


def stock(what):
    return Reward.objects.get(pk=what.pk).stock


def test_redeem_reward_takes_points_and_stock_and_gives_a_voucher(ada, clerk):
    credit(ada, 500)
    mug = reward()

    voucher = redeem(ada, mug, clerk)

    assert (voucher.state, voucher.coupon, len(voucher.number)) == (
        RedemptionState.WAITING,
        None,
        16,
    )
    assert (voucher.entry.points, voucher.entry.reference) == (-300, f"reward:{voucher.key}")
    assert (left(ada), stock(mug), ledger_faults()) == ([200], 4, [])


def test_redeem_reward_takes_from_the_lot_that_expires_first(ada, clerk):
    credit(ada, 500, "test:1", expires_on=dt.date(2027, 1, 1))
    credit(ada, 100, "test:2", expires_on=dt.date(2026, 6, 1))
    credit(ada, 100, "test:3", expires_on=dt.date(2026, 3, 2))

    redeem(ada, reward(), clerk)

    assert left(ada) == [300, 0, 100]


def test_redeem_reward_twice_with_one_key_is_one_redemption(ada, clerk):
    credit(ada, 900)
    mug, key = reward(), uuid.uuid4()

    assert redeem(ada, mug, clerk, key=key) == redeem(ada, mug, clerk, key=key)
    assert (left(ada), stock(mug)) == ([600], 4)


def test_redeem_reward_refuses_the_key_of_another_redemption(ada, clerk):
    credit(ada, 900)
    key = redeem(ada, reward(), clerk).key

    with pytest.raises(RedemptionReused):
        redeem(ada, reward("test-bag"), clerk, key=key)


def test_redeem_reward_says_how_many_points_are_missing(ada, clerk):
    credit(ada, 280)
    mug = reward()

    with pytest.raises(NotEnoughPoints) as refusal:
        redeem(ada, mug, clerk)

    assert (refusal.value.short_by, left(ada), stock(mug)) == (20, [280], 5)


def test_redeem_reward_refuses_what_is_sold_out_and_takes_nothing(ada, clerk):
    credit(ada, 500)

    with pytest.raises(SoldOut):
        redeem(ada, reward(stock=0), clerk)

    assert (left(ada), PointsEntry.objects.filter(kind="redeem").count()) == ([500], 0)


def test_redeem_reward_without_a_stock_is_never_sold_out(ada, clerk):
    credit(ada, 900)
    service = reward(kind=RewardKind.SERVICE, stock=None)

    redeem(ada, service, clerk)
    redeem(ada, service, clerk)

    assert (left(ada), stock(service)) == ([300], None)


@pytest.mark.parametrize(
    "closed",
    [
        {"is_active": False},
        {"opens_on": dt.date(2026, 3, 3)},
        {"closes_on": dt.date(2026, 3, 2)},
    ],
)
def test_redeem_reward_refuses_outside_of_its_days(ada, clerk, closed):
    credit(ada, 500)

    with pytest.raises(NotOfferedToday):
        redeem(ada, reward(**closed), clerk)


def test_redeem_reward_is_open_from_the_first_to_the_last_day(ada, clerk):
    credit(ada, 500)
    window = {"opens_on": dt.date(2026, 3, 2), "closes_on": dt.date(2026, 3, 3)}

    assert redeem(ada, reward(**window), clerk).redeemed_at == NOON


def test_redeem_reward_is_for_the_tiers_it_names(ada, clerk):
    credit(ada, 500)
    mug = reward()
    mug.tiers.add(Tier.objects.get(code="gold"))

    with pytest.raises(NotForHerTier):
        redeem(ada, mug, clerk)

    enter_tier(member=ada, tier=Tier.objects.get(code="gold"), by=None, at=NOON)
    assert redeem(ada, mug, clerk).reward == mug


def test_redeem_reward_is_for_the_stores_it_names(ada, clerk):
    credit(ada, 500)
    mug, elsewhere = reward(), StoreFactory()
    mug.stores.add(elsewhere)

    with pytest.raises(NotInThisStore):
        redeem(ada, mug, clerk)

    assert redeem(ada, mug, clerk, store=elsewhere).store == elsewhere


def test_redeem_reward_keeps_to_the_limit_of_one_member(ada, clerk):
    credit(ada, 900)
    mug = reward(per_member=1)
    cancel_redemption(redemption=redeem(ada, mug, clerk), by=clerk, at=NOON)
    redeem(ada, mug, clerk)

    with pytest.raises(EnoughForOneMember):
        redeem(ada, mug, clerk)


def test_redeem_reward_gives_a_coupon_at_once(ada, clerk):
    credit(ada, 500)
    tea = tea_at_a_price()

    voucher = redeem(ada, tea, clerk)

    coupon = Coupon.objects.get()
    assert (voucher.coupon, voucher.state) == (coupon, RedemptionState.HANDED_OVER)
    assert (coupon.member, coupon.kind, coupon.source, coupon.reference) == (
        ada,
        tea.coupon_kind,
        CouponSource.REWARD,
        f"reward:{voucher.key}",
    )


def test_hand_over_happens_once(ada, clerk):
    credit(ada, 500)
    voucher = redeem(ada, reward(), clerk)
    later = NOON + dt.timedelta(hours=1)

    given = hand_over(redemption=voucher, store=ada.home_store, by=clerk, at=later)

    assert (given.state, given.closed_at, given.closed_by) == (
        RedemptionState.HANDED_OVER,
        later,
        clerk,
    )
    with pytest.raises(AlreadyClosed) as refusal:
        hand_over(redemption=voucher, store=ada.home_store, by=clerk, at=later)
    assert refusal.value.redemption.closed_at == later


def test_hand_over_only_where_it_was_redeemed(ada, clerk):
    credit(ada, 500)
    voucher = redeem(ada, reward(), clerk)

    with pytest.raises(NotRedeemedThere):
        hand_over(redemption=voucher, store=StoreFactory(), by=clerk, at=NOON)


def test_cancel_gives_points_back_to_their_lots_and_the_piece_to_the_stock(ada, clerk):
    credit(ada, 100, "test:1", expires_on=dt.date(2026, 6, 1))
    credit(ada, 500, "test:2", expires_on=dt.date(2027, 1, 1))
    mug = reward()
    voucher = redeem(ada, mug, clerk)
    assert (left(ada), stock(mug)) == ([0, 300], 4)

    cancelled = cancel_redemption(redemption=voucher, by=clerk, at=NOON)
    again = cancel_redemption(redemption=voucher, by=StaffFactory(), at=NOON)

    assert (cancelled.state, again.closed_by) == (RedemptionState.CANCELLED, clerk)
    assert (left(ada), stock(mug), ledger_faults()) == ([100, 500], 5, [])
    assert standing(member=ada, at=NOON).spendable == 600


@pytest.mark.parametrize(("grace", "spendable"), [(0, 0), (5, 300)])
def test_cancel_gives_what_has_expired_the_grace_that_a_return_gives(ada, clerk, grace, spendable):
    ProgrammeRule.objects.update(grace_days=grace)
    credit(ada, 300, expires_on=NOON.date() + dt.timedelta(days=30))
    voucher = redeem(ada, reward(), clerk)
    at = NOON + dt.timedelta(days=40)

    cancel_redemption(redemption=voucher, by=clerk, at=at)

    where = standing(member=ada, at=at)
    assert (where.balance, where.spendable) == (300, spendable)
    assert ledger_faults() == []


def test_cancel_refuses_what_was_handed_over(ada, clerk):
    credit(ada, 500)
    voucher = redeem(ada, reward(), clerk)
    hand_over(redemption=voucher, store=ada.home_store, by=clerk, at=NOON)

    with pytest.raises(AlreadyClosed):
        cancel_redemption(redemption=voucher, by=clerk, at=NOON)


def test_hand_over_refuses_what_was_cancelled(ada, clerk):
    credit(ada, 500)
    voucher = redeem(ada, reward(), clerk)
    cancel_redemption(redemption=voucher, by=clerk, at=NOON)

    with pytest.raises(AlreadyClosed):
        hand_over(redemption=voucher, store=ada.home_store, by=clerk, at=NOON)


def test_cancel_withdraws_the_coupon(ada, clerk):
    credit(ada, 500)
    voucher = redeem(ada, tea_at_a_price(), clerk)

    cancel_redemption(redemption=voucher, by=clerk, at=NOON)

    assert (Coupon.objects.unused().count(), left(ada)) == (0, [500])


def test_cancel_refuses_when_the_coupon_was_used(ada, clerk):
    credit(ada, 500)
    voucher = redeem(ada, tea_at_a_price(), clerk)
    CouponUse.objects.create(coupon=voucher.coupon, store=ada.home_store, by=clerk, used_at=NOON)

    with pytest.raises(CouponWasUsed):
        cancel_redemption(redemption=voucher, by=clerk, at=NOON)

    assert (left(ada), Redemption.objects.get().state) == ([200], RedemptionState.HANDED_OVER)


def test_restock_adds_to_what_is_there_now(ada, clerk):
    credit(ada, 500)
    mug = reward(stock=1)
    redeem(ada, mug, clerk)

    assert restock_reward(reward=mug, pieces=10).stock == 10
    assert restock_reward(reward=mug, pieces=-3).stock == 7
    with pytest.raises(SoldOut):
        restock_reward(reward=mug, pieces=-8)
