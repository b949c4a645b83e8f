"""The till is told by which card somebody was found, and what bars her."""

import datetime as dt

import pytest

from membership.domain.card_states import freeze_card, report_lost, take_back_card
from membership.domain.cards import replace_card
from membership.domain.disqualifying import disqualify
from membership.enums import CardStatus, MemberStatus
from membership.queries import EXPIRED, Found, look_up
from tests.factories import DAY, NOON, MemberFactory, StaffFactory
from tests.membership.cards import card_of, kind

pytestmark = pytest.mark.django_db

NUMBER = "80000001"


@pytest.fixture
def ada():
    return MemberFactory(phone="+8613800138000")


@pytest.fixture
def card(ada):
    return card_of(ada, NUMBER)


def test_look_up_says_by_which_card_she_was_found(ada, card):
    assert look_up(NUMBER, on=DAY) == Found(ada, card)
    assert look_up("138 0013 8000", on=DAY) == Found(ada)
    assert look_up(ada.number, on=DAY) == Found(ada)
    assert look_up("80000009", on=DAY) == look_up("", on=DAY) == Found()


def test_look_up_by_a_supplementary_card_finds_the_main_member(ada, card):
    other = card_of(ada, "80000002", kind=kind("supplementary"), holder="王明")

    found = look_up("80000002", on=DAY)

    assert (found.member, found.card.holder, found.bar) == (ada, "王明", "")
    assert found.card == other


def test_look_up_tells_of_a_card_past_its_day(ada):
    trial = card_of(ada, NUMBER, kind=kind("trial"))
    last = trial.expires_on - dt.timedelta(days=1)

    assert look_up(NUMBER, on=last) == Found(ada, trial)
    assert look_up(NUMBER, on=trial.expires_on) == Found(ada, trial, EXPIRED)


def test_look_up_tells_what_became_of_a_card(ada, card):
    clerk = StaffFactory()

    freeze_card(card=card, reason="借用", by=clerk, at=NOON)
    assert look_up(NUMBER, on=DAY) == Found(ada, card, CardStatus.FROZEN)
    report_lost(card=card, by=clerk, at=NOON)
    assert look_up(NUMBER, on=DAY) == Found(ada, card, CardStatus.LOST)
    new = replace_card(card=card, number="80000002", store=ada.home_store, by=clerk, at=NOON)
    assert look_up(NUMBER, on=DAY) == Found(ada, card, CardStatus.REPLACED)
    take_back_card(card=new, by=clerk, at=NOON)
    assert look_up("80000002", on=DAY) == Found(ada, new, CardStatus.RETURNED)


@pytest.mark.parametrize("typed", [NUMBER, "13800138000", "{number}"])
def test_look_up_tells_that_a_membership_was_taken(ada, card, typed):
    disqualify(member=ada, reason="刷单", by=StaffFactory(), at=NOON)

    found = look_up(typed.format(number=ada.number), on=DAY)

    assert (found.member, found.bar) == (ada, MemberStatus.DISQUALIFIED)


def test_look_up_says_nothing_of_who_is_gone(ada, card):
    ada.status = MemberStatus.ERASED
    ada.save()

    assert look_up(NUMBER, on=DAY) == Found()


def test_look_up_asks_once_for_who_is_found_by_phone(ada, django_assert_num_queries):
    with django_assert_num_queries(1):
        look_up("13800138000", on=DAY)
