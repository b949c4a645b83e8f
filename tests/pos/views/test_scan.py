"""The smart field."""

from decimal import Decimal

import pytest

from pos.models import Basket
from stores.enums import Role
from tests.factories import MemberFactory, ProductFactory, posted
from tests.pos.views.conftest import led_to, press, signed_in

pytestmark = pytest.mark.django_db


def lines_of(basket):
    lines = Basket.objects.get(pk=basket.pk).lines
    return [(line["sku"], Decimal(line["quantity"])) for line in lines]


@pytest.mark.parametrize("typed", ["69012345", " 69012345 ", "６９０１２３４５", "TS-1"])
def test_it_adds_what_was_scanned(at_till, basket, typed):
    ProductFactory(sku="TS-1", barcode="69012345")

    answer = press(at_till, "scan", basket, text=typed)

    assert answer.status_code == 200
    assert lines_of(basket) == [("TS-1", 1)]


@pytest.mark.parametrize("typed", ["3*TS-1", "3×TS-1", "3 x TS-1", "３＊TS-1"])
def test_it_adds_as_many_as_stand_before_the_star(at_till, basket, typed):
    ProductFactory(sku="TS-1")

    press(at_till, "scan", basket, text=typed)

    assert lines_of(basket) == [("TS-1", 3)]


def test_it_counts_the_same_article_up(at_till, basket):
    ProductFactory(sku="TS-1")

    for _ in range(2):
        press(at_till, "scan", basket, text="TS-1")

    assert lines_of(basket) == [("TS-1", 2)]


def test_it_adds_once_what_a_bad_network_sends_twice(at_till, basket):
    ProductFactory(sku="TS-1")

    for name in ("one", "one", "two"):
        press(at_till, "scan", basket, text="TS-1", scan=name)

    assert lines_of(basket) == [("TS-1", 2)]


def test_it_lists_what_a_name_may_mean(at_till, basket):
    ProductFactory(sku="TS-1", name="纯棉衬衫")
    ProductFactory(sku="TS-2", name="亚麻衬衫")
    ProductFactory(name="丝巾")

    answer = press(at_till, "scan", basket, text="2*衬衫")

    found = answer.context["found"]
    assert [product.sku for product in found["products"]] == ["TS-2", "TS-1"]
    assert found["quantity"] == 2
    assert lines_of(basket) == []


def test_it_says_that_nothing_is_called_so(at_till, basket):
    ProductFactory(name="丝巾")

    assert press(at_till, "scan", basket, text="大衣").context["found"]["products"] == []


def test_it_asks_the_price_of_what_has_none(at_till, basket):
    service = ProductFactory(sku="FIX", regular_price=None)

    answer = press(at_till, "scan", basket, text="2*FIX")

    assert answer.context["priceless"]["product"] == service
    assert lines_of(basket) == []


def test_it_takes_a_member_scanned_among_the_goods(at_till, basket):
    member = MemberFactory(phone="+8613912345678")

    press(at_till, "scan", basket, text="139-1234-5678")

    assert Basket.objects.get(pk=basket.pk).member == member


@pytest.mark.parametrize("typed", ["0*TS-1", "999999999*TS-1"])
def test_it_refuses_a_quantity_nobody_means(at_till, basket, typed):
    ProductFactory(sku="TS-1")

    answer = press(at_till, "scan", basket, text=typed)

    assert len(answer.context["scan_errors"]) == 1
    assert lines_of(basket) == []


def test_it_does_not_sell_what_was_taken_off_sale(at_till, basket):
    ProductFactory(sku="TS-1", is_active=False)

    press(at_till, "scan", basket, text="TS-1")

    assert lines_of(basket) == []


def test_it_leads_on_when_the_basket_was_dropped(at_till, basket):
    ProductFactory(sku="TS-1")
    press(at_till, "drop", basket)

    assert led_to(press(at_till, "scan", basket, text="TS-1")) == "/till/"


def test_it_does_not_know_a_strangers_basket(at_till, shift, elsewhere):
    ProductFactory(sku="TS-1")

    assert press(at_till, "scan", elsewhere, text="TS-1").status_code == 404
    assert lines_of(elsewhere) == []


def test_it_is_closed_to_guides(basket, store):
    guide = signed_in(posted(Role.GUIDE, store=store))

    assert press(guide, "scan", basket, text="TS-1").status_code == 403
