"""What happens to a basket before it is paid."""

from decimal import Decimal

import pytest

from pos.domain.baskets import (
    BasketGone,
    NoSuchLine,
    PriceMissing,
    add_line,
    current_basket,
    remove_line,
    restore_line,
    set_points,
    set_price,
    set_quantity,
    take_off,
)
from pos.domain.holding import drop_basket
from pos.models import Basket
from tests.factories import NOON, ProductFactory, ShiftFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def basket(shift):
    return current_basket(till=shift.till, cashier=shift.opened_by, at=NOON)


def add(basket, sku, quantity=1, **more):
    product = ProductFactory(sku=sku)
    return add_line(key=basket.key, product=product, quantity=Decimal(quantity), **more)


def names(basket):
    return [line["sku"] for line in Basket.objects.get(pk=basket.pk).lines]


def test_current_basket_is_one_per_till(shift, basket):
    assert current_basket(till=shift.till, cashier=shift.opened_by, at=NOON) == basket


def test_add_line_of_what_has_no_price_is_refused(basket):
    priceless = ProductFactory(regular_price=None)

    with pytest.raises(PriceMissing) as refusal:
        add_line(key=basket.key, product=priceless, quantity=Decimal(1))

    assert refusal.value.product == priceless


def test_add_line_at_another_price_is_another_line(basket):
    product = ProductFactory(sku="A")
    for price in (None, Decimal(5), None):
        add_line(key=basket.key, product=product, quantity=Decimal(1), price=price)

    lines = Basket.objects.get(pk=basket.pk).lines
    assert [(line["quantity"], line["price"]) for line in lines] == [("2", None), ("1", "5")]


def test_add_line_under_one_name_adds_once(basket):
    product = ProductFactory()
    for _ in range(3):
        add_line(key=basket.key, product=product, quantity=Decimal(1), scan="same")

    assert [line["quantity"] for line in Basket.objects.get(pk=basket.pk).lines] == ["1"]


def test_remove_and_restore_keep_the_place(basket):
    for sku in "ABC":
        add(basket, sku)
    middle = Basket.objects.get(pk=basket.pk).lines[1]["id"]

    remove_line(key=basket.key, line=middle)
    without = names(basket)
    restore_line(key=basket.key)

    assert [without, names(basket)] == [["A", "C"], ["A", "B", "C"]]


def test_restore_brings_back_the_last_line_only_and_once(basket):
    lines = [add(basket, sku).lines[-1]["id"] for sku in "AB"]
    for line in lines:
        remove_line(key=basket.key, line=line)
    restore_line(key=basket.key)

    with pytest.raises(NoSuchLine):
        restore_line(key=basket.key)

    assert names(basket) == ["B"]


def test_a_line_taken_out_cannot_be_changed(basket):
    line = add(basket, "A").lines[0]["id"]
    remove_line(key=basket.key, line=line)

    for change in (
        lambda: remove_line(key=basket.key, line=line),
        lambda: set_quantity(key=basket.key, line=line, quantity=Decimal(2)),
        lambda: set_price(key=basket.key, line=line, price=Decimal(2)),
    ):
        with pytest.raises(NoSuchLine):
            change()


@pytest.mark.parametrize(
    ("special", "typed", "kept"), [(None, "100", None), ("80", "80", None), ("80", "100", "100")]
)
def test_set_price_to_the_products_own_is_no_price_by_hand(basket, special, typed, kept):
    product = ProductFactory(special_price=special and Decimal(special))
    added = add_line(key=basket.key, product=product, quantity=Decimal(1), price=Decimal(5))

    set_price(key=basket.key, line=added.lines[0]["id"], price=Decimal(typed))

    assert Basket.objects.get(pk=basket.pk).lines[0]["price"] == kept


def test_take_off_takes_every_line_of_a_product(shift, basket):
    add(basket, "A", price=Decimal(3))
    product = ProductFactory(sku="B")
    for price in (None, Decimal(1)):
        add_line(key=basket.key, product=product, quantity=Decimal(1), price=price)

    take_off(till=shift.till, sku="B")

    assert names(basket) == ["A"]


def test_a_dropped_basket_takes_no_change(shift, basket):
    drop_basket(key=basket.key)

    for change in (
        lambda: add(basket, "A"),
        lambda: set_points(key=basket.key, points=1),
        lambda: drop_basket(key=basket.key),
        lambda: take_off(till=shift.till, sku="A"),
    ):
        with pytest.raises(BasketGone):
            change()
