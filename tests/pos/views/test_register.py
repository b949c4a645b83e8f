"""A customer becomes a member at the till."""

from decimal import Decimal

import pytest
from django.urls import reverse

from guides.models import Ownership
from loyalty.domain.tiers import current_tier
from loyalty.models import Tier
from loyalty.queries import standing
from membership.models import Card, CardKind, Member
from pos.domain.baskets import add_line
from pos.models import Basket
from sales.models import Sale
from stores.enums import Role
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, posted
from tests.pos.views.conftest import press, signed_in

pytestmark = pytest.mark.django_db

URL = reverse("pos:register")


def _tier(code):
    return Tier.objects.get(code=code).pk


def errors_of(answer):
    return list(answer.context["form"].errors)


def test_it_registers_and_puts_her_on_the_basket(at_till, basket, paper, cashier, store):
    answer = at_till.post(URL, paper)

    member = Member.objects.get()
    assert answer.url == reverse("pos:till")
    assert (member.name, str(member.phone), member.home_store) == ("孙悟", "+8613800138000", store)
    assert (member.birth_month, member.birth_day, member.birth_year) == (5, 20, None)
    assert member.enroller == cashier
    assert current_tier(member=member, on=DAY).code == "basic"
    assert list(member.consents.values_list("purpose", flat=True)) == ["membership"]
    assert Basket.objects.get(pk=basket.pk).member == member


def test_who_has_just_joined_earns_with_the_purchase_she_joined_for(at_till, basket, paper):
    """T10: nothing about her has to arrive before she pays."""
    add_line(key=basket.key, product=ProductFactory(), quantity=Decimal(2))
    at_till.post(URL, paper)
    assert not Basket.objects.get(pk=basket.pk).member.points_account.balance

    press(at_till, "pay", basket, shown_due="200.00", points="0", tender="wechat")

    member = Member.objects.get()
    assert [sale.member for sale in Sale.objects.all()] == [member]
    assert standing(member=member, at=NOON).spendable == 200


def test_it_gives_her_to_the_guide_who_enrolled_her(at_till, paper, store):
    guide = posted(Role.GUIDE, store=store)

    at_till.post(URL, paper | {"enroller": guide.pk})

    assert Ownership.objects.get().guide == guide
    assert Member.objects.get().enroller == guide


def test_it_takes_ticks_card_and_referrer(at_till, paper, gold):
    at_till.post(
        URL,
        paper
        | {
            "phone": "13900139000",
            "consent_sms": "on",
            "card_number": "８８０００１",
            "card_again": "880001",
            "card_kind": _first_kind(),
            "referrer": "138-0013-8000",
            "tier": _tier("silver"),
        },
    )

    member = Member.objects.exclude(pk=gold.pk).get()
    assert sorted(member.consents.values_list("purpose", flat=True)) == ["membership", "sms"]
    assert Card.objects.get().number == "880001"
    assert member.referrer == gold
    assert current_tier(member=member, on=DAY).code == "silver"


def _first_kind():
    return CardKind.objects.order_by("pk").first().pk


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"birthday": "0815", "calendar": "lunar"}, ("lunar", 8, 15, False)),
        ({"birthday": "闰四月初一", "calendar": "lunar"}, ("lunar", 4, 1, True)),
        ({"birthday": "0229"}, ("solar", 2, 29, False)),
        ({"birthday": "1988-05-20"}, ("solar", 5, 20, False)),
    ],
)
def test_it_reads_birthdays_of_both_calendars(at_till, shift, paper, typed, kept):
    at_till.post(URL, paper | typed)

    birthday = Member.objects.get().birthday
    assert (
        "lunar" if birthday.lunar else "solar",
        birthday.month,
        birthday.day,
        birthday.leap,
    ) == kept


def test_it_respects_who_gives_no_birthday(at_till, shift, paper):
    at_till.post(URL, paper | {"birthday": "", "birthday_declined": "on"})

    member = Member.objects.get()
    assert (member.birthday, member.birthday_declined) == (None, True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": " "}, "name"),
        ({"phone": "12345"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"birthday": ""}, "birthday"),
        ({"birthday": "0230"}, "birthday"),
        ({"birthday": "2030-01-01"}, "birthday"),
        ({"consent_membership": ""}, "consent_membership"),
        ({"card_number": "880001", "card_again": "880002"}, "card_again"),
        ({"card_number": "880001", "card_again": ""}, "card_again"),
        ({"referrer": "nobody"}, "referrer"),
        ({"tier": "0"}, "tier"),
    ],
)
def test_it_says_at_the_field_what_is_wrong_and_keeps_the_rest(at_till, shift, paper, typed, field):
    form = at_till.post(URL, paper | typed).context["form"]

    assert list(form.errors) == [field]
    assert form["name"].value() == (paper | typed)["name"]
    assert Member.objects.count() == 0


def test_it_offers_no_tier_that_has_to_be_reached(at_till, shift, paper):
    assert errors_of(at_till.post(URL, paper | {"tier": _tier("platinum")})) == ["tier"]


def test_it_names_who_has_the_phone_masked_and_offers_her(at_till, basket, paper, gold):
    page = at_till.post(URL, paper)

    text = page.content.decode()
    assert errors_of(page) == ["phone"]
    assert page.context["taken"] == gold
    assert ["138****8000 张**" in text, "张丽娜" in text] == [True, False]

    press(at_till, "register_use", member=gold.number)

    assert Basket.objects.get(pk=basket.pk).member == gold


def test_it_names_who_has_the_card(at_till, shift, paper):
    card = {"card_number": "880001", "card_again": "880001", "card_kind": _first_kind()}
    at_till.post(URL, paper | card)

    again = at_till.post(URL, paper | card | {"phone": "13900139000"})

    assert errors_of(again) == ["card_number"]
    assert Member.objects.count() == 1


def test_it_asks_no_consent_that_is_ticked_already(at_till, shift):
    ticks = at_till.get(URL).context["form"].consents

    assert [tick.value() for tick in ticks] == [None] * 5


def test_it_brings_what_was_typed_in_the_member_field_but_not_in_the_url(at_till, shift):
    answer = press(at_till, "register_begin", member="138 0013 8000")

    assert answer.headers["HX-Redirect"] == URL
    assert at_till.get(URL).context["form"]["phone"].value() == "138 0013 8000"


def test_it_serves_a_guide_without_a_till(store, shift, paper):
    guide = posted(Role.GUIDE, store=store)
    browser = signed_in(guide)

    page = browser.get(URL)
    answer = browser.post(URL, paper | {"enroller": guide.pk})

    assert page.context["form"]["enroller"].value() == guide.pk
    assert answer.url == reverse("stores:home")
    assert Ownership.objects.get().guide == guide


def test_it_registers_for_no_other_store(at_till, shift, paper):
    stranger = MemberFactory().home_store

    assert errors_of(at_till.post(URL, paper | {"store": stranger.pk})) == ["store"]


def test_it_is_closed_to_area_managers(shift, store):
    boss = signed_in(posted(Role.AREA_MANAGER, region=store.region))

    assert boss.get(URL).status_code == 403
    assert boss.post(URL).status_code == 403
