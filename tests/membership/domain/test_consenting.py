"""A consent is given and taken back, each as easily, and both stay on record."""

import datetime as dt

import pytest

from membership.domain.consenting import (
    ConsentStands,
    NothingToWithdraw,
    give_consent,
    withdraw_consent,
)
from membership.enums import ConsentChannel, Purpose
from membership.models import Consent, ConsentText
from tests.factories import DAY, NOON, MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db

LATER = NOON + dt.timedelta(days=3)


def give(member, *, at=NOON):
    return give_consent(
        member=member,
        purpose=Purpose.SMS,
        channel=ConsentChannel.PAPER,
        by=StaffFactory(),
        at=at,
    )


def withdraw(member, *, at=LATER):
    return withdraw_consent(
        member=member,
        purpose=Purpose.SMS,
        channel=ConsentChannel.TILL,
        by=StaffFactory(),
        at=at,
    )


def test_give_consent_takes_the_words_in_force_on_the_shops_day():
    ConsentText.objects.create(purpose=Purpose.SMS, version=2, body_zh="新", effective_from=DAY)
    just_after_midnight = dt.datetime(2026, 3, 1, 16, 1, tzinfo=dt.UTC)  # 00:01 in Shanghai

    consent = give(MemberFactory(), at=just_after_midnight)

    assert (consent.text.version, consent.channel) == (2, ConsentChannel.PAPER)


def test_give_consent_twice_is_refused():
    member = MemberFactory()
    give(member)

    with pytest.raises(ConsentStands):
        give(member)


def test_withdraw_consent_keeps_both_sides_and_leaves_room_for_another():
    member = MemberFactory()
    first = give(member)

    withdraw(member)
    second = give(member, at=LATER)

    first.refresh_from_db()
    assert (first.given_at, first.withdrawn_at, first.withdrawn_channel) == (
        NOON,
        LATER,
        ConsentChannel.TILL,
    )
    assert list(Consent.objects.standing()) == [second]


def test_withdraw_consent_that_does_not_stand_is_refused():
    with pytest.raises(NothingToWithdraw):
        withdraw(MemberFactory())
