"""Every refusal about cards has its sentence."""

import pytest
from django.utils import translation

from membership.domain import card_refusals
from membership.domain.card_refusals import CardRefused, NumberTaken, OfKind, QuotaUsed
from membership.words import SENTENCES, why_no_card
from tests.factories import MemberFactory, StoreFactory
from tests.membership.cards import card_of, kind

pytestmark = pytest.mark.django_db


def test_every_refusal_has_its_sentence():
    refusals = {
        thing
        for thing in vars(card_refusals).values()
        if isinstance(thing, type) and issubclass(thing, CardRefused)
    }

    assert SENTENCES.keys() == refusals - {CardRefused, OfKind}


def test_why_no_card_names_the_kind_the_quota_and_whose_it_is():
    card = card_of(MemberFactory(name="曾黎"))
    store = StoreFactory(name="Nanjing Road")
    honour = kind("guest-of-honour", store_quota=50)

    with translation.override("en"):
        said = [
            why_no_card(NumberTaken(card=card)),
            why_no_card(QuotaUsed(kind=honour, store=store, year=2026)),
        ]

    assert said == [
        "This card is 曾*'s already.",
        "Nanjing Road has issued its 50 of this kind in 2026.",
    ]
