"""What points did wrong elsewhere, by the numbers of the list of pains."""

import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loyalty.domain.adjusting import ask_adjustment
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.domain.rewards import redeem_reward
from loyalty.enums import CouponEffect, RewardKind
from loyalty.models import CouponKind, PointsEntry, Reward
from loyalty.queries import ledger_faults, standing
from pos.domain.baskets import set_points
from pos.domain.checkout import Order, post_sale
from pos.domain.moving import move_sale
from sales.domain.recording import Payment, TendersDoNotAddUp
from sales.domain.returning import NotReturnable
from sales.enums import TenderKind
from sales.models import Sale
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.loyalty.points import credit
from tests.shop import fill_basket, order_for, sell, take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def member(shift):
    return MemberFactory(home_store=shift.till.store)


def balance(member) -> int:
    return standing(member=member, at=NOON).balance


def test_what_is_not_paid_in_full_earns_nothing_and_once_when_it_is(shift, member):
    """T5: there is no sale on credit; what is paid in parts is paid, and earns, at once."""
    basket = fill_basket(shift, (ProductFactory(), 1), member=member, at=NOON)
    parts = [Payment(TenderKind.CASH, Decimal(40)), Payment(TenderKind.WECHAT, Decimal(60))]

    def pay(*tenders):
        order = Order(key=basket.key, shown_due=Decimal(100), points=0, tenders=list(tenders))
        return post_sale(order=order, shift=shift, cashier=shift.opened_by, at=NOON)

    with pytest.raises(TendersDoNotAddUp):
        pay(parts[0])
    assert (Sale.objects.count(), PointsEntry.objects.count()) == (0, 0)

    sales = {pay(*parts).pk for _asked in range(3)}

    assert len(sales) == 1
    assert [entry.points for entry in PointsEntry.objects.all()] == [100]


def test_goods_brought_back_and_new_ones_bought_at_once_count_each_for_itself(shift, member):
    """T20."""
    coat, hat = ProductFactory(regular_price=Decimal(300)), ProductFactory()
    first = sell(shift, (coat, 1), member=member, at=NOON)

    back = take_back(shift, first, at=NOON)
    second = sell(shift, (hat, 2), member=member, at=NOON)

    assert [entry.points for entry in back.points_entries.all()] == [-300]
    assert [entry.points for entry in second.points_entries.all()] == [200]
    assert balance(member) == 200


def test_what_came_back_cannot_come_back_again(shift, member):
    """T27."""
    credit(member, 1_000)
    sale = sell(shift, (ProductFactory(), 2), member=member, points=500, at=NOON)
    take_back(shift, sale, [1], at=NOON)
    take_back(shift, sale, [1], at=NOON)

    for pieces in (1, 2):
        with pytest.raises(NotReturnable):
            take_back(shift, sale, [pieces], at=NOON)

    assert balance(member) == 1_000
    assert Sale.objects.filter(original=sale).count() == 2


def by_till(member, shift):
    sell(shift, (ProductFactory(), 1), member=member, points=300, at=NOON)


def by_reward(member, shift, **kind):
    gift = Reward.objects.create(code=uuid.uuid4().hex[:20], points=300, name_zh="杯子", **kind)
    redeem_reward(
        key=uuid.uuid4(),
        member=member,
        reward=gift,
        store=shift.till.store,
        by=shift.opened_by,
        at=NOON,
    )


def by_gift(member, shift):
    by_reward(member, shift, kind=RewardKind.GIFT)


def by_coupon(member, shift):
    tea = CouponKind.objects.create(
        code=uuid.uuid4().hex[:20], effect=CouponEffect.AMOUNT, amount=10, name_zh="茶"
    )
    by_reward(member, shift, kind=RewardKind.COUPON, coupon_kind=tea)


def by_hand(member, shift):
    ask_adjustment(
        key=uuid.uuid4(), member=member, points=-300, reason="补录", by=shift.opened_by, at=NOON
    )


def by_moved_sale(member, shift):
    other = MemberFactory(home_store=shift.till.store)
    credit(other, 300)
    sale = sell(
        shift,
        (ProductFactory(regular_price=Decimal(3)), 1),
        member=other,
        points=300,
        at=NOON,
    )
    move_sale(
        key=uuid.uuid4(),
        sale=sale,
        to_member=member,
        reason="扫错卡",
        by=shift.opened_by,
        at=NOON,
    )


DOORS = [by_till, by_gift, by_coupon, by_hand, by_moved_sale]


@pytest.mark.parametrize("door", DOORS)
def test_points_spent_by_any_door_are_gone_from_every_other(shift, member, door):
    """T31."""
    credit(member, 500)

    door(member, shift)

    where = standing(member=member, at=NOON)
    earned = 97 if door is by_till else 0
    assert where.spendable == 500 - 300 + earned
    assert PointsEntry.objects.filter(account__member=member, points=-300).count() == 1
    for other in (by_gift, by_coupon, by_hand, by_moved_sale):
        with pytest.raises(NotEnoughPoints):
            other(member, shift)
    basket = fill_basket(shift, (ProductFactory(), 1), member=member, at=NOON)
    set_points(key=basket.key, points=300)
    basket.refresh_from_db()
    assert order_for(basket, at=NOON).points <= where.spendable
    assert ledger_faults() == []


def statements_of(shift, member) -> list[int]:
    """Return how often the database is asked to sell to ``member``, and to take it back."""
    order = order_for(fill_basket(shift, (ProductFactory(), 1), member=member, at=NOON), at=NOON)
    with CaptureQueriesContext(connection) as selling:
        sale = post_sale(order=order, shift=shift, cashier=shift.opened_by, at=NOON)
    with CaptureQueriesContext(connection) as returning:
        take_back(shift, sale, at=NOON)
    return [len(selling), len(returning)]


def test_posting_asks_the_same_however_large_the_house(shift, member):
    """T64."""
    sell(shift, (ProductFactory(), 1), member=member, at=NOON)
    alone = statements_of(shift, member)

    for _other in range(40):
        other = MemberFactory(home_store=shift.till.store)
        credit(other, 1_000)
        sell(shift, (ProductFactory(), 1), member=other, at=NOON)
    for number in range(40):
        credit(member, 10, f"test:{number}")

    assert statements_of(shift, member) == alone
