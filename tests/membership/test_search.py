"""A member is found however she is asked for, and only where one may look."""

import pytest

from membership.enums import CardStatus, MemberStatus
from membership.models import Card, CardKind, Member
from membership.queries import find_exactly, search
from tests.factories import NOON, MemberFactory, StoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    return StoreFactory(code="24")


@pytest.fixture
def zeng(store):
    return MemberFactory(
        name="曾黎", phone="+8613800138000", number="NO.24-000001", home_store=store
    )


def card(member: Member, number: str, status: CardStatus = CardStatus.ISSUED) -> Card:
    return Card.objects.create(
        number=number,
        kind=CardKind.objects.get(code="member"),
        member=member,
        status=status,
        issued_at=NOON,
        issued_in=member.home_store,
    )


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+8613800138000",
        "+86 138 0013 8000",
        "008613800138000",
        "8613800138000",
        "１３８００１３８０００",
        " 13800138000 ",
        "NO.24-000001",
        "no.24-000001",
        "ＮＯ.24-000001",
        "80001234",
    ],
)
def test_find_exactly_takes_phone_card_and_number_however_typed(zeng, text):
    card(zeng, "80001234")
    MemberFactory(phone="+8613800138001", home_store=zeng.home_store)

    assert find_exactly(text) == zeng


@pytest.mark.parametrize(
    ("phone", "text"),
    [
        ("+85291234567", "9123 4567"),
        ("+85291234567", "+852 9123 4567"),
        ("+85366123456", "66123456"),
        ("+886912345678", "0912-345-678"),
        ("+886912345678", "+886 912 345 678"),
    ],
)
def test_find_exactly_knows_the_neighbours_phones(phone, text):
    member = MemberFactory(phone=phone)

    assert find_exactly(text) == member


def test_find_exactly_takes_the_number_before_the_card_and_the_card_before_the_phone(zeng):
    by_card = MemberFactory(home_store=zeng.home_store)
    card(by_card, "13800138000")
    assert find_exactly("13800138000") == by_card

    by_number = MemberFactory(number="13800138000", home_store=zeng.home_store)
    assert find_exactly("13800138000") == by_number


@pytest.mark.parametrize("text", ["", "   ", "8000", "1380013800", "曾黎", "zl", "80009999"])
def test_find_exactly_browses_nothing(zeng, text):
    card(zeng, "80009999", CardStatus.LOST)

    assert find_exactly(text) is None


def test_find_exactly_passes_over_who_left(zeng):
    Member.objects.update(status=MemberStatus.ERASED)

    assert find_exactly("13800138000") is None


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "8000",
        "NO.24-000001",
        "80001234",
        "曾黎",
        "曾",
        "zl",
        "ZL",
        "zengli",
        "Zeng Li",
        "zeng",
        "ｚｌ",
    ],
)
def test_search_understands(zeng, text):
    card(zeng, "80001234")
    MemberFactory(name="李静", phone="+8613900000001", home_store=zeng.home_store)

    assert search(text, within=Member.objects.all()) == [zeng]


def test_search_puts_the_best_fit_first(store):
    longer = MemberFactory(name="张丽娜", home_store=store)
    exact = MemberFactory(name="张丽", home_store=store)
    MemberFactory(name="李张", home_store=store)

    assert search("张丽", within=Member.objects.all()) == [exact, longer]
    assert search("zl", within=Member.objects.all()) == [exact, longer]


def test_search_stays_within(zeng):
    hers = MemberFactory(name="曾黎", phone="+8613900138000")

    assert search("8000", within=Member.objects.filter(home_store=zeng.home_store)) == [zeng]
    assert search("13900138000", within=Member.objects.exclude(pk=hers.pk)) == []


def test_search_gives_at_most_twelve(store):
    members = [MemberFactory(name="王芳", home_store=store) for _ in range(25)]

    assert search("wf", within=Member.objects.all()) == members[:12:-1]


@pytest.mark.parametrize("text", ["", "  ", "不在", "9", "%", "_"])
def test_search_finds_nothing_where_nothing_fits(zeng, text):
    assert search(text, within=Member.objects.all()) == []
