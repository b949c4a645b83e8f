"""Whose basket it is."""

import pytest

from pos.domain.baskets import set_member
from pos.models import Basket
from tests.factories import MemberFactory
from tests.pos.views.conftest import press, signed_in

pytestmark = pytest.mark.django_db


def member_of(basket):
    return Basket.objects.get(pk=basket.pk).member


@pytest.mark.parametrize(
    "typed",
    ["13912345678", "+86 139 1234 5678", "0086-13912345678", "１３９12345678", "no.9-1"],
)
def test_it_finds_anybody_by_what_is_hers_exactly(at_till, basket, typed):
    member = MemberFactory(phone="+8613912345678", number="NO.9-1")

    press(at_till, "member_find", basket, member=typed)

    assert member_of(basket) == member


@pytest.mark.parametrize("typed", ["5678", "张", "zln", "1391234", ""])
def test_it_lets_a_cashier_browse_nobody(at_till, basket, store, typed):
    MemberFactory(phone="+8613912345678", name="张丽娜", home_store=store)

    answer = press(at_till, "member_find", basket, member=typed)

    assert member_of(basket) is None
    assert "张丽娜" not in answer.content.decode()


@pytest.mark.parametrize("typed", ["5678", "张丽", "zln", "zhanglina"])
def test_it_shows_a_manager_those_of_her_store(manager, basket, store, typed):
    mine = MemberFactory(phone="+8613912345678", name="张丽娜", home_store=store)
    MemberFactory(phone="+8613812345678", name="张丽娜")

    answer = press(signed_in(manager), "member_find", basket, member=typed)

    assert answer.context["sought"]["members"] == [mine]
    assert "139****5678" in answer.content.decode()
    assert member_of(basket) is None


def test_it_offers_to_register_who_is_nobody_yet(at_till, basket):
    answer = press(at_till, "member_find", basket, member="13912345678")

    assert answer.context["sought"] == {"typed": "13912345678", "members": []}
    assert 'value="13912345678"' in answer.content.decode()


def test_it_takes_the_member_off(at_till, basket, gold):
    set_member(key=basket.key, member=gold)

    press(at_till, "member_remove", basket)

    assert member_of(basket) is None


def test_it_does_not_know_a_strangers_basket(at_till, shift, elsewhere, gold):
    answer = press(at_till, "member_find", elsewhere, member=gold.number)

    assert answer.status_code == 404
    assert member_of(elsewhere) is None
