"""Many hands issue cards at once: each number once, and no more than the quota."""

import pytest

from membership.domain.card_refusals import CardNotThere, NotInStock, NumberTaken, QuotaUsed
from membership.domain.card_stock import NumbersThere, receive_cards
from membership.domain.cards import issue_card, replace_card
from membership.enums import IssueWay
from membership.models import Card, PrintedCard
from tests.factories import NOON, MemberFactory, StaffFactory, StoreFactory
from tests.membership.cards import card_of, kind, stock
from tests.races.together import on_postgresql, refusals, together

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def store():
    return StoreFactory()


def issuer(store, member, number, **facts):
    clerk = StaffFactory()

    def issue():
        return issue_card(member=member, number=number, store=store, by=clerk, at=NOON, **facts)

    return issue


def test_one_number_at_ten_desks_is_one_card(store):
    stock(store, "80000001", "80000001")
    members = [MemberFactory(home_store=store) for _ in range(10)]

    outcomes = together([issuer(store, member, "80000001", kind=kind()) for member in members])

    assert refusals(outcomes, (NumberTaken, NotInStock)) == 9
    assert Card.objects.count() == 1


def test_a_quota_of_five_is_five_whoever_comes(store):
    honour, member = kind("guest-of-honour", store_quota=5), MemberFactory(home_store=store)

    outcomes = together(
        [issuer(store, member, f"9000000{n}", kind=honour, way=IssueWay.GIVEN) for n in range(10)]
    )

    assert refusals(outcomes, QuotaUsed) == 5
    assert Card.objects.count() == 5


def test_one_range_received_at_once_is_there_once(store):
    member_card, clerk = kind(), StaffFactory()

    def receive():
        return receive_cards(
            kind=member_card, store=store, first="V0001", last="V0100", by=clerk, at=NOON
        )

    outcomes = together([receive] * 5)

    assert refusals(outcomes, NumbersThere) == 4
    assert PrintedCard.objects.count() == 100


def test_a_card_is_replaced_by_one_other(store):
    old, clerk = card_of(MemberFactory(home_store=store)), StaffFactory()

    def replacer(number):
        return lambda: replace_card(card=old, number=number, store=store, by=clerk, at=NOON)

    outcomes = together([replacer(f"8100000{n}") for n in range(6)])

    assert refusals(outcomes, CardNotThere) == 5
    assert Card.objects.count() == 2
