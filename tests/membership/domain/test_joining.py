"""A customer becomes a member, whole or not at all."""

import datetime as dt

import pytest

from common.birthdays import Birthday
from membership.domain.card_refusals import NumberTaken
from membership.domain.joining import (
    BirthdayMissing,
    ConsentMissing,
    PhoneTaken,
    join_member,
)
from membership.enums import Calendar, ConsentChannel, Purpose
from membership.models import Card, CardKind, Consent, ConsentText, Member
from tests.factories import DAY, NOON, MemberFactory, StaffFactory, StoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    return StoreFactory(code="24")


def join(store, **changes):
    facts = {
        "name": "曾黎",
        "phone": "+8613800138000",
        "birthday": Birthday(5, 20),
        "store": store,
        "consents": [Purpose.MEMBERSHIP],
        "consent_channel": ConsentChannel.TILL,
        "by": StaffFactory(),
        "at": NOON,
    }
    return join_member(**{**facts, **changes})


def test_join_member_writes_down_who_she_is_and_how_she_is_found(store):
    guide, friend = StaffFactory(), MemberFactory()

    member = join(store, enroller=guide, referrer=friend, gender="F")

    member.refresh_from_db()
    assert (member.number, str(member.phone), member.joined_on, member.joined_at) == (
        "NO.24-000001",
        "+8613800138000",
        DAY,
        NOON,
    )
    assert (member.home_store, member.enroller, member.referrer) == (store, guide, friend)
    assert (member.name_initials, member.name_pinyin, member.phone_last4) == (
        "zl",
        "zengli",
        "8000",
    )
    assert (member.birthday, member.next_birthday_on) == (Birthday(5, 20), dt.date(2026, 5, 20))


@pytest.mark.parametrize(
    ("birthday", "next_on"),
    [
        (Birthday(3, 2), dt.date(2026, 3, 2)),
        (Birthday(3, 1), dt.date(2027, 3, 1)),
        (Birthday(2, 29), dt.date(2027, 2, 28)),
        (Birthday(8, 15, 1988, lunar=True), dt.date(2026, 9, 25)),
        (Birthday(4, 1, lunar=True, leap=True), dt.date(2026, 5, 17)),
    ],
)
def test_join_member_knows_the_next_birthday(store, birthday, next_on):
    member = join(store, birthday=birthday)

    assert (member.birthday, member.next_birthday_on) == (birthday, next_on)
    assert (member.birth_calendar == Calendar.LUNAR) == birthday.lunar


def test_join_member_may_keep_her_birthday_to_herself(store):
    member = join(store, birthday=None, birthday_declined=True)

    assert (member.birthday, member.next_birthday_on, member.birthday_declined) == (
        None,
        None,
        True,
    )


def test_join_member_records_each_consent_in_the_words_in_force(store):
    ConsentText.objects.create(purpose=Purpose.SMS, version=2, body_zh="新", effective_from=DAY)
    ConsentText.objects.create(
        purpose=Purpose.SMS, version=3, body_zh="将来", effective_from=DAY + dt.timedelta(days=1)
    )
    clerk = StaffFactory()

    member = join(store, consents=[Purpose.SMS, Purpose.MEMBERSHIP], by=clerk)

    given = Consent.objects.order_by("purpose").values_list(
        "member", "purpose", "text__version", "channel", "given_at", "given_by", "withdrawn_at"
    )
    assert list(given) == [
        (member.pk, Purpose.MEMBERSHIP, 1, ConsentChannel.TILL, NOON, clerk.pk, None),
        (member.pk, Purpose.SMS, 2, ConsentChannel.TILL, NOON, clerk.pk, None),
    ]


def test_join_member_issues_the_card(store):
    kind = CardKind.objects.create(code="yearly", name_zh="年卡", term_months=12)

    member = join(store, card_number="80001234", card_kind=kind)

    card = Card.objects.get()
    assert (card.number, card.member, card.issued_in, card.issued_at, card.expires_on) == (
        "80001234",
        member,
        store,
        NOON,
        dt.date(2027, 3, 2),
    )


def test_join_member_counts_the_night_to_the_day_before():
    store = StoreFactory(day_ends_at=dt.time(2, 0))

    member = join(store, at=NOON + dt.timedelta(hours=13))

    assert member.joined_on == DAY


def test_join_member_with_a_taken_phone_names_who_has_it_and_loses_no_number(store):
    first = join(store)

    with pytest.raises(PhoneTaken) as refusal:
        join(store, name="张丽")

    assert refusal.value.member == first
    assert join(store, phone="+8613900139000").number == "NO.24-000002"


def test_join_member_with_a_taken_card_makes_no_member(store):
    kind = CardKind.objects.get(code="member")
    first = join(store, card_number="80001234", card_kind=kind)

    with pytest.raises(NumberTaken) as refusal:
        join(store, phone="+8613900139000", card_number="80001234", card_kind=kind)

    assert refusal.value.card.member == first
    assert list(Member.objects.all()) == [first]


@pytest.mark.parametrize(
    ("missing", "refusal"),
    [
        ({"consents": []}, ConsentMissing),
        ({"consents": [Purpose.SMS]}, ConsentMissing),
        ({"birthday": None}, BirthdayMissing),
    ],
)
def test_join_member_without_what_is_needed_is_refused(store, missing, refusal):
    with pytest.raises(refusal):
        join(store, **missing)

    assert Member.objects.count() == 0
