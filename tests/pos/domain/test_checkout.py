"""A basket becomes a sale, with all that follows, exactly once."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.domain.tiers import enter_tier
from loyalty.models import EarningBonus, EarningRule, Tier
from loyalty.queries import ledger_faults, standing
from pos.domain.checkout import Order, TotalChanged, post_sale
from pos.domain.once import KeyReused
from pos.models import Basket
from sales.models import Sale, Visit
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.shop import fill_basket, order_for, sell, take_back

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(days=7)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def gold(shift):
    return gold_in(shift.till.store)


def gold_in(store):
    member = MemberFactory(home_store=store)
    tier = Tier.objects.get(code="gold")
    enter_tier(member=member, tier=tier, by=None, at=member.joined_at)
    return member


def test_post_sale_prices_regular_goods_for_the_tier_and_earns_on_what_was_paid(shift, gold):
    coat = ProductFactory(regular_price=Decimal("999.00"))
    scarf = ProductFactory(regular_price=Decimal("80.00"), special_price=Decimal("59.90"))

    sale = sell(shift, (coat, 1), (scarf, 2), member=gold, at=NOON)

    assert sale.net == Decimal("998.92")  # 879.12 at 8.8折 and 2 x 59.90 as they are
    assert standing(member=gold, at=NOON).balance == 998
    visit = Visit.objects.get()
    assert (visit.tickets, visit.units, visit.net) == (1, 3, sale.net)
    assert ledger_faults() == []


def test_post_sale_again_returns_the_first_sale(shift, gold):
    basket = fill_basket(shift, (ProductFactory(), 1), member=gold, at=NOON)
    order = order_for(basket, at=NOON)

    sales = [post_sale(order=order, shift=shift, cashier=shift.opened_by, at=NOON) for _ in "abc"]

    assert Sale.objects.count() == 1
    assert {sale.pk for sale in sales} == {sales[0].pk}
    assert standing(member=gold, at=NOON).balance == 88


def test_post_sale_with_a_used_key_and_another_body_is_refused(shift, gold):
    basket = fill_basket(shift, (ProductFactory(), 1), member=gold, at=NOON)
    order = order_for(basket, at=NOON)
    post_sale(order=order, shift=shift, cashier=shift.opened_by, at=NOON)

    with pytest.raises(KeyReused):
        post_sale(
            order=Order(order.key, Decimal("1.00"), 0, order.tenders),
            shift=shift,
            cashier=shift.opened_by,
            at=NOON,
        )


def test_post_sale_at_another_amount_than_shown_changes_nothing(shift, gold):
    basket = fill_basket(shift, (ProductFactory(), 1), member=gold, at=NOON)
    order = order_for(basket, at=NOON)

    with pytest.raises(TotalChanged):
        post_sale(
            order=Order(order.key, Decimal("1.00"), 0, order.tenders),
            shift=shift,
            cashier=shift.opened_by,
            at=NOON,
        )

    assert Sale.objects.count() == 0
    assert Basket.objects.get().state == "open"


def test_return_gives_back_exactly_what_the_sale_gave_and_took(shift, gold):
    sell(shift, (ProductFactory(regular_price=Decimal(500)), 1), member=gold, at=NOON)
    sale = sell(shift, (ProductFactory(), 3), member=gold, points=250, at=NOON)
    assert standing(member=gold, at=NOON).balance == 440 - 250 + 261

    take_back(shift, sale, [1], at=NOON)
    take_back(shift, sale, [1], at=NOON)
    take_back(shift, sale, [1], at=NOON)

    assert standing(member=gold, at=NOON).balance == 440
    assert ledger_faults() == []
    visit = Visit.objects.get()
    assert (visit.tickets, visit.net) == (1, Decimal("440.00"))


def test_return_of_goods_whose_points_are_spent_leaves_a_debt_that_earning_pays(shift, gold):
    first = sell(shift, (ProductFactory(regular_price=Decimal(500)), 1), member=gold, at=NOON)
    sell(shift, (ProductFactory(), 1), member=gold, points=440, at=NOON)

    take_back(shift, first, at=NOON)
    owing = standing(member=gold, at=NOON)
    assert (owing.balance, owing.spendable, owing.debt) == (83 - 440, 0, 440 - 83)
    assert ledger_faults() == []

    sell(shift, (ProductFactory(regular_price=Decimal(1000)), 1), member=gold, at=NOON)
    paid = standing(member=gold, at=NOON)
    assert (paid.balance, paid.debt) == (880 - 357, 0)
    assert ledger_faults() == []


def test_gold_becomes_platinum_with_the_sale_that_reaches_2500_points(shift, gold):
    coat = ProductFactory(regular_price=Decimal(3000))

    first = sell(shift, (coat, 1), member=gold, at=NOON)
    second = sell(shift, (coat, 1), member=gold, at=NOON)

    assert (first.net, second.net) == (Decimal("2640.00"), Decimal("2550.00"))
    assert standing(member=gold, at=NOON).tier.code == "platinum"


def test_a_season_of_more_points_for_gold_helps_its_members_up(shift, gold):
    later = gold_in(shift.till.store)
    season = EarningBonus.objects.create(
        rule=EarningRule.objects.get(),
        name_zh="金卡冲刺周",
        multiplier=2,
        since=DAY,
        until=DAY + WEEK,
    )
    season.tiers.add(Tier.objects.get(code="gold"))
    coat = ProductFactory(regular_price=Decimal(1500))

    sell(shift, (coat, 1), member=gold, at=NOON)
    sell(shift, (coat, 1), member=later, at=NOON + WEEK)

    found = [standing(member=one, at=NOON + WEEK) for one in (gold, later)]
    assert [(one.balance, one.tier.code) for one in found] == [(2640, "platinum"), (1320, "gold")]
