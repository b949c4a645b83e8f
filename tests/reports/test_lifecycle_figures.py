"""How long ago members last bought: each picture with its whole answer."""

import datetime as dt

import pytest

from common.periods import Period
from reports.enums import Lifecycle
from reports.queries.lifecycle import churn_rate, lifecycle, lifecycle_flow
from reports.queries.rows import Rate, Standing, Transition
from reports.scope import BRAND, Scope
from tests.reports.history import day

pytestmark = pytest.mark.django_db

TODAY = day(6, 1)
PROSPECT, ACTIVE, SILENT, SLEEPING, LOST = Lifecycle


def ago(days, since=TODAY):
    return since - dt.timedelta(days=days)


@pytest.fixture
def last_bought(history, store):
    """Return a function that makes a member who last bought some days ago, or never."""

    def last_bought(days, since=TODAY):
        member = history.member(store, ago(2000))
        if days is not None:
            history.sale(ago(days, since), member)
        return member

    return last_bought


def test_lifecycle_turns_on_the_day_after_each_limit(last_bought):
    for days in (None, 0, 90, 91, 180, 181, 365, 366):
        last_bought(days)

    assert lifecycle(scope=BRAND, as_of=TODAY) == [
        Standing(PROSPECT, 1),
        Standing(ACTIVE, 2),
        Standing(SILENT, 2),
        Standing(SLEEPING, 2),
        Standing(LOST, 1),
    ]


def test_lifecycle_looks_at_visits_that_stand_and_are_known(history, store, last_bought):
    """One day was given back, one comes after the day asked for, one was elsewhere."""
    ada, bob, cat = last_bought(100), last_bought(100), last_bought(100)
    history.give_back(history.sale(ago(1), ada), ago(1))
    history.sale(ago(-1), bob)
    history.sale(ago(5), cat, store=history.store())

    assert lifecycle(scope=Scope(store=store), as_of=TODAY)[2] == Standing(SILENT, 3)
    assert lifecycle(scope=BRAND, as_of=TODAY)[2] == Standing(SILENT, 2)


def test_lifecycle_flow(history, store, last_bought):
    """
    in May      on 1 May       on 1 June
    ada         active (60)    silent (91)
    bob         lost (400)     active: came back on the 20th
    cat         sleeping (340) lost (371)
    dan         -              joined on the 9th and bought
    eve         -              joined on the 9th, never bought
    """
    may = Period(day(5, 1), TODAY)
    last_bought(60, since=may.since)
    history.sale(day(5, 20), last_bought(400, since=may.since))
    last_bought(340, since=may.since)
    history.sale(day(5, 9), history.member(store, day(5, 9)))
    history.member(store, day(5, 9))

    assert lifecycle_flow(period=may, scope=BRAND, as_of=day(12, 31)) == [
        Transition(ACTIVE, SILENT, 1),
        Transition(SLEEPING, LOST, 1),
        Transition(LOST, ACTIVE, 1),
        Transition(None, PROSPECT, 1),
        Transition(None, ACTIVE, 1),
    ]
    assert churn_rate(period=may, scope=BRAND, as_of=day(12, 31)) == Rate(1, 2)


def test_churn_rate(history, last_bought):
    """
            days on 1 May   in May
    ada     335             nothing: 366 on 1 June, lost
    bob     334             nothing: 365 on 1 June, not lost
    cat     366             lost before
    dan     350             came on the 30th
    eve     never bought
    """
    may = Period(day(5, 1), TODAY)
    last_bought(335, since=may.since)
    last_bought(334, since=may.since)
    last_bought(366, since=may.since)
    history.sale(day(5, 30), last_bought(350, since=may.since))
    last_bought(None)

    assert churn_rate(period=may, scope=BRAND, as_of=day(12, 31)) == Rate(1, 4)


def test_churn_rate_printed_at_the_end_of_its_period_stays(history, last_bought):
    """Whether asked on the last day of May or much later, the answer is one."""
    may = Period(day(5, 1), TODAY)
    ada = last_bought(335, since=may.since)
    history.sale(TODAY, ada)

    assert [
        churn_rate(period=may, scope=BRAND, as_of=known)
        for known in (day(5, 30), day(5, 31), day(6, 1), day(12, 31))
    ] == [Rate(0, 1), Rate(1, 1), Rate(1, 1), Rate(1, 1)]
