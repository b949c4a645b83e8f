"""The receipt: what was, not what is."""

from decimal import Decimal

import pytest
from django.urls import reverse

from loyalty.models import Tier
from sales.models import Sale
from stores.enums import Role
from tests.factories import NOON, ProductFactory, ShiftFactory, posted
from tests.pos.views.conftest import signed_in
from tests.shop import sell, take_back
from tests.visitors import visitor

pytestmark = pytest.mark.django_db


def shown(browser, sale):
    return browser.get(reverse("pos:receipt", args=[sale.key])).context["receipt"]


def test_it_shows_points_earned_used_balance_and_the_next_tier(at_till, shift, gold):
    sale = sell(shift, (ProductFactory(), 1), member=gold, points=100, at=NOON)

    receipt = shown(at_till, sale)

    assert receipt.facts == {
        "regular_total": "100.00",
        "points_earned": 87,
        "points_used": 100,
        "balance": 487,
        "tier": "gold",
        "tier_reached": None,
        "next_tier": "platinum",
        "way": {"match": "any", "missing": [["points", "2413.00", "2027-03-02", "2413"]]},
    }
    assert [receipt.tier.code, receipt.next_tier.code] == ["gold", "platinum"]
    assert receipt.saved == Decimal("12.00")


def test_it_stays_as_printed_whatever_comes_after(at_till, shift, gold):
    first = sell(shift, (ProductFactory(), 1), member=gold, at=NOON)
    before = shown(at_till, first).facts

    sell(shift, (ProductFactory(), 3), member=gold, points=50, at=NOON)
    take_back(shift, first, at=NOON)

    assert shown(at_till, first).facts == before


def test_it_welcomes_to_a_tier_that_was_reached(at_till, shift, gold):
    sale = sell(shift, (ProductFactory(regular_price=Decimal(3000)), 1), member=gold, at=NOON)

    assert shown(at_till, sale).tier_reached == Tier.objects.get(code="platinum")


def test_it_says_why_points_moved(cashier, shift, gold):
    sale = sell(shift, (ProductFactory(), 1), member=gold, points=100, at=NOON)

    reasons = visitor(cashier).get(reverse("pos:receipt", args=[sale.key])).context["reasons"]

    assert [reason.split("; ")[0] for reason in reasons] == [
        f"{sale.receipt}: paid with points",
        f"{sale.receipt}: ¥87.00 paid in money × 1 points per yuan",
    ]


def test_it_masks_the_member(at_till, shift, gold):
    sale = sell(shift, (ProductFactory(), 1), member=gold, at=NOON)

    text = at_till.get(reverse("pos:receipt", args=[sale.key])).content.decode()

    assert ["138****8000" in text, "张**" in text] == [True, True]
    assert ["13800138000" in text, "张丽娜" in text] == [False, False]


def test_it_shows_a_return_with_what_it_did_to_the_points(at_till, shift, gold):
    sale = sell(shift, (ProductFactory(), 1), member=gold, points=100, at=NOON)
    back = take_back(shift, sale, at=NOON)

    receipt = shown(at_till, back)

    assert receipt.is_return
    assert (receipt.facts["points_taken_back"], receipt.facts["points_put_back"]) == (87, 100)
    assert receipt.sale.original == sale


@pytest.mark.parametrize("lines", [1, 5])
def test_it_asks_the_same_few_questions(at_till, shift, lines, django_assert_num_queries):
    sale = sell(shift, *[(ProductFactory(), 1)] * lines, at=NOON)

    with django_assert_num_queries(6):
        shown(at_till, sale)


def test_it_shows_no_other_stores_receipt(at_till, shift):
    sale = sell(ShiftFactory(), (ProductFactory(), 1), at=NOON)

    assert at_till.get(reverse("pos:receipt", args=[sale.key])).status_code == 404


def test_it_is_closed_to_guides(shift, store):
    sale = sell(shift, (ProductFactory(), 1), at=NOON)
    guide = signed_in(posted(Role.GUIDE, store=store))

    assert guide.get(reverse("pos:receipt", args=[sale.key])).status_code == 403
    assert Sale.objects.count() == 1
