"""Her cards on her page: issued, lost, frozen, served again, replaced."""

import datetime as dt

import pytest

from loyalty.domain.tiers import enter_tier
from loyalty.models import Tier
from membership.enums import CardStatus, IssueWay
from membership.models import Card, CardKind
from tests.campaigns.cast import url
from tests.factories import NOON
from tests.membership.cards import card_of, kind, stock
from tests.visitors import errors, visitor, words

pytestmark = pytest.mark.time_machine(NOON, tick=False)


@pytest.fixture
def card(cast):
    return card_of(cast.ada, "80001234")


def send(staff, page, member, *more, **typed):
    return visitor(staff).post(url(page, member, *more), typed, follow=True)


def new_card(cast, **typed):
    facts = {
        "kind": CardKind.objects.get(code=typed.pop("kind", "member")).pk,
        "way": "free",
        "number": "80001234",
        "again": "80001234",
        "store": cast.store.pk,
    }
    return send(cast.manager, "issue_card", cast.ada, **{**facts, **typed})


def test_it_issues_a_card(cast):
    answer = new_card(cast, kind="guest-of-honour", way="given")

    issued = Card.objects.get()
    assert (issued.number, issued.way, issued.issued_by) == (
        "80001234",
        IssueWay.GIVEN,
        cast.manager,
    )
    assert "Cards Issue a card 80001234 Issued Guest-of-honour card" in words(answer)


def test_it_offers_no_printed_card_to_a_tier_without_one(cast):
    enter_tier(member=cast.ada, tier=Tier.objects.get(code="basic"), by=None, at=NOON)
    Tier.objects.filter(code="basic").update(has_card=False)

    offered = visitor(cast.manager).get(url("issue_card", cast.ada)).context["form"]["kind"]

    assert [choice.data["label"] for choice in offered] == ["电子会员卡"]


def test_it_issues_a_supplementary_card(cast, card):
    answer = new_card(cast, kind="supplementary", number="80002", again="80002", holder="王明")

    assert "Supplementary card, held by 王明; it earns for her." in words(answer)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"again": "80001235"}, {"again": ["The two card numbers are not the same."]}),
        (
            {"kind": "student", "way": "given"},
            {"number": ["A Student card must not be given away."]},
        ),
        (
            {"kind": "organisation"},
            {"number": ["80001234 is not in this store's stock of cards."]},
        ),
        ({"holder": "王明"}, {"number": ["She needs a main card first."]}),
        ({"number": "", "again": ""}, {"number": ["A printed card has a number: scan it."]}),
    ],
)
def test_it_says_why_a_card_is_not_issued(cast, typed, said):
    answer = new_card(cast, **typed)

    assert (errors(answer), Card.objects.count()) == (said, 0)


def test_it_does_not_offer_what_has_a_price(cast):
    page = words(visitor(cast.manager).get(url("issue_card", cast.ada)))

    assert ("Nationwide card" in page, "Guest-of-honour card · worth ¥1,000.00" in page) == (
        False,
        True,
    )


def test_it_reports_freezes_and_lets_serve_again(cast, card):
    told = [
        words(send(cast.manager, "freeze_card", cast.ada, card.pk, reason="借用")),
        words(send(cast.manager, "unfreeze_card", cast.ada, card.pk)),
        words(send(cast.manager, "lose_card", cast.ada, card.pk)),
        words(send(cast.manager, "lose_card", cast.ada, card.pk)),
    ]

    assert [
        said in page
        for said, page in zip(
            [
                "Card 80001234: Frozen.",
                "Card 80001234: Issued.",
                "Card 80001234: Lost.",
                "Card 80001234 is in another state meanwhile: Lost.",
            ],
            told,
            strict=True,
        )
    ] == [True] * 4
    history = card.history.order_by("pk").values_list("status", "history_change_reason")
    assert list(history) == [
        ("issued", None),
        ("frozen", "借用"),
        ("issued", None),
        ("lost", None),
    ]


def test_it_freezes_nothing_without_a_reason(cast, card):
    answer = send(cast.manager, "freeze_card", cast.ada, card.pk, reason="")

    assert "Say why the card is frozen." in words(answer)
    card.refresh_from_db()
    assert card.status == CardStatus.ISSUED


def test_it_replaces_a_lost_card_from_the_stock(cast, card):
    stock(cast.store, "80001235", "80001236")
    send(cast.manager, "lose_card", cast.ada, card.pk)

    answer = send(
        cast.manager,
        "replace_card",
        cast.ada,
        card.pk,
        number="80001235",
        again="80001235",
        store=cast.store.pk,
    )

    assert "80001235 now serves in the place of 80001234." in words(answer)
    assert "80001235 Issued Member card · free of charge · 2026-03-02, Nanjing Road" in words(
        answer
    )
    assert Card.objects.get(number="80001235").replaces == card


def test_it_tells_when_a_term_is_over(cast):
    trial = card_of(cast.ada, kind=kind("trial"), at=NOON - dt.timedelta(days=200))

    page = words(visitor(cast.manager).get(url("member", cast.ada)))

    assert f"{trial.number} Term over Trial card" in page
    assert f"no longer from {trial.expires_on}" in page


@pytest.mark.parametrize("who", ["guide", "area_manager"])
def test_it_is_for_those_who_may(cast, card, who):
    staff = getattr(cast, who)
    page = words(visitor(staff).get(url("member", cast.ada)))

    assert ("80001234" in page, "Issue a card" in page) == (True, False)
    assert send(staff, "lose_card", cast.ada, card.pk).status_code == 403
    assert send(staff, "issue_card", cast.ada).status_code == 403
