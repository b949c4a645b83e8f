"""How many points pay, and who sold."""

from decimal import Decimal

import pytest
from django.utils import translation

from loyalty.models import RedemptionRule
from pos.domain.baskets import add_line, set_member
from pos.models import Basket
from stores.enums import Role
from tests.factories import DAY, ProductFactory, posted
from tests.pos.views.conftest import press

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(basket, gold):
    add_line(key=basket.key, product=ProductFactory(), quantity=Decimal(1))
    set_member(key=basket.key, member=gold)
    return basket


def test_it_takes_any_whole_number_of_points(at_till, hers):
    quote = press(at_till, "points_set", hers, points="137").context["desk"].quote

    assert (quote.points_used, quote.points_value, quote.due) == (
        137,
        Decimal("1.37"),
        Decimal("86.63"),
    )


def test_it_cuts_to_the_most_and_says_so(at_till, hers):
    desk = press(at_till, "points_set", hers, points="99999").context["desk"]

    assert desk.quote.points_used == 500
    with translation.override("en"):
        assert desk.points_refused == "She can spend 99,499 points less."


def test_it_brings_down_to_the_step_and_says_so(at_till, hers):
    RedemptionRule.objects.create(effective_from=DAY, step=100)

    desk = press(at_till, "points_set", hers, points="250").context["desk"]

    assert desk.quote.points_used == 200
    with translation.override("en"):
        assert desk.points_refused == "Points pay in steps of 100."


@pytest.mark.parametrize("typed", ["-1", "1.5", "all", ""])
def test_it_refuses_what_is_no_number_of_points(at_till, hers, typed):
    answer = press(at_till, "points_set", hers, points=typed)

    assert answer.status_code == 422
    assert answer.context["points_form"]["points"].value() == typed
    assert Basket.objects.get(pk=hers.pk).points == 0


def test_it_forgets_the_points_of_another_member(at_till, hers):
    press(at_till, "points_set", hers, points="137")

    press(at_till, "member_remove", hers)

    assert Basket.objects.get(pk=hers.pk).points == 0


def test_it_notes_who_sold(at_till, basket, store):
    guide = posted(Role.GUIDE, store=store)

    assert press(at_till, "seller_set", basket, seller=guide.number).status_code == 204
    assert Basket.objects.get(pk=basket.pk).seller == guide

    press(at_till, "seller_set", basket, seller="")
    assert Basket.objects.get(pk=basket.pk).seller is None


def test_it_lists_the_stores_people_guides_first(at_till, basket, store, cashier):
    guide = posted(Role.GUIDE, store=store, staff__number="Z9")
    posted(Role.GUIDE)

    page = press(at_till, "member_remove", basket)

    assert page.context["desk"].sellers == [guide, cashier]


def test_it_does_not_know_a_seller_of_another_store(at_till, basket):
    stranger = posted(Role.GUIDE)

    assert press(at_till, "seller_set", basket, seller=stranger.number).status_code == 404
    assert Basket.objects.get(pk=basket.pk).seller is None
