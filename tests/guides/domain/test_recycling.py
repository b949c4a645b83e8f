"""Each morning the members whose time is over go back to the pool."""

import datetime as dt

import pytest

from guides.domain.failures import Failures
from guides.domain.recycling import AlreadyRun, RecycledStore, recycle_due_stores, recycle_store
from guides.enums import EndReason, OwnershipReason
from guides.models import Ownership, RecyclingRun
from tests.factories import MemberFactory, ShiftFactory, StoreFactory
from tests.guides.hands import buy, guide_in, hold, noon
from tests.shop import take_back

pytestmark = pytest.mark.django_db

LAST_DAY = dt.date(2026, 5, 2)
NEXT_DAY = dt.date(2026, 5, 3)


def shanghai(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    local = dt.timezone(dt.timedelta(hours=8))
    return dt.datetime.combine(day, dt.time(hour, minute), local)


def run_due(*, at: dt.datetime) -> list[RecycledStore]:
    failures = Failures()
    done = recycle_due_stores(at=at, failures=failures)
    failures.tell()
    return done


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def ada(shift):
    """Ada is in a hand since 2 March; her last day is 2 May."""
    store = shift.till.store
    return hold(MemberFactory(home_store=store), guide_in(store), at=noon(2026, 3, 2))


def test_recycle_leaves_a_member_through_her_last_day(ada):
    assert recycle_store(store=ada.store, on=LAST_DAY, at=shanghai(LAST_DAY, 7)) == 0
    assert Ownership.objects.open().get() == ada


def test_recycle_takes_her_the_next_morning(ada):
    at = shanghai(NEXT_DAY, 7)

    done = run_due(at=at)

    assert done == [RecycledStore(ada.store, 1)]
    ada.refresh_from_db()
    assert (ada.ends_at, ada.end_reason) == (at, EndReason.RECYCLED)


def test_recycle_takes_her_only_from_the_store_whose_hour_has_come(ada):
    early = StoreFactory(recycles_at=dt.time(6, 0))
    closed = StoreFactory(recycles_at=dt.time(6, 0), is_open=False)
    for store in (early, closed):
        hold(MemberFactory(home_store=store), guide_in(store), at=noon(2026, 3, 2))

    assert run_due(at=shanghai(NEXT_DAY, 6, 30)) == [RecycledStore(early, 1)]
    assert run_due(at=shanghai(NEXT_DAY, 7)) == [RecycledStore(ada.store, 1)]


def test_recycle_runs_once_a_day(ada):
    run_due(at=shanghai(NEXT_DAY, 7))

    assert run_due(at=shanghai(NEXT_DAY, 7, 10)) == []
    with pytest.raises(AlreadyRun):
        recycle_store(store=ada.store, on=NEXT_DAY, at=shanghai(NEXT_DAY, 8))
    assert [run.recycled for run in RecyclingRun.objects.all()] == [1]


def test_recycle_that_is_late_catches_up(ada):
    assert run_due(at=shanghai(dt.date(2026, 5, 9), 23)) == [RecycledStore(ada.store, 1)]


def test_recycle_waits_for_the_end_of_the_stores_own_day(ada):
    ada.store.day_ends_at, ada.store.recycles_at = dt.time(2, 0), dt.time(1, 0)
    ada.store.save()

    assert run_due(at=shanghai(NEXT_DAY, 1, 30)) == [RecycledStore(ada.store, 0)]
    assert run_due(at=shanghai(NEXT_DAY, 2)) == [RecycledStore(ada.store, 1)]


def test_recycle_leaves_who_bought_a_minute_ago(ada, shift):
    buy(ada.member, shift, at=shanghai(NEXT_DAY, 6, 59))

    assert run_due(at=shanghai(NEXT_DAY, 7)) == [RecycledStore(ada.store, 0)]


def test_recycle_takes_who_gave_everything_back(ada, shift):
    sale = buy(ada.member, shift, at=noon(2026, 4, 20))
    take_back(shift, sale, at=noon(2026, 5, 10))

    assert run_due(at=shanghai(dt.date(2026, 5, 11), 7)) == [RecycledStore(ada.store, 1)]


def test_recycle_takes_who_never_bought_on_trial(shift):
    store = shift.till.store
    trials = [
        hold(
            MemberFactory(home_store=store),
            guide_in(store),
            at=noon(2026, 3, 2),
            reason=OwnershipReason.DRAW,
        )
        for _ in range(2)
    ]
    buy(trials[0].member, shift, at=noon(2026, 3, 3))

    run_due(at=shanghai(NEXT_DAY, 7))

    assert list(Ownership.objects.open()) == [trials[0]]
    assert Ownership.objects.get(ends_at__isnull=False) == trials[1]


def test_recycled_member_is_nobodys_until_she_is_given_anew(ada):
    run_due(at=shanghai(NEXT_DAY, 7))
    other = guide_in(ada.store)

    again = hold(ada.member, other, at=noon(2026, 5, 4))

    assert Ownership.objects.open().get() == again
    assert again.due_on == dt.date(2026, 7, 4)
