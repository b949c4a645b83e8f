"""The network repeats, tills collide: a sale happens once and points are spent once."""

from decimal import Decimal

import pytest

from loyalty.domain.opening import open_balance
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.queries import ledger_faults, standing
from pos.domain.baskets import current_basket
from pos.domain.checkout import TotalChanged, post_sale
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
