"""Baskets set aside, brought back and given up."""

from decimal import Decimal

import pytest
from django.urls import reverse

from pos.domain.baskets import add_line, current_basket, set_member
from pos.domain.holding import hold_basket
from pos.models import Basket
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, TillFactory
from tests.pos.views.conftest import led_to, press, signed_in

pytestmark = pytest.mark.django_db

HELD = reverse("pos:held")


def put_aside(basket, *, note="", member=None, price="100.00"):
    product = ProductFactory(regular_price=Decimal(price))
    add_line(key=basket.key, product=product, quantity=Decimal(2))
    if member:
        set_member(key=basket.key, member=member)
    return hold_basket(key=basket.key, note=note, at=NOON)


def state_of(basket):
    return Basket.objects.get(pk=basket.pk).state


def test_it_sets_a_basket_aside_and_frees_the_till(at_till, basket):
    add_line(key=basket.key, product=ProductFactory(), quantity=Decimal(1))

    answer = press(at_till, "hold", basket, note="red coat")
    at_till.get(reverse("pos:till"))

    kept = Basket.objects.get(pk=basket.pk)
    assert led_to(answer) == reverse("pos:till")
    assert (kept.state, kept.note, kept.held_at) == ("held", "red coat", NOON)
    assert Basket.objects.open().exclude(pk=basket.pk).count() == 1


def test_it_holds_nothing(at_till, basket):
    press(at_till, "hold", basket, note="red coat")

    assert state_of(basket) == "open"


def test_it_lists_what_is_held_here_with_its_amount(at_till, basket, gold, elsewhere):
    put_aside(basket, note="red coat", member=gold)
    put_aside(elsewhere)

    held = at_till.get(HELD).context["held"]

    assert [(one.label, one.total, one.units) for one in held] == [
        ("red coat", Decimal("176.00"), 2)
    ]


@pytest.mark.parametrize("baskets", [1, 4])
def test_it_lists_them_in_the_same_few_questions(
    at_till, shift, baskets, django_assert_num_queries
):
    for _ in range(baskets):
        basket = current_basket(till=shift.till, cashier=shift.opened_by, at=NOON)
        put_aside(basket, member=MemberFactory())
    at_till.get(HELD)

    with django_assert_num_queries(7):
        at_till.get(HELD)


def test_it_says_that_nothing_is_held(at_till, shift):
    assert at_till.get(HELD).context["held"] == []


def test_it_brings_a_basket_back_at_another_till(at_till, basket, store, cashier):
    put_aside(basket)
    other = ShiftFactory(till=TillFactory(store=store))
    browser = signed_in(cashier)
    browser.post(reverse("pos:till_choose"), {"till": other.till.pk})

    answer = press(browser, "resume", basket)

    assert led_to(answer) == reverse("pos:till")
    assert browser.get(reverse("pos:till")).context["desk"].basket == basket


def test_it_brings_nothing_back_onto_goods(at_till, basket, cashier, shift):
    put_aside(basket)
    present = current_basket(till=shift.till, cashier=cashier, at=NOON)
    add_line(key=present.key, product=ProductFactory(), quantity=Decimal(1))

    answer = press(at_till, "resume", basket)

    assert led_to(answer) == HELD
    assert [state_of(basket), state_of(present)] == ["held", "open"]


def test_it_says_when_a_colleague_was_faster(at_till, basket):
    put_aside(basket)
    press(at_till, "resume", basket)

    assert led_to(press(at_till, "resume", basket)) == HELD
    assert led_to(press(at_till, "held_drop", basket)) == HELD
    assert state_of(basket) == "open"


def test_it_gives_a_held_basket_up(at_till, basket):
    put_aside(basket)

    press(at_till, "held_drop", basket)

    assert state_of(basket) == "dropped"


def test_it_gives_up_what_lies_on_the_till(at_till, basket):
    add_line(key=basket.key, product=ProductFactory(), quantity=Decimal(1))

    press(at_till, "drop", basket)

    assert state_of(basket) == "dropped"


def test_it_touches_no_other_stores_baskets(at_till, shift, elsewhere):
    put_aside(elsewhere)

    press(at_till, "resume", elsewhere)
    press(at_till, "held_drop", elsewhere)

    assert state_of(elsewhere) == "held"
