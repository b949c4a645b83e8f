"""Many tills register at once: numbers without gaps, one member per phone."""

import pytest

from membership.domain.joining import PhoneTaken, join_member
from membership.enums import ConsentChannel, Purpose
from membership.models import Member, MemberSequence
from tests.factories import NOON, StaffFactory, StoreFactory
from tests.races.together import on_postgresql, refusals, together

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


def joiner(store, staff, phone):
    def join():
        return join_member(
            name="张丽",
            phone=phone,
            birthday=None,
            birthday_declined=True,
            store=store,
            consents=[Purpose.MEMBERSHIP],
            consent_channel=ConsentChannel.TILL,
            by=staff,
            at=NOON,
        )

    return join


def test_twenty_at_once_draw_twenty_numbers_without_a_gap():
    store, staff = StoreFactory(code="24"), StaffFactory()

    outcomes = together([joiner(store, staff, f"+86139000000{n:02d}") for n in range(20)])

    assert refusals(outcomes, PhoneTaken) == 0
    assert sorted(Member.objects.values_list("number", flat=True)) == [
        f"NO.24-{n:06d}" for n in range(1, 21)
    ]


def test_one_phone_at_ten_tills_makes_one_member_and_loses_no_number():
    stores, staff = [StoreFactory() for _ in range(2)], StaffFactory()

    outcomes = together([joiner(stores[n % 2], staff, "+8613900000000") for n in range(10)])

    assert refusals(outcomes, PhoneTaken) == 9
    member = Member.objects.get()
    assert {refusal.member for refusal in outcomes if isinstance(refusal, PhoneTaken)} == {member}
    assert sum(MemberSequence.objects.values_list("last", flat=True)) == 1
