"""Passed birthdays move on to the next time they are kept."""

import datetime as dt

import pytest

from common.birthdays import Birthday
from membership.domain.birthdays import roll_birthdays
from membership.domain.joining import birthday_columns
from tests.factories import DAY, MemberFactory

pytestmark = pytest.mark.django_db


def born(birthday: Birthday, *, known_since: dt.date) -> object:
    return MemberFactory(**birthday_columns(birthday=birthday, on=known_since))


def test_roll_birthdays_moves_those_that_passed():
    yesterday = born(Birthday(3, 1), known_since=dt.date(2026, 1, 1))
    today = born(Birthday(3, 2), known_since=dt.date(2026, 1, 1))
    lunar = born(Birthday(1, 1, lunar=True), known_since=dt.date(2026, 1, 1))
    leap = born(Birthday(2, 29), known_since=dt.date(2026, 1, 1))
    MemberFactory(birthday_declined=True)

    assert roll_birthdays(on=DAY) == 3

    for member in (yesterday, today, lunar, leap):
        member.refresh_from_db()
    assert [member.next_birthday_on for member in (yesterday, today, lunar, leap)] == [
        dt.date(2027, 3, 1),
        dt.date(2026, 3, 2),
        dt.date(2027, 2, 6),
        dt.date(2027, 2, 28),
    ]


def test_roll_birthdays_twice_rolls_nothing_more():
    born(Birthday(3, 1), known_since=dt.date(2026, 1, 1))
    roll_birthdays(on=DAY)

    assert roll_birthdays(on=DAY) == 0
