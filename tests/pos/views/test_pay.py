"""The moment of paying: once, at the amount shown, with every refusal in words."""

from decimal import Decimal

import pytest
from django.urls import reverse

from loyalty.queries import ledger_faults, standing
from pos.domain.baskets import add_line, set_member, set_points
from pos.models import Basket
from sales.domain.shifts import close_shift
from sales.enums import TenderKind
from sales.models import Sale
from tests.factories import NOON, ProductFactory
from tests.pos.views.conftest import led_to, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def scarf():
    return ProductFactory(sku="SC", regular_price=Decimal("80.00"))


@pytest.fixture
def filled(basket, scarf):
    add_line(key=basket.key, product=scarf, quantity=Decimal(2))
    return basket


def tenders_of(sale):
    rows = sale.tenders.order_by("pk").values_list("kind", "amount", "handed_over")
    return [(kind, str(amount), handed and str(handed)) for kind, amount, handed in rows]


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_it_sells_and_leads_to_the_receipt(at_till, filled, cashier, shift):
    answer = press(at_till, "pay", filled, shown_due="160.00", points="0", tender="wechat")

    sale = Sale.objects.get()
    assert led_to(answer) == reverse("pos:receipt", args=[filled.key])
    assert (sale.key, sale.cashier, sale.shift) == (filled.key, cashier, shift)
    assert (sale.net, sale.sold_at) == (Decimal("160.00"), NOON)
    assert tenders_of(sale) == [("wechat", "160.00", None)]


def test_it_gives_change(at_till, filled):
    press(at_till, "pay", filled, shown_due="160", points="0", tender="cash", handed_over="２００")

    assert tenders_of(Sale.objects.get()) == [("cash", "160.00", "200.00")]


def test_it_splits_the_due_over_tenders(at_till, filled):
    press(
        at_till,
        "pay",
        filled,
        shown_due="160.00",
        points="0",
        tender="cash",
        part_wechat="100",
        part_card="20.5",
        handed_over="50",
    )

    assert tenders_of(Sale.objects.get()) == [
        ("wechat", "100.00", None),
        ("cash", "39.50", "50.00"),
        ("card", "20.50", None),
    ]


def test_it_takes_points_for_a_part(at_till, filled, gold):
    set_member(key=filled.key, member=gold)
    set_points(key=filled.key, points=80)

    press(at_till, "pay", filled, shown_due="140.00", points="80", tender="card")

    assert list(Sale.objects.get().tenders.values_list("kind", "amount", "points")) == [
        ("card", Decimal("140.00"), 0),
        ("points", Decimal("0.80"), 80),
    ]
    assert standing(member=gold, at=NOON).balance == 500 - 80 + 140
    assert ledger_faults() == []


def test_it_sells_once_however_often_the_button_is_pressed(at_till, filled):
    order = {"shown_due": "160.00", "points": "0", "tender": "wechat"}

    answers = [press(at_till, "pay", filled, **order) for _ in range(3)]

    assert [led_to(answer) for answer in answers] == [reverse("pos:receipt", args=[filled.key])] * 3
    assert Sale.objects.count() == 1


def test_it_keeps_the_first_sale_when_the_same_basket_is_paid_otherwise(at_till, filled):
    press(at_till, "pay", filled, shown_due="160.00", points="0", tender="wechat")

    again = press(at_till, "pay", filled, shown_due="160.00", points="0", tender="alipay")

    assert led_to(again) == reverse("pos:receipt", args=[filled.key])
    assert tenders_of(Sale.objects.get()) == [("wechat", "160.00", None)]
    receipt = at_till.get(led_to(again))
    assert [Sale.objects.get().receipt in text for text in said(receipt)] == [True]


def test_it_shows_the_new_amount_when_a_price_has_changed(at_till, filled, scarf):
    scarf.regular_price = Decimal("90.00")
    scarf.save()

    answer = press(at_till, "pay", filled, shown_due="160.00", points="0", tender="wechat")

    assert answer.status_code == 422
    assert ["¥180.00" in text and "¥160.00" in text for text in said(answer)] == [True]
    assert answer.context["payment"]["tender"].value() == "wechat"
    assert 'name="shown_due" value="180.00"' in answer.content.decode()
    assert Sale.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "tender"),
        ({"tender": "gold"}, "tender"),
        ({"tender": "wechat", "part_cash": "161"}, "tender"),
        ({"tender": "cash", "handed_over": "159.99"}, "handed_over"),
        ({"tender": "cash", "handed_over": "6901234567892"}, "handed_over"),
        ({"tender": "cash", "handed_over": "lots"}, "handed_over"),
        ({"tender": "wechat", "part_cash": "-1"}, "part_cash"),
    ],
)
def test_it_says_at_the_field_what_is_wrong_and_keeps_what_was_typed(at_till, filled, typed, field):
    answer = press(at_till, "pay", filled, shown_due="160.00", points="0", **typed)

    form = answer.context["payment"]
    assert answer.status_code == 422
    assert list(form.errors) == [field]
    assert {name: form[name].value() for name in typed} == typed
    assert Sale.objects.count() == 0


def test_it_sells_no_empty_basket(at_till, basket):
    answer = press(at_till, "pay", basket, shown_due="0.00", points="0")

    assert answer.status_code == 422
    assert len(said(answer)) == 1
    assert Sale.objects.count() == 0


def test_it_leads_to_the_opening_when_the_shift_was_closed(at_till, filled, shift, cashier):
    close_shift(shift=shift, counted_cash=Decimal(0), note="", by=cashier, at=NOON)

    answer = press(at_till, "pay", filled, shown_due="160.00", points="0", tender="wechat")

    assert led_to(answer) == reverse("pos:open")
    assert Basket.objects.get(pk=filled.pk).state == "open"


def test_it_tells_that_the_basket_was_dropped(at_till, filled):
    press(at_till, "drop", filled)

    answer = press(at_till, "pay", filled, shown_due="160.00", points="0", tender="wechat")

    assert led_to(answer) == reverse("pos:till")
    assert Sale.objects.count() == 0


def test_it_takes_nothing_when_points_pay_it_all(at_till, basket, gold):
    add_line(
        key=basket.key, product=ProductFactory(regular_price=Decimal("5.00")), quantity=Decimal(1)
    )
    set_member(key=basket.key, member=gold)
    set_points(key=basket.key, points=440)

    press(at_till, "pay", basket, shown_due="0.00", points="440")

    sale = Sale.objects.get()
    assert list(sale.tenders.values_list("kind", "points")) == [(TenderKind.POINTS, 440)]


def test_it_does_not_know_a_strangers_basket(at_till, shift, elsewhere):
    assert press(at_till, "pay", elsewhere, shown_due="0", points="0").status_code == 404
