"""What a basket costs, and whether every 分 of it is explained."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money import ZERO
from loyalty.domain.price_coupons import CouponTerms, Unfit, Why
from loyalty.domain.price_parts import Goods, Item, MemberOffer, Percentage
from loyalty.domain.pricing import Pricing, price_basket
from loyalty.enums import CouponEffect
from sales.domain.steps import Step, taken_off
from sales.enums import PriceReason

REGULAR = Goods(regular_only=True)
TIER = Percentage(8_800, Step(PriceReason.TIER, ZERO, zh="金卡"), REGULAR)
BIRTHDAY = Percentage(8_000, Step(PriceReason.BIRTHDAY, ZERO), REGULAR)
ON_TOP = Percentage(9_500, Step(PriceReason.PERK, ZERO), REGULAR, stacks=True)
TWENTY_OFF = CouponTerms("C-AMOUNT", CouponEffect.AMOUNT, amount=Decimal(20))
NINE_TENTHS = CouponTerms("C-PERCENT", CouponEffect.PERCENT, pays=9_000)
FREE = CouponTerms("C-FREE", CouponEffect.FREE_ITEM, product=7)
GIFT = CouponTerms("C-GIFT", CouponEffect.GIFT)


def item(regular="100", quantity=1, **more) -> Item:
    return Item(Decimal(quantity), Decimal(regular), **more)


def nets(pricing: Pricing) -> list[str]:
    return [str(price.net) for price in pricing.prices]


def steps(pricing: Pricing) -> list[list[tuple[str, str]]]:
    return [[(step.reason.value, str(step.off)) for step in one.steps] for one in pricing.prices]


def test_without_terms_everything_costs_its_regular_price():
    pricing = price_basket([item("33.33", "0.5")])

    assert nets(pricing) == ["16.67"]
    assert steps(pricing) == [[]]
    assert pricing.prices[0].reason == PriceReason.REGULAR


def test_tier_discount_touches_regular_prices_only():
    goods = [item(), item(special=Decimal(95)), item(by_hand=Decimal(99))]

    pricing = price_basket(goods, percentages=[TIER])

    assert nets(pricing) == ["88.00", "95.00", "99.00"]
    assert steps(pricing) == [[("tier", "12.00")], [("special", "5.00")], [("manual", "1.00")]]
    assert [price.discount for price in pricing.prices] == [8_800, 10_000, 10_000]


@pytest.mark.parametrize("order", [[TIER, BIRTHDAY], [BIRTHDAY, TIER]])
def test_best_single_percentage_wins(order):
    assert steps(price_basket([item()], percentages=order)) == [[("birthday", "20.00")]]


def test_only_a_perk_that_stacks_comes_on_top():
    pricing = price_basket([item()], percentages=[ON_TOP, TIER, BIRTHDAY])

    assert steps(pricing) == [[("birthday", "20.00"), ("perk", "4.00")]]
    assert pricing.prices[0].discount == 7_600
    assert pricing.prices[0].reason == PriceReason.BIRTHDAY


def test_discount_for_all_goods_touches_special_prices_too():
    everywhere = replace(BIRTHDAY, goods=Goods())

    pricing = price_basket([item(special=Decimal(90))], percentages=[TIER, everywhere])

    assert steps(pricing) == [[("special", "10.00"), ("birthday", "18.00")]]
    assert pricing.prices[0].reason == PriceReason.SPECIAL


def test_discount_by_hand_is_one_of_the_percentages():
    by_hand = Percentage(9_000, Step(PriceReason.MANUAL, ZERO, by="S001"))

    pricing = price_basket([item(), item(special=Decimal(50))], percentages=[TIER, by_hand])

    assert steps(pricing) == [[("tier", "12.00")], [("special", "50.00"), ("manual", "5.00")]]


def test_member_price_counts_for_as_many_as_are_left_in_the_whole_basket():
    offer = MemberOffer(Decimal(60), left=Decimal(3))

    pricing = price_basket(
        [item(quantity=2, offer=offer, product=7), item(quantity=2, offer=offer, product=7)],
        percentages=[TIER],
    )

    assert [(one.item, one.quantity, str(one.net)) for one in pricing.prices] == [
        (0, 2, "120.00"),
        (1, 1, "60.00"),
        (1, 1, "88.00"),
    ]
    assert [one.reason.value for one in pricing.prices] == ["member", "member", "tier"]


@pytest.mark.parametrize(
    ("price", "reason"), [("87.99", PriceReason.MEMBER), ("88", PriceReason.TIER)]
)
def test_member_price_counts_where_it_costs_less_than_her_discount(price, reason):
    offered = item(offer=MemberOffer(Decimal(price)), product=7)

    assert price_basket([offered], percentages=[TIER]).prices[0].reason == reason


def test_percent_coupon_that_is_no_better_is_not_used():
    pricing = price_basket([item()], percentages=[TIER], coupons=[NINE_TENTHS])

    assert nets(pricing) == ["88.00"]
    assert pricing.used == {}
    assert pricing.unfit == {"C-PERCENT": Unfit(Why.NOT_BETTER)}


def test_percent_coupon_is_used_where_it_is_the_best():
    goods = [item(category=1), item(category=2)]
    half_of_two = replace(NINE_TENTHS, pays=5_000, goods=Goods(categories=frozenset({2})))

    pricing = price_basket(goods, percentages=[TIER], coupons=[half_of_two])

    assert steps(pricing) == [[("tier", "12.00")], [("coupon", "50.00")]]
    assert pricing.used == {"C-PERCENT": Decimal("50.00")}


def test_amount_coupon_is_spread_to_the_fen_and_counts_after_other_discounts():
    goods = [item("33.33"), item("33.33"), item("33.34")]

    pricing = price_basket(goods, coupons=[TWENTY_OFF])

    assert steps(pricing) == [[("coupon", "6.67")], [("coupon", "6.66")], [("coupon", "6.67")]]
    assert pricing.used == {"C-AMOUNT": Decimal("20.00")}


@pytest.mark.parametrize(
    ("minimum", "unfit"),
    [("88.00", {}), ("88.01", {"C-AMOUNT": Unfit(Why.MINIMUM, Decimal("0.01"))})],
)
def test_minimum_counts_after_other_discounts(minimum, unfit):
    coupon = replace(TWENTY_OFF, minimum=Decimal(minimum))

    assert price_basket([item()], percentages=[TIER], coupons=[coupon]).unfit == unfit


def test_minimum_counts_only_the_goods_the_coupon_is_for():
    coupon = replace(
        TWENTY_OFF, minimum=Decimal(100), goods=Goods(products=frozenset({7}), regular_only=True)
    )
    goods = [item("60", product=7), item("500", product=8), item(product=7, special=Decimal(90))]

    assert price_basket(goods, coupons=[coupon]).unfit == {
        "C-AMOUNT": Unfit(Why.MINIMUM, Decimal("40.00"))
    }


def test_amount_coupon_never_goes_below_nothing():
    pricing = price_basket([item("5"), item("7")], coupons=[TWENTY_OFF])

    assert nets(pricing) == ["0.00", "0.00"]
    assert pricing.used == {"C-AMOUNT": Decimal("12.00")}


def test_free_item_is_the_dearest_piece_of_its_product():
    offer = MemberOffer(Decimal(10), left=Decimal(1))
    goods = [item("40", quantity=3, product=7, offer=offer), item("90", product=8)]

    pricing = price_basket(goods, percentages=[TIER], coupons=[FREE])

    assert [(one.quantity, str(one.net)) for one in pricing.prices] == [
        (1, "10.00"),
        (1, "0.00"),
        (1, "35.20"),
        (1, "79.20"),
    ]
    assert steps(pricing)[1] == [("tier", "4.80"), ("coupon", "35.20")]
    assert pricing.used == {"C-FREE": Decimal("35.20")}


def test_minimum_of_a_free_item_does_not_count_the_item():
    coupon = replace(FREE, minimum=Decimal(100))

    assert price_basket([item(product=7)], coupons=[coupon]).unfit == {
        "C-FREE": Unfit(Why.MINIMUM, Decimal(100))
    }
    assert price_basket([item(product=7), item()], coupons=[coupon]).unfit == {}


def test_item_at_a_price_is_not_used_where_it_costs_no_less():
    at_a_price = replace(FREE, effect=CouponEffect.PRICE, price=Decimal(88))

    pricing = price_basket([item(product=7)], percentages=[TIER], coupons=[at_a_price])

    assert pricing.unfit == {"C-FREE": Unfit(Why.NOT_BETTER)}


def test_gift_takes_nothing_off_but_asks_for_its_minimum():
    from_50 = replace(GIFT, minimum=Decimal(50))

    assert price_basket([item("50")], coupons=[from_50]).used == {"C-GIFT": ZERO}
    assert price_basket([item("49")], coupons=[from_50]).used == {}
    assert price_basket([], coupons=[GIFT]).unfit == {"C-GIFT": Unfit(Why.GOODS)}


def test_fee_is_charged_as_it_is():
    pricing = price_basket(
        [item("150", fee=True)], percentages=[replace(TIER, goods=Goods())], coupons=[TWENTY_OFF]
    )

    assert nets(pricing) == ["150.00"]
    assert pricing.unfit == {"C-AMOUNT": Unfit(Why.GOODS)}


money = st.decimals("0", "2000", places=2)
quantities = st.one_of(
    st.integers(1, 9).map(Decimal), st.decimals("0.001", "9", places=3).map(Decimal)
)
shares = st.integers(1, 10_000)
goods_of = st.builds(
    Goods,
    products=st.frozensets(st.integers(1, 3), max_size=2),
    categories=st.frozensets(st.integers(1, 2), max_size=1),
    regular_only=st.booleans(),
)
items = st.builds(
    Item,
    quantity=quantities,
    regular=money,
    special=st.none() | money,
    by_hand=st.none() | money,
    offer=st.none() | st.builds(MemberOffer, money, st.none() | st.integers(0, 5).map(Decimal)),
    product=st.integers(1, 3),
    category=st.none() | st.integers(1, 2),
    fee=st.booleans(),
)
percentages = st.builds(
    Percentage,
    pays=shares,
    step=st.sampled_from([TIER.step, BIRTHDAY.step, ON_TOP.step]),
    goods=goods_of,
    stacks=st.booleans(),
)
coupons = st.builds(
    CouponTerms,
    number=st.uuids().map(str),
    effect=st.sampled_from(CouponEffect),
    amount=st.decimals("0.01", "3000", places=2),
    pays=st.integers(1, 9_999),
    price=money,
    product=st.integers(1, 3),
    minimum=st.just(ZERO) | money,
    goods=goods_of,
)


@given(
    st.lists(items, max_size=6), st.lists(percentages, max_size=4), st.lists(coupons, max_size=4)
)
def test_steps_of_any_basket_add_up_to_what_is_paid(basket, percentages, coupons):
    pricing = price_basket(basket, percentages=percentages, coupons=coupons)

    for price in pricing.prices:
        assert price.net == price.regular_total - taken_off(price.steps)
        assert price.net == round(price.net, 2) >= 0
        assert 1 <= price.discount <= 10_000
    for place, one in enumerate(basket):
        parts = [price for price in pricing.prices if price.item == place]
        assert sum(price.quantity for price in parts) == one.quantity
        assert all(price.quantity > 0 for price in parts)
    assert {*pricing.used} | {*pricing.unfit} == {coupon.number for coupon in coupons}
    assert pricing.used.keys() & pricing.unfit.keys() == set()


@given(st.lists(items, max_size=6), st.lists(percentages, max_size=4), coupons)
def test_coupon_takes_off_what_it_says_and_never_costs_anything(basket, percentages, coupon):
    coupon = replace(coupon, effect=CouponEffect.AMOUNT)
    without = price_basket(basket, percentages=percentages)

    pricing = price_basket(basket, percentages=percentages, coupons=[coupon])

    saved = sum(pricing.used.values(), ZERO)
    total = sum((price.net for price in pricing.prices), ZERO)
    assert total == sum((price.net for price in without.prices), ZERO) - saved
    assert 0 <= saved <= coupon.amount


@given(st.lists(items, max_size=6), st.lists(percentages, max_size=4), percentages)
def test_another_percentage_never_makes_a_basket_dearer(basket, percentages, another):
    before = price_basket(basket, percentages=percentages)

    after = price_basket(basket, percentages=[*percentages, another])

    assert sum(one.net for one in after.prices) <= sum(one.net for one in before.prices) + Decimal(
        "0.01"
    ) * len(after.prices)
