"""Choosing goods, changing and taking out lines."""

from decimal import Decimal

import pytest

from pos.domain.baskets import add_line
from pos.models import Basket
from tests.factories import ProductFactory
from tests.pos.views.conftest import led_to, press, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scarf():
    return ProductFactory(sku="SC", regular_price=Decimal("80.00"))


@pytest.fixture
def line(basket, scarf):
    return add_line(key=basket.key, product=scarf, quantity=Decimal(2)).lines[0]["id"]


def rows(basket):
    lines = Basket.objects.get(pk=basket.pk).lines
    return [(line["sku"], Decimal(line["quantity"]), line["price"]) for line in lines]


def test_it_adds_a_product_chosen_by_name(at_till, basket, scarf):
    press(at_till, "line_add", basket, sku="SC", quantity="2")

    assert rows(basket) == [("SC", 2, None)]


def test_it_adds_a_priceless_product_at_the_price_typed(at_till, basket):
    ProductFactory(sku="FIX", regular_price=None)

    press(at_till, "line_add", basket, sku="FIX", quantity="1", price="￥３５．5")

    assert rows(basket) == [("FIX", 1, "35.5")]


def test_it_asks_again_for_a_price_that_is_none(at_till, basket):
    ProductFactory(sku="FIX", regular_price=None)

    answer = press(at_till, "line_add", basket, sku="FIX", quantity="1", price="cheap")

    assert answer.status_code == 422
    assert answer.context["priceless"]["form"]["price"].value() == "cheap"
    assert rows(basket) == []


def test_it_lets_no_cashier_price_what_has_a_price(at_till, basket, scarf):
    answer = press(at_till, "line_add", basket, sku="SC", quantity="1", price="1")

    assert answer.status_code == 403
    assert rows(basket) == []


def test_it_sets_the_quantity(at_till, basket, line):
    press(at_till, "line_quantity", basket, line, quantity="0.5")

    assert rows(basket) == [("SC", Decimal("0.5"), None)]


@pytest.mark.parametrize("typed", ["0", "-1", "two", "", "1000000"])
def test_it_refuses_what_is_no_quantity_and_keeps_the_line(at_till, basket, line, typed):
    answer = press(at_till, "line_quantity", basket, line, quantity=typed)

    assert answer.status_code == 422
    assert answer.context["wrong"]["line"] == line
    assert rows(basket) == [("SC", 2, None)]


def test_it_sets_a_price_for_a_manager(basket, line, manager):
    press(signed_in(manager), "line_price", basket, line, price="60")

    assert rows(basket) == [("SC", 2, "60")]


def test_it_takes_an_empty_price_for_the_products_own(basket, line, manager):
    boss = signed_in(manager)
    press(boss, "line_price", basket, line, price="60")

    press(boss, "line_price", basket, line, price="")

    assert rows(basket) == [("SC", 2, None)]


def test_it_sets_no_price_for_a_cashier(at_till, basket, line):
    assert press(at_till, "line_price", basket, line, price="1").status_code == 403
    assert rows(basket) == [("SC", 2, None)]


def test_it_will_not_take_the_price_from_what_has_no_other(at_till, basket):
    service = ProductFactory(sku="FIX", regular_price=None)
    line = add_line(key=basket.key, product=service, quantity=Decimal(1), price=Decimal(30)).lines[
        0
    ]["id"]

    assert press(at_till, "line_price", basket, line, price="").status_code == 422
    press(at_till, "line_price", basket, line, price="40")
    assert rows(basket) == [("FIX", 1, "40")]


def test_it_takes_a_line_out_and_puts_it_back_where_it_was(at_till, basket, line):
    add_line(key=basket.key, product=ProductFactory(sku="BAG"), quantity=Decimal(1))
    before = rows(basket)

    press(at_till, "line_remove", basket, line)
    without = rows(basket)
    press(at_till, "line_restore", basket)

    assert without == [("BAG", 1, None)]
    assert rows(basket) == before


def test_it_takes_one_line_out_however_often_the_button_is_pressed(at_till, basket, line):
    add_line(key=basket.key, product=ProductFactory(sku="BAG"), quantity=Decimal(1))

    press(at_till, "line_remove", basket, line)
    again = press(at_till, "line_remove", basket, line)

    assert led_to(again) == "/till/"
    assert rows(basket) == [("BAG", 1, None)]


def test_it_has_nothing_to_put_back(at_till, basket):
    assert led_to(press(at_till, "line_restore", basket)) == "/till/"
