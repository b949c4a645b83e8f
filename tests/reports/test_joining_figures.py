"""Who joins and who of them stays: each picture with its whole answer."""

import pytest

from membership.enums import MemberStatus
from membership.models import JoiningChannel
from reports.queries.joining import (
    conversion_rate,
    new_member_retention,
    new_members,
    new_members_by_channel,
    retention_is_complete,
    share_of_new,
)
from reports.queries.rows import FromChannel, Rate, Value
from reports.scope import BRAND, Scope
from tests.reports.history import day, month

pytestmark = pytest.mark.django_db

MARCH = month(3)
LATER = day(12, 31)


@pytest.fixture
def joined(history, store):
    """Return a function that lets somebody join on a day, in a store."""
    return lambda on, where=store: history.member(where, on)


def test_new_members_counts_whole_days_half_open(joined):
    for on in (day(2, 28), day(3, 1), day(3, 31), day(4, 1)):
        joined(on)

    assert new_members(period=MARCH, scope=BRAND, as_of=LATER) == Value(2)
    assert new_members(period=MARCH, scope=BRAND, as_of=day(3, 30)) == Value(1)


def test_new_members_counts_who_erased_herself_and_who_survives_a_merge(joined):
    for status in MemberStatus:
        member = joined(day(3, 1))
        member.status = status
        member.save(update_fields=["status"])

    assert new_members(period=MARCH, scope=BRAND, as_of=LATER) == Value(3)


def test_new_members_join_where_their_home_store_is(history, store, joined):
    sister = history.store(region=store.region)
    joined(day(3, 1))
    joined(day(3, 2), sister)
    joined(day(3, 3), history.store())

    assert [
        new_members(period=MARCH, scope=scope, as_of=LATER)
        for scope in (Scope(store=store), Scope(region=store.region), BRAND)
    ] == [Value(1), Value(2), Value(3)]


def test_new_member_retention(history, joined):
    """
                joined   visits, within 30 days          counts
    ada          1 Mar    1 Mar, 31 Mar (day 30)          yes
    bob          1 Mar    1 Mar,  1 Apr (day 31)          no
    cat         31 Mar   twice on 2 Apr: one visit        no
    dan         31 Mar    2 Apr, 30 Apr (day 30)          yes
    eve         10 Mar   12 Mar, and 14 Mar given back    no
    fay         28 Feb   did not join in March            -
    """
    ada, bob, cat, dan, eve, fay = map(
        joined, [day(3, 1), day(3, 1), day(3, 31), day(3, 31), day(3, 10), day(2, 28)]
    )
    for member, days in {
        ada: [day(3, 1), day(3, 31)],
        bob: [day(3, 1), day(4, 1)],
        cat: [day(4, 2), day(4, 2)],
        dan: [day(4, 2), day(4, 30)],
        eve: [day(3, 12)],
        fay: [day(3, 1), day(3, 2)],
    }.items():
        for on in days:
            history.sale(on, member)
    history.give_back(history.sale(day(3, 14), eve), day(3, 14))

    rate = new_member_retention(period=MARCH, scope=BRAND, as_of=LATER, days=30)

    assert rate == Rate(2, 5)


def test_new_member_retention_knows_what_was_known_on_its_day(history, joined):
    ada = joined(day(3, 1))
    history.sale(day(3, 1), ada)
    history.sale(day(3, 20), ada)
    joined(day(3, 25))

    assert [
        new_member_retention(period=MARCH, scope=BRAND, as_of=known, days=90)
        for known in (day(3, 19), day(3, 20), day(3, 25))
    ] == [Rate(0, 1), Rate(1, 1), Rate(1, 2)]


def test_new_member_retention_looks_at_the_visits_of_its_store(history, store, joined):
    ada = joined(day(3, 1))
    history.sale(day(3, 1), ada)
    history.sale(day(3, 5), ada, store=history.store(region=store.region))

    assert [
        new_member_retention(period=MARCH, scope=scope, as_of=LATER, days=90)
        for scope in (Scope(store=store), Scope(region=store.region), BRAND)
    ] == [Rate(0, 1), Rate(1, 1), Rate(1, 1)]


def test_new_member_retention_is_complete_when_the_last_window_has_ended():
    assert [
        retention_is_complete(period=MARCH, as_of=known, days=90)
        for known in (day(6, 29), day(6, 30))
    ] == [False, True]


def test_new_members_by_channel_has_a_row_for_each_way(joined):
    friend, mall = [JoiningChannel.objects.get(code=code) for code in ("friend", "mall")]
    ways = [mall, friend, friend, None, mall, mall]
    for on, channel in zip([1, 2, 30, 31, 5, 6], ways, strict=True):
        member = joined(day(3, on))
        member.channel = channel
        member.save()
    joined(day(2, 28))

    rows = new_members_by_channel(period=MARCH, scope=BRAND, as_of=LATER)

    assert rows == [FromChannel(mall, 3), FromChannel(friend, 2), FromChannel(None, 1)]
    assert new_members_by_channel(period=MARCH, scope=BRAND, as_of=day(3, 1)) == [
        FromChannel(mall, 1)
    ]


def test_share_of_new(joined):
    for on in (day(1, 5), day(2, 28), day(3, 31), day(4, 1)):
        joined(on)

    assert share_of_new(period=MARCH, scope=BRAND, as_of=LATER) == Rate(1, 3)
    assert share_of_new(period=MARCH, scope=BRAND, as_of=day(3, 30)) == Rate(0, 2)


def test_conversion_rate(history, store, joined):
    """Two join in March; of five tickets three name no member, one of them undone at once."""
    ada = joined(day(3, 1))
    joined(day(3, 31))
    joined(day(4, 1))
    history.sale(day(3, 1), ada)
    history.sale(day(3, 2), ada)
    history.sale(day(3, 3), store=store)
    history.sale(day(3, 4), store=store)
    history.give_back(history.sale(day(3, 5), store=store), day(3, 5))

    assert conversion_rate(period=MARCH, scope=BRAND, as_of=LATER) == Rate(2, 4)
