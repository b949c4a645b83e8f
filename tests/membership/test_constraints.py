"""Each promise of the tables of membership, broken by name."""

import datetime as dt

import pytest

from membership.enums import Calendar, ConsentChannel, Purpose
from membership.models import Card, CardKind, Consent, ConsentText
from tests.constraints import promises_of, refused
from tests.factories import DAY, NOON, MemberFactory

pytestmark = pytest.mark.django_db

EARLIER = NOON - dt.timedelta(seconds=1)


def consent(member=None, **facts):
    return Consent.objects.create(
        member=member or MemberFactory(),
        purpose=Purpose.SMS,
        text=ConsentText.objects.get(purpose=Purpose.SMS),
        channel=ConsentChannel.TILL,
        given_at=NOON,
        **facts,
    )


def a_card_without_a_number():
    member = MemberFactory()
    Card.objects.create(
        number="",
        kind=CardKind.objects.get(code="member"),
        member=member,
        issued_at=NOON,
        issued_in=member.home_store,
    )


def a_second_version_one():
    ConsentText.objects.create(purpose=Purpose.SMS, version=1, body_zh="又", effective_from=DAY)


def two_standing_consents():
    consent(consent().member)


def a_member_who_refers_herself():
    member = MemberFactory()
    member.referrer = member
    member.save()


BREAKERS = {
    "membership_member_has_number_and_name": [
        lambda: MemberFactory(number=""),
        lambda: MemberFactory(name=""),
    ],
    "membership_member_phone_is_e164": [lambda: MemberFactory(phone="12")],
    "membership_member_birthday_is_whole": [
        lambda: MemberFactory(birth_month=5),
        lambda: MemberFactory(birth_day=20),
        lambda: MemberFactory(birth_year=1988),
        lambda: MemberFactory(birth_month=13, birth_day=20),
        lambda: MemberFactory(birth_month=5, birth_day=32),
        lambda: MemberFactory(birth_month=0, birth_day=1),
    ],
    "membership_member_declined_birthday_is_empty": [
        lambda: MemberFactory(birthday_declined=True, birth_month=5, birth_day=20)
    ],
    "membership_member_leap_month_is_lunar": [
        lambda: MemberFactory(
            birth_calendar=Calendar.SOLAR, birth_leap_month=True, birth_month=4, birth_day=1
        )
    ],
    "membership_member_does_not_refer_herself": [a_member_who_refers_herself],
    "membership_card_kind_costs_nothing_negative": [
        lambda: CardKind.objects.create(code="x", name_zh="卡", price=-1, is_sellable=True),
        lambda: CardKind.objects.create(code="x", name_zh="卡", value=-1),
    ],
    "membership_card_kind_with_a_price_is_sellable": [
        lambda: CardKind.objects.create(code="x", name_zh="卡", price=1, is_sellable=False)
    ],
    "membership_card_has_a_number": [a_card_without_a_number],
    "membership_consent_text_version_is_unique": [a_second_version_one],
    "membership_consent_stands_once_per_purpose": [two_standing_consents],
    "membership_consent_is_withdrawn_after_it_was_given": [lambda: consent(withdrawn_at=EARLIER)],
}


@pytest.mark.parametrize("name", promises_of("membership"))
def test_the_database_keeps_its_promise(name):
    for breaker in BREAKERS[name]:
        with refused(name):
            breaker()
