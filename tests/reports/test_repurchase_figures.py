"""Who buys again: each picture with its whole answer."""

from decimal import Decimal

import pytest

from membership.enums import MemberStatus
from reports.queries.repurchase import (
    old_member_repeat_amount,
    old_member_repurchase_rate,
    repurchase_rate,
    retention,
    returning_rate,
)
from reports.queries.rows import OldMembers, Rate, Value
from reports.scope import BRAND, Scope
from tests.reports.history import day, month

pytestmark = pytest.mark.django_db

MARCH = month(3)
LATER = day(12, 31)


@pytest.fixture
def cast(history, store):
    """
            joined   bought
    ada      1 Jan   20 Feb 80,   1 Mar 100, 9 Mar 50 and 25
    bob      1 Jan   31 Mar 200, given back on 1 Apr
    cat     28 Feb   28 Feb 30,  nothing in March
    dan      1 Mar    1 Mar 60,  2 Mar 70
    eve      1 Jan   15 Mar 40,  given back that day
    """
    joined = {
        "ada": day(1, 1),
        "bob": day(1, 1),
        "cat": day(2, 28),
        "dan": day(3, 1),
        "eve": day(1, 1),
    }
    members = {name: history.member(store, on) for name, on in joined.items()}
    for name, on, net in [
        ("ada", day(2, 20), 80),
        ("ada", day(3, 1), 100),
        ("ada", day(3, 9), 50),
        ("ada", day(3, 9), 25),
        ("cat", day(2, 28), 30),
        ("dan", day(3, 1), 60),
        ("dan", day(3, 2), 70),
    ]:
        history.sale(on, members[name], net=net)
    history.give_back(history.sale(day(3, 31), members["bob"], net=200), day(4, 1))
    history.give_back(history.sale(day(3, 15), members["eve"], net=40), day(3, 15))
    return members


def test_old_member_repeat_amount(cast):
    amounts = [
        old_member_repeat_amount(period=period, scope=BRAND, as_of=LATER)
        for period in (month(2), MARCH, month(4))
    ]

    assert amounts == [Value(Decimal(80)), Value(Decimal(375)), Value(Decimal(-200))]


def test_old_member_repurchase_rate_counts_people(cast):
    """Ada and Bob came, Cat and Eve did not; Ada twice, Bob once."""
    rate = old_member_repurchase_rate(period=MARCH, scope=BRAND, as_of=LATER)

    assert rate == OldMembers(2, 4, visits=3)


def test_old_member_figures_know_what_was_known_on_their_day(cast):
    assert old_member_repeat_amount(period=MARCH, scope=BRAND, as_of=day(3, 8)) == Value(100)
    assert old_member_repurchase_rate(period=MARCH, scope=BRAND, as_of=day(3, 8)) == OldMembers(
        1, 4, visits=1
    )


def test_old_member_figures_of_another_store(history, store, cast):
    """Ada buys in the sister store, whose own old member is Fay."""
    sister = history.store(region=store.region)
    fay = history.member(sister, day(2, 1))
    history.sale(day(3, 3), cast["ada"], net=500, store=sister)
    history.sale(day(3, 3), fay, net=7)

    at_sister, in_region = Scope(store=sister), Scope(region=store.region)

    assert [
        old_member_repeat_amount(period=MARCH, scope=scope, as_of=LATER)
        for scope in (at_sister, in_region)
    ] == [Value(Decimal(507)), Value(Decimal(882))]
    assert [
        old_member_repurchase_rate(period=MARCH, scope=scope, as_of=LATER)
        for scope in (at_sister, in_region)
    ] == [OldMembers(1, 1, visits=1), OldMembers(3, 5, visits=5)]


def test_old_members_are_counted_once_after_a_merge(cast):
    cat = cast["cat"]
    cat.status = MemberStatus.MERGED
    cat.save(update_fields=["status"])

    rate = old_member_repurchase_rate(period=MARCH, scope=BRAND, as_of=LATER)

    assert rate == OldMembers(2, 3, visits=3)


def test_repurchase_rate_counts_visits_not_receipts(cast):
    """Ada and Dan came on two days, Bob on one; Eve's day was given back."""
    assert repurchase_rate(period=MARCH, scope=BRAND, as_of=LATER) == Rate(2, 3)
    assert repurchase_rate(period=MARCH, scope=BRAND, as_of=day(3, 8)) == Rate(1, 2)


def test_repurchase_rate_of_a_day_in_two_stores(history, store, cast):
    """Two stores on one day are two visits for the brand, and one for each store."""
    sister = history.store(region=store.region)
    history.sale(day(5, 1), cast["cat"])
    history.sale(day(5, 1), cast["cat"], store=sister)

    assert [
        repurchase_rate(period=month(5), scope=scope, as_of=LATER)
        for scope in (BRAND, Scope(store=sister))
    ] == [Rate(1, 1), Rate(0, 1)]


def test_returning_rate(cast):
    """Of Ada, Bob and Dan only Ada had bought before March."""
    assert returning_rate(period=MARCH, scope=BRAND, as_of=LATER) == Rate(1, 3)


def test_returning_rate_of_a_store_looks_at_its_own_tickets(history, store, cast):
    sister = history.store(region=store.region)
    history.sale(day(3, 20), cast["ada"], store=sister)

    assert [
        returning_rate(period=MARCH, scope=scope, as_of=LATER)
        for scope in (Scope(store=sister), BRAND)
    ] == [Rate(0, 1), Rate(1, 3)]


def test_retention_compares_with_the_equally_long_period_before(history, cast):
    """The 31 days before March begin on 29 January. Ada came in both, Cat only before."""
    history.sale(day(1, 28), cast["dan"])
    assert retention(period=MARCH, scope=BRAND, as_of=LATER) == Rate(1, 2)

    history.sale(day(1, 29), cast["dan"])
    assert retention(period=MARCH, scope=BRAND, as_of=LATER) == Rate(2, 3)
    assert retention(period=MARCH, scope=BRAND, as_of=day(2, 28)) == Rate(0, 3)
