"""What is known of a member besides her facts is kept, with who said so and when."""

import datetime as dt

import pytest

from common.birthdays import Birthday
from membership.domain.knowing import (
    NothingNoted,
    check_record,
    describe_member,
    keep_anniversary,
    note_about,
    roll_anniversaries,
)
from membership.models import Anniversary, MemberNote, RecordCheck
from tests.factories import DAY, NOON, MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db


def test_describe_member_keeps_what_it_is_not_told_and_who_changed_it():
    ada, li = MemberFactory(), StaffFactory()
    describe_member(member=ada, tastes={"sizes": " M ", "family": "女儿"}, by=li, at=NOON)

    profile = describe_member(member=ada, tastes={"sizes": "L"}, by=li, at=NOON)

    assert (profile.sizes, profile.family) == ("L", "女儿")
    changes = profile.history.values_list("sizes", "history_user", "history_date")
    assert list(changes) == [("L", li.pk, NOON), ("M", li.pk, NOON)]


@pytest.mark.parametrize(
    ("day", "next_on"),
    [
        (Birthday(3, 2), DAY),
        (Birthday(3, 1), dt.date(2027, 3, 1)),
        (Birthday(2, 29), dt.date(2027, 2, 28)),
        (Birthday(8, 15, lunar=True), dt.date(2026, 9, 25)),
    ],
)
def test_an_anniversary_knows_when_it_is_next_kept(day, next_on):
    kept = keep_anniversary(member=MemberFactory(), name="结婚", day=day, on=DAY)

    assert (kept.kept_as, kept.next_on) == (day, next_on)


def test_the_same_name_is_the_same_day_put_right():
    ada = MemberFactory()
    keep_anniversary(member=ada, name="结婚", day=Birthday(5, 1), on=DAY)

    keep_anniversary(member=ada, name=" 结婚 ", day=Birthday(5, 2), on=DAY)

    assert [one.kept_as for one in ada.anniversaries.all()] == [Birthday(5, 2)]


def test_anniversaries_are_rolled_forward_once_they_have_passed():
    keep_anniversary(member=MemberFactory(), name="a", day=Birthday(3, 2), on=DAY)
    keep_anniversary(member=MemberFactory(), name="b", day=Birthday(3, 3), on=DAY)

    assert roll_anniversaries(on=dt.date(2026, 3, 3)) == 1
    assert list(Anniversary.objects.order_by("name").values_list("next_on", flat=True)) == [
        dt.date(2027, 3, 2),
        dt.date(2026, 3, 3),
    ]


def test_nothing_is_kept_without_a_word():
    ada, li = MemberFactory(), StaffFactory()

    with pytest.raises(NothingNoted):
        note_about(member=ada, text=" ", by=li, at=NOON)
    with pytest.raises(NothingNoted):
        keep_anniversary(member=ada, name=" ", day=Birthday(5, 1), on=DAY)

    assert (MemberNote.objects.count(), Anniversary.objects.count()) == (0, 0)


def test_a_note_says_who_where_and_when():
    ada, li = MemberFactory(), StaffFactory()

    note = note_about(member=ada, text=" 爱喝茶 ", by=li, at=NOON)

    assert (note.text, note.store, note.by, note.at) == ("爱喝茶", ada.home_store, li, NOON)


def test_a_record_is_checked_once_a_day():
    ada, li, wang = MemberFactory(), StaffFactory(), StaffFactory()

    first = check_record(member=ada, by=li, at=NOON)
    again = check_record(member=ada, by=wang, at=NOON)

    assert (again, RecordCheck.objects.get().by) == (first, li)
