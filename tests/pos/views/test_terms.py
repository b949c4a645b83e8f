"""Coupons, the card, the birthday and discounts by hand, as the till shows and takes them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from loyalty.domain.coupons import issue_coupon
from loyalty.enums import BirthdayWindow, CouponEffect, CouponSource, PerkKind
from loyalty.models import Coupon, CouponKind, MemberPrice, Perk, ProgrammeRule, Tier, TierPerk
from pos.domain.baskets import add_line, set_member
from pos.models import Basket
from sales.models import Product
from stores.models import Staff
from tests.factories import DAY, NOON, MemberFactory, ProductFactory
from tests.pos.views.conftest import press, signed_in

pytestmark = pytest.mark.django_db

URL = reverse("pos:till")


@pytest.fixture(autouse=True)
def _in_english(cashier, manager):
    """Let the sentences below be read in the language they are written in."""
    Staff.objects.filter(pk__in=[cashier.pk, manager.pk]).update(language="en")


@pytest.fixture
def scarf() -> Product:
    return ProductFactory(regular_price=Decimal(100))


@pytest.fixture
def hers(basket, gold, scarf) -> Basket:
    """The basket of the gold member, a scarf in it."""
    set_member(key=basket.key, member=gold)
    return add_line(key=basket.key, product=scarf, quantity=Decimal(1))


def coupon_of(member, **traits) -> Coupon:
    defaults = {"code": "twenty", "effect": CouponEffect.AMOUNT, "amount": Decimal(20)}
    kind = CouponKind.objects.create(**(defaults | {"name_zh": "二十元券"} | traits))
    return issue_coupon(
        member=member, kind=kind, source=CouponSource.HAND, reference="test", at=NOON
    )


def desk(client):
    return client.get(URL).context["desk"]


def kept(basket) -> Basket:
    return Basket.objects.get(pk=basket.pk)


def test_it_shows_which_of_her_coupons_fit_and_why_others_do_not(at_till, hers, gold, elsewhere):
    fits = coupon_of(gold)
    coupon_of(gold, code="big", minimum_spend=Decimal(100))
    coupon_of(gold, code="other", effect=CouponEffect.FREE_ITEM, product=ProductFactory())
    coupon_of(gold, code="weak", effect=CouponEffect.PERCENT, pays=9_000)
    coupon_of(gold, code="later", usable_from=DAY + dt.timedelta(days=1))
    coupon_of(gold, code="store").kind.stores.add(elsewhere.till.store)
    coupon_of(MemberFactory(), code="hers")

    shown = desk(at_till)

    assert [(one.number, one.saves) for one in shown.coupons_fit] == [
        (fits.number, Decimal("20.00"))
    ]
    assert sorted((one.why, one.unfit.missing) for one in shown.coupons_unfit) == [
        ("goods", 0),
        ("minimum", Decimal("12.00")),
        ("not_better", 0),
        ("not_yet", 0),
        ("store", 0),
    ]


def test_it_shows_what_a_coupon_would_save_in_place_of_the_chosen_one(at_till, hers, gold):
    twenty, five = coupon_of(gold), coupon_of(gold, code="five", amount=Decimal(5))
    press(at_till, "coupon_choose", hers, coupon=twenty.number, chosen="1")

    assert [(one.chosen, one.saves) for one in desk(at_till).coupons_fit] == [
        (True, Decimal("20.00")),
        (False, Decimal("5.00")),
    ]
    assert five.number != twenty.number


def test_it_uses_a_coupon_and_leaves_it_again(at_till, hers, gold):
    coupon = coupon_of(gold)

    used = press(at_till, "coupon_choose", hers, coupon=coupon.number, chosen="1")
    assert used.context["desk"].quote.due == Decimal("68.00")
    left = press(at_till, "coupon_choose", hers, coupon=coupon.number, chosen="0")

    assert left.context["desk"].quote.due == Decimal("88.00")
    assert kept(hers).coupons == []


def test_it_uses_a_scanned_coupon(at_till, hers, gold):
    coupon = coupon_of(gold)

    answer = press(at_till, "scan", hers, text=coupon.number.lower(), scan="one")

    assert answer.context["desk"].quote.due == Decimal("68.00")


def test_it_says_that_a_coupon_is_not_hers(at_till, hers):
    strange = coupon_of(MemberFactory())

    answer = press(at_till, "scan", hers, text=strange.number, scan="one")

    assert [str(message) for message in answer.context["messages"]] == [
        "She has no such coupon to use: it is used, withdrawn, over, or not hers."
    ]
    assert kept(hers).coupons == []


def test_it_asks_whose_basket_it_is_before_a_coupon(at_till, basket, gold):
    answer = press(at_till, "scan", basket, text=coupon_of(gold).number, scan="one")

    assert [str(message) for message in answer.context["messages"]] == [
        "This is a coupon. Say first whose basket it is."
    ]


def test_it_asks_for_the_card_only_where_it_brings_a_better_price(at_till, hers, scarf):
    price = MemberPrice.objects.create(
        product=scarf, price=Decimal(60), since=DAY, card_needed=True
    )
    assert desk(at_till).quote.offers.ask_card is True

    shown = press(at_till, "card_see", hers, seen="1").context["desk"]
    assert (shown.quote.due, shown.quote.offers.ask_card) == (Decimal("60.00"), False)
    hidden = press(at_till, "card_see", hers, seen="0").context["desk"]
    assert hidden.quote.due == Decimal("88.00")

    price.delete()
    assert desk(at_till).quote.offers.ask_card is False


def test_it_offers_to_keep_the_birthday_for_later(at_till, hers, gold):
    give_birthday(gold)

    assert desk(at_till).quote.due == Decimal("80.00")
    later = press(at_till, "birthday_keep", hers, keeps="1").context["desk"]
    assert (later.quote.due, later.quote.offers.birthday) == (Decimal("88.00"), True)
    assert press(at_till, "birthday_keep", hers, keeps="0").context["desk"].quote.due == 80


def give_birthday(member) -> None:
    member.birth_month, member.birth_day = DAY.month, DAY.day
    member.save()
    Perk.objects.filter(kind=PerkKind.BIRTHDAY).delete()
    perk = Perk.objects.create(
        code="cake", kind=PerkKind.BIRTHDAY, pays=8_000, birthday=BirthdayWindow.DAY, name_zh="生日"
    )
    TierPerk.objects.create(tier=Tier.objects.get(code="gold"), perk=perk, quota=1)


@pytest.mark.parametrize("typed", ["8.8折", "88折", "88", "0.88", "88%"])
def test_it_echoes_a_discount_by_hand_as_what_the_customer_pays(manager, basket, scarf, typed):
    add_line(key=basket.key, product=scarf, quantity=Decimal(1))

    answer = press(signed_in(manager), "discount_set", basket, discount=typed)

    assert answer.context["desk"].quote.due == Decimal("88.00")
    assert kept(basket).pays == 8_800
    assert "customer pays 88%" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("8.8", "“8.8” may mean two things. Write 8.8折 or 88%."),
        ("cheap", "“cheap” is not a discount. Write 8.8折, 88 or 0.88."),
        ("4.9折", "That is too deep. Allowed at this till: customer pays 50%, or more."),
    ],
)
def test_it_refuses_a_discount_that_is_none_or_too_deep(manager, basket, scarf, typed, said):
    add_line(key=basket.key, product=scarf, quantity=Decimal(1))

    answer = press(signed_in(manager), "discount_set", basket, discount=typed)

    assert (answer.status_code, answer.context["discount_form"].errors["discount"]) == (422, [said])
    assert kept(basket).pays is None


def test_it_takes_a_discount_by_hand_back(manager, basket, scarf):
    add_line(key=basket.key, product=scarf, quantity=Decimal(1))
    for typed in ("88", "100"):
        press(signed_in(manager), "discount_set", basket, discount=typed)

    assert (kept(basket).pays, kept(basket).pays_by) == (None, "")


def test_it_lets_a_cashier_discount_as_far_as_the_rule_goes(at_till, basket, scarf):
    add_line(key=basket.key, product=scarf, quantity=Decimal(1))
    line = kept(basket).lines[0]["id"]
    assert press(at_till, "discount_set", basket, discount="95").status_code == 403

    ProgrammeRule.objects.create(effective_from=DAY, cashier_pays_least=9_500)

    assert press(at_till, "discount_set", basket, discount="95").status_code == 200
    assert press(at_till, "discount_set", basket, discount="94").status_code == 422
    assert press(at_till, "line_price", basket, line, price="95").status_code == 200
    assert press(at_till, "line_price", basket, line, price="94.99").status_code == 422


def test_it_takes_a_discount_as_the_price_of_a_line(manager, basket, scarf):
    line = add_line(key=basket.key, product=scarf, quantity=Decimal(2)).lines[0]["id"]

    answer = press(signed_in(manager), "line_price", basket, line, price="9折")

    assert answer.context["desk"].quote.due == Decimal("180.00")
    assert kept(basket).lines[0]["by"] == manager.number


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Gold 12% off", "Twenty off"]), ("zh-hans", ["金卡 8.8折", "二十元券"])],
)
def test_it_explains_every_line_in_the_language_of_who_reads(at_till, hers, gold, language, words):
    coupon = coupon_of(gold, name_en="Twenty off")
    press(at_till, "coupon_choose", hers, coupon=coupon.number, chosen="1")
    Staff.objects.filter(pk=hers.cashier_id).update(language=language)

    page = at_till.get(URL).content.decode()

    assert [word in page for word in words] == [True, True]


@pytest.mark.parametrize("who", ["cashier", "manager"])
def test_it_asks_at_most_15_questions_with_everything_at_once(
    request, hers, gold, who, django_assert_max_num_queries
):
    give_birthday(gold)
    MemberPrice.objects.create(
        product=Product.objects.get(), price=Decimal(60), since=DAY, limit=1, limit_period="month"
    )
    for number in range(12):
        coupon_of(gold, code=f"c{number}", minimum_spend=Decimal(number * 10))
    for _line in range(3):
        add_line(key=hers.key, product=ProductFactory(), quantity=Decimal(2))
    browser = signed_in(request.getfixturevalue(who))
    browser.get(URL)

    with django_assert_max_num_queries(15):
        page = browser.get(URL)

    assert len(page.content) < 100_000
