"""A statement written once answers as the queryset it was made of would."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from common.keys import Keys
from common.written_once import written_once
from membership.models import Member
from tests.factories import MemberFactory, StoreFactory

pytestmark = pytest.mark.django_db


@written_once
def joined(*, store: int, since: dt.date) -> QuerySet[Member]:
    members = Member.objects.filter(home_store=store, joined_on__gte=since)
    return members.select_related("home_store").order_by("pk")


@written_once
def numbered(*, numbers: list[str], tails: list[str]) -> QuerySet[Member, str]:
    which = Q(number__in=numbers)
    if tails:
        which |= Q(phone_last4__in=tails)
    return Member.objects.filter(which).order_by("pk").values_list("number", flat=True)


def test_each_asking_has_its_own_values():
    here, there = StoreFactory(), StoreFactory()
    old = MemberFactory(home_store=here, joined_on=dt.date(2020, 2, 29))
    new = MemberFactory(home_store=here, joined_on=dt.date(2026, 1, 1))
    other = MemberFactory(home_store=there, joined_on=dt.date(2026, 1, 1))

    answers = [
        joined.rows(store=here.pk, since=dt.date(2020, 2, 29)),
        joined.rows(store=here.pk, since=dt.date(2020, 3, 1)),
        joined.rows(store=there.pk, since=dt.date(2020, 3, 1)),
    ]

    assert answers == [[old, new], [new], [other]]


def test_first_is_the_first_row_or_none():
    member = MemberFactory(joined_on=dt.date(2026, 1, 1))
    MemberFactory(home_store=member.home_store, joined_on=dt.date(2026, 1, 1))

    asked = [
        joined.first(store=member.home_store_id, since=day)
        for day in (dt.date(2026, 1, 1), dt.date(2026, 1, 2))
    ]

    assert asked == [member, None]


def test_what_is_joined_comes_along(django_assert_num_queries):
    store = MemberFactory(joined_on=dt.date(2026, 1, 1)).home_store

    with django_assert_num_queries(1):
        (member,) = joined.rows(store=store.pk, since=dt.date(2026, 1, 1))
        assert member.home_store == store


def test_lists_of_every_length_are_asked_for():
    first, second, third = (MemberFactory() for _ in range(3))

    answers = [
        numbered.rows(numbers=[first.number], tails=[]),
        numbered.rows(numbers=[second.number, third.number], tails=[]),
        numbered.rows(numbers=["nobody's"], tails=[first.phone_last4]),
        numbered.rows(numbers=[third.number], tails=[]),
    ]

    assert answers == [
        [first.number],
        [second.number, third.number],
        [first.number],
        [third.number],
    ]


def test_it_asks_what_the_queryset_would_ask():
    store = StoreFactory()
    day = dt.date(2026, 1, 1)
    with CaptureQueriesContext(connection) as statements:
        joined.rows(store=store.pk, since=day)
        list(
            Member.objects.filter(home_store=store, joined_on__gte=day)
            .select_related("home_store")
            .order_by("pk")
        )

    no_brackets = str.maketrans("", "", "()")  # a gap stands in brackets of its own
    written, usual = (one["sql"].translate(no_brackets) for one in statements.captured_queries)
    assert written == usual


def test_a_value_of_a_kind_it_does_not_know_is_refused_when_it_is_made():
    with pytest.raises(TypeError, match="price: 'Decimal'"):

        @written_once
        def dear(*, price: Decimal) -> QuerySet[Member]:
            return Member.objects.filter(points__gte=price)


@written_once
def numbers_among(*, keys: Keys) -> QuerySet[Member, str]:
    return Member.objects.filter(pk__among=keys).order_by("pk").values_list("number", flat=True)


def test_keys_are_one_value_however_many_they_are():
    one, other, third = MemberFactory(), MemberFactory(), MemberFactory()

    with CaptureQueriesContext(connection) as statements:
        answers = [
            numbers_among.rows(keys=frozenset(keys))
            for keys in ([one.pk, third.pk], [other.pk], [])
        ]

    assert answers == [[one.number, third.number], [other.number], []]
    assert len(statements) == len(answers)
