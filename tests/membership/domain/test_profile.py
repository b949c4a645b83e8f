"""A record is put right, what follows from it follows, and who did it is kept."""

import datetime as dt

import pytest

from common.birthdays import Birthday
from membership.domain.joining import PhoneTaken
from membership.domain.profile import correct_member
from membership.models import Member, Tag
from tests.factories import NOON, MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return MemberFactory(name="张丽", phone="+8613800138000", birthday_declined=True)


def correct(member, **changes):
    facts = {
        "name": member.name,
        "phone": str(member.phone),
        "birthday": member.birthday,
        "birthday_declined": member.birthday_declined,
        "gender": member.gender,
        "tags": [],
        "by": StaffFactory(),
        "at": NOON,
    }
    return correct_member(member=member, **{**facts, **changes})


def test_correct_member_keeps_what_she_is_found_by_right(ada):
    correct(ada, name="曾黎", phone="+8613900139001")

    ada.refresh_from_db()
    assert (ada.name_initials, ada.name_pinyin, ada.phone_last4) == ("zl", "zengli", "9001")


@pytest.mark.parametrize(
    ("birthday", "next_on"),
    [
        (Birthday(2, 29, 1988), dt.date(2027, 2, 28)),
        (Birthday(8, 15, lunar=True), dt.date(2026, 9, 25)),
        (None, None),
    ],
)
def test_correct_member_moves_the_next_birthday(ada, birthday, next_on):
    correct(ada, birthday=Birthday(4, 1, lunar=True, leap=True), birthday_declined=False)

    correct(ada, birthday=birthday, birthday_declined=birthday is None)

    ada.refresh_from_db()
    assert (ada.birthday, ada.next_birthday_on) == (birthday, next_on)


def test_correct_member_says_who_changed_it_when(ada):
    clerk = StaffFactory()

    correct(ada, name="张莉", by=clerk)

    versions = ada.history.order_by("history_id").values_list("name", "history_user")
    assert list(versions) == [("张丽", None), ("张莉", clerk.pk)]
    assert ada.history.latest("history_id").history_date == NOON


def test_correct_member_that_corrects_nothing_leaves_no_trace(ada):
    correct(ada)

    assert ada.history.count() == 1


def test_correct_member_hangs_the_tags_on_her(ada):
    silk, loud = Tag.objects.create(name="真丝"), Tag.objects.create(name="大嗓门")
    ada.tags.add(loud)

    correct(ada, tags=[silk])

    assert list(ada.tags.all()) == [silk]


def test_correct_member_to_a_taken_phone_changes_nothing(ada):
    other = MemberFactory(phone="+8613900139000")

    with pytest.raises(PhoneTaken) as refusal:
        correct(ada, name="张莉", phone="+8613900139000")

    assert refusal.value.member == other
    assert Member.objects.get(pk=ada.pk).name == "张丽"


def test_correct_member_may_take_the_phone_away(ada):
    correct(ada, phone=None)

    ada.refresh_from_db()
    assert (ada.phone, ada.phone_last4) == (None, "")
