"""A card is blocked and served again, and every step stays on record."""

import pytest

from membership.domain.card_refusals import CardNotThere
from membership.domain.card_states import freeze_card, report_lost, take_back_card, unfreeze_card
from membership.domain.cards import replace_card
from membership.enums import CardStatus, PrintedStatus
from membership.models import Card, PrintedCard
from membership.queries import find_exactly
from tests.factories import NOON, MemberFactory, StaffFactory
from tests.membership.cards import card_of, stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    return card_of(MemberFactory(), "80000001")


@pytest.fixture
def clerk():
    return StaffFactory()


def test_report_lost_keeps_the_card_from_finding_her(card, clerk):
    assert find_exactly("80000001") == card.member

    lost = report_lost(card=card, by=clerk, at=NOON)

    assert (lost.status, find_exactly("80000001")) == (CardStatus.LOST, None)
    assert (lost.history.first().history_user, lost.history.first().history_date) == (clerk, NOON)


def test_unfreeze_card_lets_a_lost_one_serve_that_was_found(card, clerk):
    report_lost(card=card, by=clerk, at=NOON)

    unfreeze_card(card=card, by=clerk, at=NOON)

    assert find_exactly("80000001") == card.member


def test_freeze_card_keeps_the_reason(card, clerk):
    frozen = freeze_card(card=card, reason="多人借用", by=clerk, at=NOON)

    assert (frozen.status, frozen.history.first().history_change_reason) == (
        CardStatus.FROZEN,
        "多人借用",
    )
    assert unfreeze_card(card=card, by=clerk, at=NOON).status == CardStatus.ISSUED


def test_each_step_needs_the_one_before(card, clerk):
    with pytest.raises(CardNotThere):
        unfreeze_card(card=card, by=clerk, at=NOON)
    report_lost(card=card, by=clerk, at=NOON)
    with pytest.raises(CardNotThere):
        report_lost(card=card, by=clerk, at=NOON)
    with pytest.raises(CardNotThere):
        freeze_card(card=card, reason="", by=clerk, at=NOON)


def test_take_back_card_takes_the_one_that_replaced_it(clerk):
    member = MemberFactory()
    stock(member.home_store, "80000001", "80000002")
    first = card_of(member, "80000001")
    replace_card(card=first, number="80000002", store=member.home_store, by=clerk, at=NOON)

    take_back_card(card=first, by=clerk, at=NOON)

    assert dict(Card.objects.values_list("number", "status")) == {
        "80000001": CardStatus.REPLACED,
        "80000002": CardStatus.RETURNED,
    }
    assert PrintedCard.objects.get(number="80000002").status == PrintedStatus.VOID
    with pytest.raises(CardNotThere):
        take_back_card(card=first, by=clerk, at=NOON)
