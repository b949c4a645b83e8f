"""Cards and organisations on the form on which a customer becomes a member."""

import datetime as dt

import pytest
from django.urls import reverse

from loyalty.models import Tier
from membership.enums import PrintedStatus
from membership.models import Card, Member, Organisation, PrintedCard
from stores.enums import Language
from stores.models import Staff, Store
from tests.factories import StoreFactory
from tests.membership.cards import kind, stock
from tests.visitors import errors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shift")]

URL = reverse("pos:register")


@pytest.fixture
def school(store):
    return Organisation.objects.create(name="静安小学", store=store)


def typed(number="", **more):
    return {"card_number": number, "card_again": number, **more}


def test_it_registers_through_an_organisation(at_till, paper, school):
    at_till.post(URL, paper | {"organisation": school.pk})

    assert list(school.members.all()) == [Member.objects.get()]


def test_it_offers_the_organisations_of_its_store(at_till, store, school):
    everywhere = Organisation.objects.create(name="市总工会")
    Organisation.objects.create(name="远方小学", store=StoreFactory())
    Organisation.objects.create(name="已停", is_active=False)

    offered = at_till.get(URL).context["form"].fields["organisation"].queryset

    assert set(offered) == {school, everywhere}


def test_it_takes_no_printed_card_for_a_tier_without_one(at_till, paper):
    basic = Tier.objects.get(code="basic")
    Tier.objects.filter(pk=basic.pk).update(has_card=False)
    hers = paper | {"tier": basic.pk}

    answer = at_till.post(URL, hers | typed("80001234"))
    at_till.post(URL, hers | typed(card_kind=kind("digital").pk))

    assert errors(answer) == {"card_number": ["普卡会员不发实体卡，卡号请留空。"]}
    assert Card.objects.get().kind.code == "digital"


def test_it_knows_the_kind_of_a_printed_number(at_till, store, paper, school):
    stock(
        store,
        "T0001",
        "T0002",
        of=kind("organisation"),
        organisation=school,
        expires_on=dt.date(2026, 9, 30),
    )

    at_till.post(URL, paper | typed("T0001", card_kind=kind("student").pk))

    card = Card.objects.get()
    assert (card.kind.code, card.expires_on) == ("organisation", dt.date(2026, 9, 30))
    assert Member.objects.get().organisation == school
    assert PrintedCard.objects.get(number="T0001").status == PrintedStatus.ISSUED


def test_it_issues_a_digital_card_without_a_number(at_till, paper):
    at_till.post(URL, paper | typed(card_kind=kind("digital").pk))

    assert Card.objects.get().number == f"{Member.objects.get().number}-1"


def test_it_issues_no_card_where_no_number_was_typed(at_till, paper):
    at_till.post(URL, paper | typed(card_kind=kind("member").pk))

    assert (Member.objects.count(), Card.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("code", "elsewhere", "said"),
    [
        (
            "guest-of-honour",
            False,
            {"card_kind": ["This is a Guest-of-honour card. It is issued on the member's page."]},
        ),
        ("member", True, {"card_number": ["T0001 is not in this store's stock of cards."]}),
    ],
)
def test_it_says_why_a_card_is_not_issued(at_till, paper, code, elsewhere, said):
    here = Store.objects.get(pk=paper["store"])
    stock(StoreFactory() if elsewhere else here, "T0001", "T0001", of=kind(code))

    Staff.objects.update(language=Language.ENGLISH)
    answer = at_till.post(URL, paper | typed("T0001"))

    assert (errors(answer), Member.objects.count()) == (said, 0)


def test_it_offers_no_card_that_costs_something(at_till):
    offered = at_till.get(URL).context["form"].fields["card_kind"].queryset

    assert list(offered.values_list("code", flat=True)) == [
        "member",
        "student",
        "organisation",
        "trial",
        "digital",
    ]
