"""Baskets set aside, brought back, given up."""

from decimal import Decimal

import pytest

from pos.domain.baskets import BasketGone, add_line, current_basket, set_member
from pos.domain.holding import (
    AnotherBasketOpen,
    NothingToHold,
    drop_held,
    hold_basket,
    resume_basket,
)
from pos.models import Basket
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, TillFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shift():
    return ShiftFactory()


def fresh(shift, *, goods=True):
    basket = current_basket(till=shift.till, cashier=shift.opened_by, at=NOON)
    if goods:
        add_line(key=basket.key, product=ProductFactory(), quantity=Decimal(1))
    return basket


def states():
    return list(Basket.objects.order_by("pk").values_list("state", flat=True))


def test_hold_of_an_empty_basket_is_refused(shift):
    with pytest.raises(NothingToHold):
        hold_basket(key=fresh(shift, goods=False).key, note="", at=NOON)


def test_hold_keeps_a_member_without_goods(shift):
    basket = fresh(shift, goods=False)
    set_member(key=basket.key, member=MemberFactory())

    assert hold_basket(key=basket.key, note="", at=NOON).state == "held"


def test_resume_takes_the_place_of_an_empty_basket(shift):
    held = hold_basket(key=fresh(shift).key, note="", at=NOON)
    fresh(shift, goods=False)

    resume_basket(key=held.key, till=shift.till)

    assert states() == ["open", "dropped"]


def test_resume_onto_goods_is_refused(shift):
    held = hold_basket(key=fresh(shift).key, note="", at=NOON)
    fresh(shift)

    with pytest.raises(AnotherBasketOpen):
        resume_basket(key=held.key, till=shift.till)

    assert states() == ["held", "open"]


def test_resume_in_another_store_is_refused(shift):
    held = hold_basket(key=fresh(shift).key, note="", at=NOON)

    with pytest.raises(BasketGone):
        resume_basket(key=held.key, till=TillFactory())
    with pytest.raises(BasketGone):
        drop_held(key=held.key, store=TillFactory().store)


def test_drop_of_a_held_basket_keeps_it_on_record(shift):
    held = hold_basket(key=fresh(shift).key, note="", at=NOON)

    drop_held(key=held.key, store=shift.till.store)

    assert states() == ["dropped"]
