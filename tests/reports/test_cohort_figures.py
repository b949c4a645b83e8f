"""Members followed by the month they began in: each picture with its whole answer."""

import datetime as dt

import pytest

from common.periods import Period
from reports.queries.cohorts import cohort, cohort_by_joining, n_day_repurchase
from reports.queries.rows import Cohort, Repurchase
from reports.scope import BRAND, Scope
from tests.reports.history import day

pytestmark = pytest.mark.django_db

WINTER = Period(day(1, 1), day(3, 1))
JANUARY, FEBRUARY = day(1, 1), day(2, 1)


@pytest.fixture
def cast(history, store):
    """
            joined   bought in
    ada      2 Jan   Jan 3, Feb 1, Feb 2    (Feb twice: still one retained member)
    bob      2 Jan   Jan 31, Mar 2
    cat     20 Jan   Feb 5, Apr 9
    dan      1 Mar   Mar 1
    eve     31 Jan   Jan 31, given back that day; Feb 1
    """
    joined = {
        "ada": day(1, 2),
        "bob": day(1, 2),
        "cat": day(1, 20),
        "dan": day(3, 1),
        "eve": day(1, 31),
    }
    members = {name: history.member(store, on) for name, on in joined.items()}
    for name, on in [
        ("ada", day(1, 3)),
        ("ada", day(2, 1)),
        ("ada", day(2, 2)),
        ("bob", day(1, 31)),
        ("bob", day(3, 2)),
        ("cat", day(2, 5)),
        ("cat", day(4, 9)),
        ("dan", day(3, 1)),
        ("eve", day(2, 1)),
    ]:
        history.sale(on, members[name])
    history.give_back(history.sale(day(1, 31), members["eve"]), day(1, 31))
    return members


def test_cohort(cast):
    """April is not over on the 29th."""
    assert cohort(period=WINTER, scope=BRAND, as_of=day(4, 29)) == [
        Cohort(JANUARY, age=0, size=2, retained=2, complete=True),
        Cohort(JANUARY, age=1, size=2, retained=1, complete=True),
        Cohort(JANUARY, age=2, size=2, retained=1, complete=True),
        Cohort(JANUARY, age=3, size=2, retained=0, complete=False),
        Cohort(FEBRUARY, age=0, size=2, retained=2, complete=True),
        Cohort(FEBRUARY, age=1, size=2, retained=0, complete=True),
        Cohort(FEBRUARY, age=2, size=2, retained=1, complete=False),
    ]


def test_cohort_knows_what_was_known_on_its_day(cast):
    """On 1 February Cat's first visit is still to come; a period names whole months."""
    one_day = Period(day(2, 1), day(2, 2))

    assert cohort(period=one_day, scope=BRAND, as_of=day(2, 1)) == [
        Cohort(FEBRUARY, age=0, size=1, retained=1, complete=False)
    ]
    assert cohort(period=one_day, scope=BRAND, as_of=day(2, 28)) == [
        Cohort(FEBRUARY, age=0, size=2, retained=2, complete=True)
    ]


def test_cohort_of_a_store_begins_with_the_first_visit_there(history, store, cast):
    sister = history.store(region=store.region)
    history.sale(day(2, 3), cast["ada"], store=sister)

    rows = cohort(period=WINTER, scope=Scope(store=sister), as_of=day(3, 31))

    assert rows == [
        Cohort(FEBRUARY, age=0, size=1, retained=1, complete=True),
        Cohort(FEBRUARY, age=1, size=1, retained=0, complete=True),
    ]


def test_cohort_over_the_turn_of_a_year(history, store):
    ada = history.member(store, day(11, 30, 2025))
    for on in (day(11, 30, 2025), day(1, 1)):
        history.sale(on, ada)

    rows = cohort(period=Period(day(11, 1, 2025), day(12, 1, 2025)), scope=BRAND, as_of=day(1, 31))

    assert [(row.age, row.retained) for row in rows] == [(0, 1), (1, 0), (2, 1)]


def test_cohort_by_joining(cast):
    """Four joined in January; Cat came first a month later, Eve too."""
    assert cohort_by_joining(period=WINTER, scope=BRAND, as_of=day(3, 31)) == [
        Cohort(JANUARY, age=0, size=4, retained=2, complete=True),
        Cohort(JANUARY, age=1, size=4, retained=3, complete=True),
        Cohort(JANUARY, age=2, size=4, retained=1, complete=True),
    ]


def test_n_day_repurchase(history, cast):
    """
    January  ada back on day 29, bob on day 30
    February cat on day 63, eve never; the 60 days after February end on 30 April
    """
    known = {"scope": BRAND, "as_of": day(4, 29)}

    assert [n_day_repurchase(period=WINTER, days=days, **known) for days in (29, 30, 60)] == [
        [Repurchase(JANUARY, 2, 1, complete=True), Repurchase(FEBRUARY, 2, 0, complete=True)],
        [Repurchase(JANUARY, 2, 2, complete=True), Repurchase(FEBRUARY, 2, 0, complete=True)],
        [Repurchase(JANUARY, 2, 2, complete=True), Repurchase(FEBRUARY, 2, 0, complete=False)],
    ]


def test_n_day_repurchase_may_be_a_day_long_and_a_leap_day_is_one(history, store):
    ada = history.member(store, day(2, 28, 2028))
    history.sale(day(2, 28, 2028), ada)
    history.sale(day(2, 29, 2028), ada)

    february = Period(day(2, 1, 2028), day(3, 1, 2028))
    rows = n_day_repurchase(period=february, scope=BRAND, as_of=dt.date(2028, 3, 2), days=1)

    assert rows == [Repurchase(day(2, 1, 2028), size=1, returned=1, complete=True)]
