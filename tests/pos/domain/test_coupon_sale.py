"""Coupons, member prices and perks on sales: used once, explained, given back by returns."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.domain.coupons import issue_coupon, withdraw_coupon
from loyalty.domain.tiers import enter_tier
from loyalty.enums import BirthdayWindow, CouponEffect, CouponSource, PerkKind
from loyalty.models import Coupon, CouponKind, CouponUse, MemberPrice, Perk, PerkUse, Tier, TierPerk
from loyalty.queries import ledger_faults
from pos.domain.basket_terms import (
    NotHerCoupon,
    choose_coupon,
    discount_by_hand,
    keep_birthday,
    leave_coupon,
    see_card,
)
from pos.domain.baskets import set_member, set_quantity
from pos.domain.by_hand import DiscountTooDeep, Hand
from pos.domain.checkout import post_sale
from pos.domain.using import CouponGone
from pos.models import Basket
from sales.domain.steps import read_steps, taken_off
from sales.models import Sale
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.shop import fill_basket, order_for, sell, take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def gold(shift):
    member = MemberFactory(home_store=shift.till.store)
    enter_tier(member=member, tier=tier(), by=None, at=member.joined_at)
    return member


def tier() -> Tier:
    return Tier.objects.get(code="gold")


def coupon_of(member, **traits) -> Coupon:
    defaults = {"code": "twenty", "effect": CouponEffect.AMOUNT, "amount": Decimal(20)}
    kind = CouponKind.objects.create(**(defaults | {"name_zh": "二十元券"} | traits))
    return issue_coupon(
        member=member, kind=kind, source=CouponSource.HAND, reference="test", at=NOON
    )


def birthday_perk(member, **traits) -> Perk:
    member.birth_month, member.birth_day = 3, 2
    member.save()
    Perk.objects.filter(kind=PerkKind.BIRTHDAY).delete()
    defaults = {"code": "cake", "name_zh": "生日", "pays": 8_000, "birthday": BirthdayWindow.DAY}
    perk = Perk.objects.create(kind=PerkKind.BIRTHDAY, **(defaults | traits))
    TierPerk.objects.create(tier=tier(), perk=perk, quota=1)
    return perk


def pay(basket: Basket, shift, at=NOON) -> Sale:
    basket = Basket.objects.select_related("member", "till__store").get(pk=basket.pk)
    return post_sale(order=order_for(basket, at=at), shift=shift, cashier=shift.opened_by, at=at)


def sell_with(shift, *goods, member, coupon, at=NOON) -> Sale:
    basket = fill_basket(shift, *goods, member=member, at=at)
    choose_coupon(key=basket.key, number=coupon.number, on=at.date())
    return pay(basket, shift, at)


def explained(sale: Sale) -> list[list[tuple[str, str]]]:
    lines = sale.lines.order_by("position")
    assert all(line.net == line.regular_total - taken_off(read_steps(line.steps)) for line in lines)
    return [[(step.words, str(step.off)) for step in read_steps(line.steps)] for line in lines]


def test_coupon_is_used_with_the_sale_and_explained_on_its_lines(shift, gold):
    coupon = coupon_of(gold)

    sale = sell_with(shift, (ProductFactory(), 2), member=gold, coupon=coupon)

    assert sale.net == Decimal("156.00")
    assert explained(sale) == [[("金卡 8.8折", "24.00"), ("二十元券", "20.00")]]
    use = CouponUse.objects.get()
    assert (use.coupon, use.sale, use.saved, use.store) == (
        coupon,
        sale,
        Decimal("20.00"),
        shift.till.store,
    )


def test_full_return_gives_the_coupon_back_and_pays_out_what_was_paid(shift, gold):
    coupon = coupon_of(gold)
    sale = sell_with(shift, (ProductFactory(), 3), member=gold, coupon=coupon)

    first = take_back(shift, sale, [1], at=NOON)
    assert Coupon.objects.unused().count() == 0
    second = take_back(shift, sale, [2], at=NOON)

    assert first.net + second.net == -sale.net
    assert Coupon.objects.unused().get() == coupon
    assert CouponUse.objects.get().given_back_by == second
    assert ledger_faults() == []


def test_coupon_comes_back_when_all_it_touched_does(shift, gold):
    cheap = ProductFactory()
    coupon = coupon_of(gold, code="free", effect=CouponEffect.FREE_ITEM, amount=None, product=cheap)
    sale = sell_with(shift, (cheap, 1), (ProductFactory(), 1), member=gold, coupon=coupon)
    assert [line.net for line in sale.lines.order_by("position")] == [0, Decimal("88.00")]

    take_back(shift, sale, [0, 1], at=NOON)
    assert Coupon.objects.unused().count() == 0
    take_back(shift, sale, [1, 0], at=NOON)

    assert Coupon.objects.unused().get() == coupon


def test_coupon_given_back_can_be_used_again_and_only_once(shift, gold):
    coupon = coupon_of(gold)
    sale = sell_with(shift, (ProductFactory(), 1), member=gold, coupon=coupon)
    take_back(shift, sale, at=NOON)

    sell_with(shift, (ProductFactory(), 1), member=gold, coupon=coupon)

    assert CouponUse.objects.count() == 2
    assert CouponUse.objects.filter(given_back_at=None).count() == 1


def test_coupon_used_at_another_till_meanwhile_stops_the_payment(shift, gold):
    coupon = coupon_of(gold)
    basket = fill_basket(shift, (ProductFactory(), 1), member=gold, at=NOON)
    choose_coupon(key=basket.key, number=coupon.number, on=DAY)
    order = order_for(Basket.objects.get(pk=basket.pk), at=NOON)
    other = ShiftFactory(till__store=shift.till.store)
    sell_with(other, (ProductFactory(), 1), member=gold, coupon=coupon)

    with pytest.raises(CouponGone):
        post_sale(order=order, shift=shift, cashier=shift.opened_by, at=NOON)

    assert Sale.objects.count() == 1


def test_coupon_that_misses_its_minimum_is_not_used_up(shift, gold):
    coupon = coupon_of(gold, minimum_spend=Decimal(100))

    sale = sell_with(shift, (ProductFactory(), 1), member=gold, coupon=coupon)

    assert sale.net == Decimal("88.00")
    assert CouponUse.objects.count() == 0


@pytest.mark.parametrize("another_store", [True, False])
def test_coupon_of_other_stores_is_not_used_here(shift, gold, another_store):
    coupon = coupon_of(gold)
    coupon.kind.stores.add(ShiftFactory().till.store if another_store else shift.till.store)

    sale = sell_with(shift, (ProductFactory(), 1), member=gold, coupon=coupon)

    assert sale.net == Decimal("88.00" if another_store else "68.00")


def test_choose_coupon_refuses_what_is_not_hers_to_use(shift, gold):
    hers = coupon_of(gold)
    of_another = coupon_of(MemberFactory(), code="another")
    withdraw_coupon(coupon=hers, at=NOON, note="印错了")
    basket = fill_basket(shift, (ProductFactory(), 1), member=gold, at=NOON)

    for number in (hers.number, of_another.number, "no such"):
        with pytest.raises(NotHerCoupon):
            choose_coupon(key=basket.key, number=number, on=DAY)


def test_choose_coupon_refuses_one_whose_days_are_over(shift, gold):
    coupon = coupon_of(gold, life_days=7)
    basket = fill_basket(shift, (ProductFactory(), 1), member=gold, at=NOON)

    choose_coupon(key=basket.key, number=coupon.number, on=DAY + dt.timedelta(days=6))
    with pytest.raises(NotHerCoupon):
        choose_coupon(key=basket.key, number=coupon.number, on=DAY + dt.timedelta(days=7))


def test_ticket_takes_one_coupon_on_prices_and_one_in_yuan(shift, gold):
    ten, twenty = coupon_of(gold, code="ten", amount=Decimal(10)), coupon_of(gold)
    percent = coupon_of(gold, code="half", effect=CouponEffect.PERCENT, amount=None, pays=5_000)
    basket = fill_basket(shift, (ProductFactory(), 1), member=gold, at=NOON)

    for coupon in (ten, percent, twenty):
        choose_coupon(key=basket.key, number=coupon.number, on=DAY)

    assert explained(pay(basket, shift)) == [[("二十元券 5折", "50.00"), ("二十元券", "20.00")]]
    assert Coupon.objects.unused().get() == ten


def test_leave_coupon_leaves_it_unused(shift, gold):
    coupon = coupon_of(gold)
    basket = fill_basket(shift, (ProductFactory(), 1), member=gold, at=NOON)
    choose_coupon(key=basket.key, number=coupon.number, on=DAY)

    leave_coupon(key=basket.key, number=coupon.number)

    assert pay(basket, shift).net == Decimal("88.00")


def test_switching_the_member_takes_her_coupons_off(shift, gold):
    """A cap per member cannot be passed by switching the member: T35."""
    coupon = coupon_of(gold)
    basket = fill_basket(shift, (ProductFactory(), 1), member=gold, at=NOON)
    choose_coupon(key=basket.key, number=coupon.number, on=DAY)
    see_card(key=basket.key, seen=True)

    set_member(key=basket.key, member=MemberFactory())

    basket.refresh_from_db()
    assert (basket.coupons, basket.card_shown) == ([], False)


def test_finding_the_same_member_again_keeps_her_coupons(shift, gold):
    coupon = coupon_of(gold)
    basket = fill_basket(shift, (ProductFactory(), 1), member=gold, at=NOON)
    choose_coupon(key=basket.key, number=coupon.number, on=DAY)

    set_member(key=basket.key, member=gold)

    basket.refresh_from_db()
    assert basket.coupons == [coupon.number]


def test_parked_basket_changed_later_is_priced_anew(shift, gold):
    """No figure of a parked order goes stale: T11."""
    coupon = coupon_of(gold, minimum_spend=Decimal(150))
    basket = fill_basket(shift, (ProductFactory(), 2), member=gold, at=NOON)
    choose_coupon(key=basket.key, number=coupon.number, on=DAY)

    set_quantity(key=basket.key, line=basket.lines[0]["id"], quantity=Decimal(1))

    sale = pay(basket, shift)
    assert (sale.net, CouponUse.objects.count()) == (Decimal("88.00"), 0)


def test_member_price_holds_for_as_many_as_the_limit_leaves(shift, gold):
    egg = ProductFactory()
    MemberPrice.objects.create(
        product=egg, price=Decimal(60), since=DAY, limit=3, limit_period="month"
    )

    first = sell(shift, (egg, 2), member=gold, at=NOON)
    second = sell(shift, (egg, 2), member=gold, at=NOON)

    assert first.net == Decimal("120.00")
    assert [(line.quantity, line.net, line.reason) for line in second.lines.all()] == [
        (1, Decimal("60.00"), "member"),
        (1, Decimal("88.00"), "tier"),
    ]


def test_limit_of_a_member_price_is_counted_net_of_returns_and_by_period(shift, gold):
    egg = ProductFactory()
    MemberPrice.objects.create(
        product=egg, price=Decimal(60), since=DAY, limit=2, limit_period="month"
    )
    sale = sell(shift, (egg, 2), member=gold, at=NOON)
    next_month = NOON + dt.timedelta(days=31)

    take_back(shift, sale, [1], at=next_month)
    assert sell(shift, (egg, 2), member=gold, at=NOON).net == Decimal("148.00")
    assert sell(shift, (egg, 2), member=gold, at=next_month).net == Decimal("120.00")


def test_member_price_is_for_its_days_tiers_and_stores(shift, gold):
    egg = ProductFactory()
    price = MemberPrice.objects.create(
        product=egg, price=Decimal(60), since=DAY, until=DAY + dt.timedelta(days=1)
    )
    price.tiers.add(tier())
    price.stores.add(shift.till.store)
    silver = MemberFactory()
    elsewhere = ShiftFactory()

    assert sell(shift, (egg, 1), member=gold, at=NOON).net == Decimal("60.00")
    assert sell(shift, (egg, 1), member=silver, at=NOON).net == Decimal("100.00")
    assert sell(shift, (egg, 1), at=NOON).net == Decimal("100.00")
    assert sell(elsewhere, (egg, 1), member=gold, at=NOON).net == Decimal("88.00")
    tomorrow = NOON + dt.timedelta(days=1)
    assert sell(shift, (egg, 1), member=gold, at=tomorrow).net == Decimal("88.00")


def test_member_price_that_needs_the_card_asks_for_it(shift, gold):
    egg = ProductFactory()
    MemberPrice.objects.create(product=egg, price=Decimal(60), since=DAY, card_needed=True)
    basket = fill_basket(shift, (egg, 1), member=gold, at=NOON)

    see_card(key=basket.key, seen=True)

    assert pay(basket, shift).net == Decimal("60.00")
    assert sell(shift, (egg, 1), member=gold, at=NOON).net == Decimal("88.00")


def test_birthday_discount_is_given_once_a_year_and_undone_by_a_full_return(shift, gold):
    birthday_perk(gold)

    first = sell(shift, (ProductFactory(), 1), member=gold, at=NOON)
    assert explained(first) == [[("生日 8折", "20.00")]]
    assert sell(shift, (ProductFactory(), 1), member=gold, at=NOON).net == Decimal("88.00")
    take_back(shift, first, at=NOON)

    assert PerkUse.objects.get().undone_at == NOON
    assert sell(shift, (ProductFactory(), 1), member=gold, at=NOON).net == Decimal("80.00")


def test_birthday_moved_within_the_year_opens_no_second_discount(shift, gold):
    birthday_perk(gold)
    sell(shift, (ProductFactory(), 1), member=gold, at=NOON)

    gold.birth_day = 9
    gold.save()

    week_later = NOON + dt.timedelta(days=7)
    assert sell(shift, (ProductFactory(), 1), member=gold, at=week_later).net == Decimal("88.00")


def test_birthday_is_kept_once_a_year_whichever_tier_gives_the_discount(shift, gold):
    birthday_perk(gold)
    sell(shift, (ProductFactory(), 1), member=gold, at=NOON)
    TierPerk.objects.all().delete()
    other = Perk.objects.create(
        code="other", name_zh="另一个", kind=PerkKind.BIRTHDAY, pays=5_000, birthday="day"
    )
    TierPerk.objects.create(tier=tier(), perk=other, quota=1)

    assert sell(shift, (ProductFactory(), 1), member=gold, at=NOON).net == Decimal("88.00")


def test_birthday_discount_can_be_kept_for_another_ticket(shift, gold):
    birthday_perk(gold)
    basket = fill_basket(shift, (ProductFactory(), 1), member=gold, at=NOON)

    keep_birthday(key=basket.key, keeps=True)

    assert pay(basket, shift).net == Decimal("88.00")
    assert PerkUse.objects.count() == 0


def test_birthday_discount_that_is_no_better_is_not_used_up(shift, gold):
    birthday_perk(gold, pays=9_000)

    assert sell(shift, (ProductFactory(), 1), member=gold, at=NOON).net == Decimal("88.00")
    assert PerkUse.objects.count() == 0


def test_extra_discount_stacks_and_its_quota_is_counted(shift, gold):
    perk = Perk.objects.create(
        code="extra", name_zh="折上折", kind=PerkKind.DISCOUNT, pays=9_000, stacks=True
    )
    TierPerk.objects.create(tier=tier(), perk=perk, quota=1, period="month")

    first = sell(shift, (ProductFactory(), 1), member=gold, at=NOON)
    second = sell(shift, (ProductFactory(), 1), member=gold, at=NOON)

    assert explained(first) == [[("金卡 8.8折", "12.00"), ("折上折 9折", "8.80")]]
    assert second.net == Decimal("88.00")


def test_internal_perk_is_counted_but_never_named_in_print(shift, gold):
    perk = Perk.objects.create(
        code="staff-friend",
        name_zh="内部亲友价",
        kind=PerkKind.DISCOUNT,
        pays=7_000,
        is_internal=True,
    )
    TierPerk.objects.create(tier=tier(), perk=perk, quota=2)

    sale = sell(shift, (ProductFactory(), 1), member=gold, at=NOON)

    assert explained(sale) == [[("专享折扣 7折", "30.00")]]
    assert PerkUse.objects.get().perk == perk


def test_discount_by_hand_says_who_allowed_it(shift):
    basket = fill_basket(shift, (ProductFactory(), 1), at=NOON)

    discount_by_hand(key=basket.key, pays=8_800, hand=Hand(least=8_000, by="S001"))

    sale = pay(basket, shift)
    assert explained(sale) == [[("顾客付 88%", "12.00")]]
    assert [step.by for step in read_steps(sale.lines.get().steps)] == ["S001"]


def test_discount_by_hand_goes_as_far_as_the_hand(shift):
    basket = fill_basket(shift, (ProductFactory(), 1), at=NOON)

    with pytest.raises(DiscountTooDeep):
        discount_by_hand(key=basket.key, pays=7_999, hand=Hand(least=8_000, by="S001"))


def test_birthday_gold_member_with_coupon_and_points_returns_one(shift, gold):
    """Two regular, one special, a coupon and 300 points; then one comes back."""
    birthday_perk(gold)
    sell(shift, (ProductFactory(regular_price=Decimal(600)), 1), member=gold, at=NOON)
    PerkUse.objects.update(undone_at=NOON, undone_by=shift.opened_by)
    coat, scarf = ProductFactory(), ProductFactory(regular_price=Decimal(80), special_price=60)
    coupon = coupon_of(gold, minimum_spend=Decimal(200))
    basket = fill_basket(shift, (coat, 2), (scarf, 1), member=gold, points=300, at=NOON)
    choose_coupon(key=basket.key, number=coupon.number, on=DAY)

    sale = pay(basket, shift)

    assert sale.net == Decimal("200.00")
    assert explained(sale) == [
        [("生日 8折", "40.00"), ("二十元券", "14.55")],
        [("特价", "20.00"), ("二十元券", "5.45")],
    ]
    back = take_back(shift, sale, [1, 0], at=NOON)
    assert back.net == Decimal("-72.73")
    assert ledger_faults() == []
    assert CouponUse.objects.get().given_back_at is None
