"""What cards do at the till: find their member, tell what bars them, and are sold."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from membership.domain.card_states import freeze_card, report_lost
from membership.domain.disqualifying import disqualify
from membership.models import Card
from pos.domain.baskets import set_member
from pos.models import Basket
from sales.models import Sale
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.membership.cards import card_of, kind
from tests.pos.views.conftest import led_to, press
from tests.shop import sell
from tests.visitors import words

pytestmark = pytest.mark.django_db

NUMBER = "80000001"


@pytest.fixture(autouse=True)
def _in_english(cashier):
    cashier.language = "en"
    cashier.save()


@pytest.fixture
def card(gold):
    return card_of(gold, NUMBER)


@pytest.fixture
def fee(store):
    return ProductFactory(
        name="Nationwide card", regular_price=Decimal(150), card_kind=kind("nationwide")
    )


@pytest.fixture
def basket_of_a_fee(at_till, basket, fee):
    return basket, _lay(at_till, basket, fee)


def kept(basket):
    return Basket.objects.get(pk=basket.pk)


def test_it_remembers_the_card_by_which_she_was_found(at_till, basket, gold, card):
    answer = words(press(at_till, "scan", basket, text=NUMBER))

    assert (kept(basket).member, kept(basket).card) == (gold, card)
    assert "80000001 · Member card · only she may use it" in answer
    other = MemberFactory(number="NO.24-1")
    press(at_till, "member_find", basket, member="NO.24-1")
    assert (kept(basket).member, kept(basket).card) == (other, None)


def test_it_says_whose_supplementary_card_it_is(at_till, basket, gold, card):
    card_of(gold, "80000002", kind=kind("supplementary"), holder="王明")

    answer = words(press(at_till, "member_find", basket, member="80000002"))

    assert "Supplementary card of 张丽娜, held by 王明" in answer
    assert kept(basket).member == gold


def test_it_says_that_a_bearer_card_is_anybody_s(at_till, basket, gold):
    card_of(gold, NUMBER, kind=kind("trial"))

    answer = words(press(at_till, "member_find", basket, member=NUMBER))

    assert "Trial card · no longer from 2026-06-02 · whoever presents it may use it" in answer


@pytest.mark.parametrize("door", ["scan", "member_find"])
def test_it_tells_of_a_card_past_its_day_and_goes_on_without(at_till, basket, gold, door):
    card_of(gold, NUMBER, kind=kind("trial"), at=NOON - dt.timedelta(days=100))

    answer = words(press(at_till, door, basket, text=NUMBER, member=NUMBER))

    assert "Card 80000001 (Trial card) is over since 2026-02-22." in answer
    assert "Go on without the card" in answer
    assert kept(basket).member is None
    press(at_till, "member_find", basket, member=gold.number)
    assert kept(basket).member == gold


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (report_lost, "Card 80000001 was reported lost. Keep it, and ask for her phone."),
        (
            lambda **facts: freeze_card(reason="借用", **facts),
            "Card 80000001 is frozen. The store manager knows why.",
        ),
    ],
)
def test_it_tells_what_bars_a_card(at_till, basket, card, block, said):
    block(card=card, by=StaffFactory(), at=NOON)

    answer = words(press(at_till, "scan", basket, text=NUMBER))

    assert said in answer
    assert kept(basket).member is None


def test_it_serves_nobody_whose_membership_was_taken(at_till, basket, gold):
    disqualify(member=gold, reason="刷单", by=StaffFactory(), at=NOON)

    answer = words(press(at_till, "member_find", basket, member="13800138000"))

    assert f"The membership {gold.number} was taken away." in answer
    assert ("刷单" in answer, kept(basket).member) == (False, None)


def test_it_takes_no_payment_from_who_was_disqualified_meanwhile(at_till, basket, gold):
    coat = ProductFactory(regular_price=Decimal(100))
    press(at_till, "line_add", basket, sku=coat.sku, quantity=1)
    set_member(key=basket.key, member=gold)
    disqualify(member=gold, reason="刷单", by=StaffFactory(), at=NOON)

    answer = press(at_till, "pay", basket, shown_due="88.00", points=0, tender="wechat")

    assert "Her membership was taken away. Here is the price without it." in words(answer)
    assert (kept(basket).member, Sale.objects.count()) == (None, 0)
    assert answer.context["desk"].quote.due == Decimal(100)


def test_it_sells_a_card_to_a_member(at_till, basket, gold, fee):
    set_member(key=basket.key, member=gold)
    line = _lay(at_till, basket, fee)

    shown = words(press(at_till, "line_card", basket, line, card="８0000001"))
    answer = press(at_till, "pay", basket, shown_due="150.00", points=0, tender="wechat")

    assert "¥150.00" in shown
    assert "/receipts/" in led_to(answer)
    assert (Card.objects.get().member, Card.objects.get().number) == (gold, NUMBER)


@pytest.mark.parametrize(
    ("to_whom", "number", "said"),
    [
        ("", NUMBER, "A card is sold to a member: find or register her first."),
        ("NO.24-1", "", "Scan the number of the card that is sold."),
        ("NO.24-1", "80000009", "This card is 曾*'s already."),
    ],
)
def test_it_says_why_a_card_is_not_sold(at_till, basket_of_a_fee, to_whom, number, said):
    basket, line = basket_of_a_fee
    card_of(MemberFactory(name="曾黎", number="NO.24-1"), "80000009")
    press(at_till, "member_find", basket, member=to_whom)
    press(at_till, "line_card", basket, line, card=number)

    answer = press(at_till, "pay", basket, shown_due="150.00", points=0, tender="wechat")

    assert said in words(answer)
    assert Sale.objects.count() == 0


def test_it_sells_each_card_on_a_line_of_its_own(at_till, basket, fee):
    line = _lay(at_till, basket, fee)
    _lay(at_till, basket, fee)

    several = press(at_till, "scan", basket, text=f"2*{fee.sku}")
    press(at_till, "line_quantity", basket, line, quantity=2)

    assert led_to(several).endswith("/till/")
    assert [one["quantity"] for one in kept(basket).lines] == ["1", "1"]


def _lay(at_till, basket, fee):
    press(at_till, "scan", basket, text=fee.sku)
    return kept(basket).lines[-1]["id"]


def test_a_card_that_was_issued_a_moment_ago_shows_her_points_at_once(at_till, basket, gold):
    """T57: at a till whose page has been open all the time; and again after another has sold."""
    assert at_till.get(reverse("pos:till")).status_code == 200
    card_of(gold, "80000007")

    shown = words(press(at_till, "scan", basket, text="80000007"))
    other = ShiftFactory(till__store=basket.till.store)
    sell(other, (ProductFactory(regular_price=Decimal(1000)), 1), member=gold, at=NOON)
    again = words(press(at_till, "scan", basket, text="80000007"))

    assert ["Points 500" in shown, "Points 1,380" in again] == [True, True]
