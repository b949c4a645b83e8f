"""The network repeats, tills collide: a sale happens once and points are spent once."""

import datetime as dt
import random
import uuid
from decimal import Decimal

import pytest

from loyalty.checks import run_checks
from loyalty.domain.opening import open_balance
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.enums import Occasion
from loyalty.models import OccasionReward, PointsEntry
from loyalty.queries import ledger_faults, standing
from membership.models import Member
from pos.domain.baskets import current_basket
from pos.domain.checkout import TotalChanged, post_sale
from pos.domain.moving import move_sale
from pos.models import Basket
from sales.domain.returning import NotReturnable
from sales.domain.shifts import ShiftAlreadyOpen, open_shift
from sales.models import Sale, Shift, Visit
from tests.factories import (
    NOON,
    MemberFactory,
    ProductFactory,
    ShiftFactory,
    StaffFactory,
    TillFactory,
)
from tests.races.together import on_postgresql, refusals, together
from tests.shop import fill_basket, order_for, sell, take_back

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


def poster(shift, order):
    return lambda: post_sale(order=order, shift=shift, cashier=shift.opened_by, at=NOON)


def test_one_basket_posted_by_eight_requests_is_one_sale():
    shift = ShiftFactory()
    member = MemberFactory(home_store=shift.till.store)
    order = order_for(fill_basket(shift, (ProductFactory(), 1), member=member, at=NOON), at=NOON)

    outcomes = together([poster(shift, order)] * 8)

    assert refusals(outcomes, ValueError) == 0
    assert {sale.pk for sale in outcomes} == {Sale.objects.get().pk}
    assert standing(member=member, at=NOON).balance == 100
    assert Visit.objects.get().tickets == 1
    assert ledger_faults() == []


def test_twenty_tills_spend_one_balance_only_once():
    first = ShiftFactory()
    member = MemberFactory(home_store=first.till.store)
    open_balance(member=member, points=1_000, at=NOON)
    shifts = [ShiftFactory(till__store=first.till.store) for _ in range(20)]
    gift = ProductFactory(regular_price=Decimal("3.00"))
    orders = [
        order_for(fill_basket(shift, (gift, 1), member=member, points=300, at=NOON), at=NOON)
        for shift in shifts
    ]

    outcomes = together([poster(shift, order) for shift, order in zip(shifts, orders, strict=True)])

    # The quote under the lock sees the smaller balance and refuses before the ledger must.
    assert refusals(outcomes, (TotalChanged, NotEnoughPoints)) == 17
    assert standing(member=member, at=NOON).balance == 100
    assert ledger_faults() == []


def test_the_same_goods_cannot_come_back_twice():
    shift = ShiftFactory()
    member = MemberFactory(home_store=shift.till.store)
    sales = [sell(shift, (ProductFactory(), 2), member=member, at=NOON) for _ in range(10)]

    outcomes = together([lambda sale=sale: take_back(shift, sale, at=NOON) for sale in sales * 2])

    assert refusals(outcomes, NotReturnable) == 10
    assert Sale.objects.filter(kind="return").count() == 10
    assert standing(member=member, at=NOON).balance == 0
    assert (Visit.objects.get().tickets, Visit.objects.get().net) == (0, 0)
    assert ledger_faults() == []


def test_a_till_has_one_open_shift_and_one_open_basket():
    till, staff = TillFactory(), StaffFactory()

    shifts = together(
        [lambda: open_shift(till=till, opening_cash=Decimal(0), by=staff, at=NOON)] * 6
    )
    baskets = together([lambda: current_basket(till=till, cashier=staff, at=NOON)] * 6)

    assert refusals(shifts, ShiftAlreadyOpen) == 5
    assert Shift.objects.count() == 1
    assert {basket.pk for basket in baskets} == {Basket.objects.get().pk}


def test_first_purchases_of_a_new_member_at_eight_tills_at_once_all_earn():
    """T10: she has no account yet, and each till would make it."""
    first = ShiftFactory()
    member = MemberFactory(home_store=first.till.store)
    shifts = [ShiftFactory(till__store=first.till.store) for _ in range(8)]
    orders = [
        order_for(fill_basket(shift, (ProductFactory(), 1), member=member, at=NOON), at=NOON)
        for shift in shifts
    ]

    outcomes = together([poster(shift, order) for shift, order in zip(shifts, orders, strict=True)])

    assert refusals(outcomes, ()) == 0
    assert standing(member=member, at=NOON).balance == 800
    assert Visit.objects.get().tickets == 8
    assert ledger_faults() == []


def test_ten_tills_sell_take_back_and_move_crosswise_and_nobody_fails():
    """T58: members brought each other, so each sale holds two accounts; no request is lost.

    A deadlock, or a transaction that could not be serialized, would be an outcome here.
    """
    OccasionReward.objects.create(
        effective_from=dt.date(2026, 1, 1), occasion=Occasion.REFERRING, points=50
    )
    shifts = [ShiftFactory()]
    store = shifts[0].till.store
    shifts += [ShiftFactory(till__store=store) for _ in range(9)]
    members = [MemberFactory(home_store=store) for _ in range(6)]
    for friend, referrer in zip(members, [*members[1:], members[0]], strict=True):
        Member.objects.filter(pk=friend.pk).update(referrer=referrer)
    members = list(Member.objects.filter(pk__in=[one.pk for one in members]).order_by("pk"))
    coat, chance = ProductFactory(), random.Random(58)

    def trade(shift):
        """Sell to one, give the sale to another, take half of it back; three times over."""
        pairs = [chance.sample(members, 2) for _sale in range(3)]

        def run():
            for day, (one, other) in enumerate(pairs):
                at = NOON + dt.timedelta(days=day)
                sale = sell(shift, (coat, 2), member=one, at=at)
                move_sale(
                    key=uuid.uuid4(),
                    sale=sale,
                    to_member=other,
                    reason="扫错卡",
                    by=shift.opened_by,
                    at=at,
                )
                take_back(shift, sale, [1], at=at)

        return run

    outcomes = together([trade(shift) for shift in shifts])

    assert refusals(outcomes, ()) == 0
    assert Sale.objects.filter(original=None).count() == 30
    assert Sale.objects.exclude(original=None).count() == 30
    earned = PointsEntry.objects.exclude(kind="award").exclude(reverses__kind="award")
    assert sum(earned.values_list("points", flat=True)) == 30 * 100
    assert ledger_faults() == []
    assert all(finding.is_green for finding in run_checks())
