"""Each promise of the tables of membership, broken by name."""

import datetime as dt
import uuid

import pytest

from membership.enums import AppealState, Calendar, ConsentChannel, Purpose
from membership.models import (
    Anniversary,
    Card,
    CardKind,
    Consent,
    ConsentText,
    Disqualification,
    MemberMerge,
    MemberNote,
    PrintedCard,
    Prospect,
    RecordCheck,
    ReferralCode,
    ToldApart,
)
from tests.constraints import promises_of, refused
from tests.factories import (
    DAY,
    NOON,
    CardBatchFactory,
    MemberFactory,
    OrganisationFactory,
    StaffFactory,
    StoreFactory,
)

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


def card(**facts):
    member = MemberFactory()
    given = {"number": "880001", "kind": CardKind.objects.get(code="member"), "member": member}
    return Card.objects.create(
        **given | {"issued_at": NOON, "issued_in": member.home_store} | facts
    )


def disqualified(**facts):
    given = {"member": MemberFactory(), "reason": "转卖会员卡", "at": NOON, "by": StaffFactory()}
    return Disqualification.objects.create(**given | facts)


def merge(**facts):
    given = {"key": uuid.uuid4(), "kept": MemberFactory(), "merged": MemberFactory()}
    why = {"reason": "同一人", "merged_at": NOON, "merged_by": StaffFactory()}
    return MemberMerge.objects.create(**given | why | facts)


def a_merge_into_herself():
    member = MemberFactory()
    merge(kept=member, merged=member)


def two_told_apart_twice():
    pair = {"older": MemberFactory(), "younger": MemberFactory(), "at": NOON, "by": StaffFactory()}
    ToldApart.objects.create(**pair)
    ToldApart.objects.create(**pair)


def the_younger_first():
    younger, older = MemberFactory(), MemberFactory()
    ToldApart.objects.create(older=older, younger=younger, at=NOON, by=StaffFactory())


def a_second_version_one():
    ConsentText.objects.create(purpose=Purpose.SMS, version=1, body_zh="又", effective_from=DAY)


def two_standing_consents():
    consent(consent().member)


def a_member_who_refers_herself():
    member = MemberFactory()
    member.referrer = member
    member.save()


def anniversary(**facts):
    day = {"name": "结婚", "month": 5, "day": 1, "next_on": DAY}
    return Anniversary.objects.create(**{"member": MemberFactory()} | day | facts)


def two_anniversaries():
    anniversary(member=anniversary().member)


def hers(member=None):
    member = member or MemberFactory()
    return {"member": member, "store": member.home_store, "by": StaffFactory()}


def two_checks():
    ada = MemberFactory()
    for _ in "ab":
        RecordCheck.objects.create(on=DAY, at=NOON, **hers(ada))


def prospect(**facts):
    given = {
        "name": "x",
        "store": StoreFactory(),
        "guide": StaffFactory(),
        "noted_at": NOON,
        "touched_at": NOON,
    }
    return Prospect.objects.create(**given | facts)


def waiting_twice():
    for _ in range(2):
        prospect(phone="+8613800138000", agreed_at=NOON)


BREAKERS = {
    "membership_prospect_has_a_name": [lambda: prospect(name="")],
    "membership_prospect_waits_once_a_phone": [waiting_twice],
    "membership_prospect_agreed_to_be_called": [
        lambda: prospect(phone="+8613800138000"),
    ],
    "membership_prospect_ends_as_a_member_or_for_a_reason": [
        lambda: prospect(state="joined", closed_at=NOON),
        lambda: prospect(state="joined", member=MemberFactory()),
        lambda: prospect(state="dropped", closed_at=NOON),
        lambda: prospect(state="dropped", reason="x"),
        lambda: prospect(member=MemberFactory()),
        lambda: prospect(closed_at=NOON),
        lambda: prospect(reason="x"),
    ],
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
    "membership_card_has_a_number": [lambda: card(number="")],
    "membership_consent_text_version_is_unique": [a_second_version_one],
    "membership_consent_stands_once_per_purpose": [two_standing_consents],
    "membership_consent_is_withdrawn_after_it_was_given": [lambda: consent(withdrawn_at=EARLIER)],
    "membership_anniversary_is_one_per_name": [two_anniversaries],
    "membership_anniversary_is_a_day_with_a_name": [
        lambda: anniversary(name=""),
        lambda: anniversary(month=13),
        lambda: anniversary(day=0),
    ],
    "membership_note_says_something": [
        lambda: MemberNote.objects.create(at=NOON, text="", **hers())
    ],
    "membership_record_is_checked_once_a_day": [two_checks],
    "membership_appeal_is_decided_by_somebody": [
        lambda: disqualified(decided_at=NOON),
        lambda: disqualified(appeal=AppealState.OPEN, decided_at=NOON),
        lambda: disqualified(appeal=AppealState.GRANTED, decided_at=NOON),
        lambda: disqualified(appeal=AppealState.REJECTED, decided_by=StaffFactory()),
    ],
    "membership_disqualification_has_a_reason": [lambda: disqualified(reason="")],
    "membership_member_is_disqualified_once": [lambda: disqualified(member=disqualified().member)],
    "membership_member_is_merged_into_one_other": [lambda: merge(merged=merge().merged)],
    "membership_merge_has_a_reason": [lambda: merge(reason="")],
    "membership_merge_is_of_two_members": [a_merge_into_herself],
    "membership_pair_is_told_apart_once": [two_told_apart_twice],
    "membership_pair_told_apart_names_the_older_first": [the_younger_first],
    "membership_only_a_supplementary_card_has_another_holder": [lambda: card(holder="李先生")],
    "membership_organisation_has_a_name": [lambda: OrganisationFactory(name="")],
    "membership_printed_card_has_a_number": [
        lambda: PrintedCard.objects.create(number="", batch=CardBatchFactory())
    ],
    "membership_referral_code_is_written": [
        lambda: ReferralCode.objects.create(member=MemberFactory(), code="")
    ],
}


@pytest.mark.parametrize("name", promises_of("membership"))
def test_the_database_keeps_its_promise(name):
    for breaker in BREAKERS[name]:
        with refused(name):
            breaker()
