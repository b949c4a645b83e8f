"""At the till a merged record leads to the member who has everything of it now."""

import uuid

import pytest

from campaigns.domain.merging import merge_members
from pos.models import Basket
from tests.factories import NOON, MemberFactory, ProductFactory, StaffFactory
from tests.pos.views.conftest import led_to, press
from tests.shop import fill_basket
from tests.visitors import visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def double(store):
    return MemberFactory(home_store=store, name="张丽娜", phone="+8613900139000")


@pytest.fixture
def till(cashier):
    return visitor(cashier)


def merged(kept, double):
    return merge_members(
        key=uuid.uuid4(), kept=kept, merged=double, reason="同一人", by=StaffFactory(), at=NOON
    )


@pytest.mark.parametrize("typed", ["number", "phone"])
def test_it_finds_the_kept_member_and_says_so(till, basket, gold, double, typed):
    asked = {"number": double.number, "phone": "139 0013 9000"}[typed]
    merged(gold, double)

    answer = press(till, "member_find", basket, member=asked)

    assert Basket.objects.get(pk=basket.pk).member == gold
    assert f"{double.number} was merged into 张丽娜 {gold.number}." in words(answer)


def test_it_says_nothing_where_nothing_was_merged(till, basket, gold, double):
    merged(gold, double)

    answer = press(till, "member_find", basket, member="13800138000")

    assert "was merged" not in words(answer)


def test_a_basket_of_who_was_merged_meanwhile_goes_to_the_kept_one(till, shift, gold, double):
    basket = fill_basket(shift, (ProductFactory(), 1), member=double, at=NOON)
    merged(gold, double)

    answer = press(till, "pay", basket, shown_due="100.00", points="0", tender="wechat")

    assert led_to(answer) == "/till/"
    basket.refresh_from_db()
    assert (basket.member, basket.state) == (gold, "open")
