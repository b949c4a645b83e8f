"""Who was called too seldom this year: the list asks what the day's rule asks."""

import datetime as dt

import pytest

from guides.day.rule import Rule, visits_due
from guides.domain.contacting import Said, log_contact
from guides.domain.losing import lose_member
from guides.models import LossReason
from guides.queries.shortfall import short_of_phone_visits
from membership.models import Member
from tests.factories import MemberFactory, StaffFactory
from tests.guides.hands import noon

pytestmark = pytest.mark.django_db

AT, ON = noon(2026, 8, 1), dt.date(2026, 8, 1)


def short(rule=None) -> list[tuple[str, int, int]]:
    rows = short_of_phone_visits(Member.objects.all(), rule=rule or Rule(), at=AT)
    return [(row.name, row.calls, row.asked) for row in rows]


def call(member, *, at=AT, channel="phone", **said):
    log_contact(member=member, said=Said(channel, "x", **said), by=StaffFactory(), at=at)


def test_anybodys_calls_of_the_year_count_and_nothing_else():
    ada = MemberFactory(name="Ada", joined_on=dt.date(2025, 1, 1))
    call(ada, at=noon(2025, 12, 31))
    call(ada, channel="wechat")
    call(ada, outcome="no_answer")
    assert short() == [("Ada", 0, 2)]

    call(ada, at=noon(2026, 1, 1))
    assert short() == [("Ada", 1, 2)]

    call(ada)
    assert short() == []


def test_who_misses_most_comes_first_and_who_is_left_in_peace_not_at_all():
    joined = dt.date(2025, 1, 1)
    ada = MemberFactory(name="Ada", joined_on=joined)
    MemberFactory(name="Bea", joined_on=joined)
    cleo = MemberFactory(name="Cleo", joined_on=joined)
    call(ada)
    normal = LossReason.objects.get(code="normal")
    lose_member(member=cleo, reason=normal, by=StaffFactory(), at=AT)

    assert short() == [("Bea", 0, 2), ("Ada", 1, 2)]


@pytest.mark.parametrize("visits", [0, 1, 3, 12])
def test_the_list_asks_what_the_rule_asks(visits):
    rule = Rule(phone_visits=visits)
    days = [dt.date(2025, 12, 31), *(dt.date(2026, 1, 1) + dt.timedelta(n) for n in range(212))]
    days = days[::7]
    for day in days:
        MemberFactory(name=day.isoformat(), joined_on=day)

    asked = {name: number for name, _calls, number in short(rule)}

    due = {day.isoformat(): visits_due(rule=rule, joined_on=day, on=ON) for day in days}
    assert asked == {name: number for name, number in due.items() if number}
