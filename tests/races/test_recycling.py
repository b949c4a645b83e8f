"""A member who is being served while the morning's run goes on stays with her guide."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from guides.domain.ownership import lock_open_ownership, own_member, refresh_clock
from guides.domain.recycling import AlreadyRun, recycle_store
from guides.enums import OwnershipReason
from guides.models import Ownership
from sales.domain.visits import add_to_visit
from stores.enums import Role
from tests.factories import NOON, MemberFactory, PostingFactory, StoreFactory
from tests.races.together import on_postgresql, refusals, together

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]

MORNING = dt.datetime(2026, 5, 4, 23, 0, tzinfo=dt.UTC)  # 7 o'clock in Shanghai, 5 May
DAY = dt.date(2026, 5, 5)


@pytest.fixture
def owned():
    """Three members whose time is over this morning."""
    store = StoreFactory()
    guide = PostingFactory(role=Role.GUIDE, store=store).staff
    return [
        own_member(
            member=MemberFactory(home_store=store),
            guide=guide,
            store=store,
            reason=OwnershipReason.MANUAL,
            by=None,
            at=NOON,
        )
        for _ in range(3)
    ]


def test_a_member_served_while_the_run_waits_is_not_taken(owned):
    store, served = owned[0].store, owned[0].member
    holding, answers = threading.Event(), []

    def serve():
        with transaction.atomic():
            ownership = lock_open_ownership(member=served)
            holding.set()
            run.join(timeout=0.5)  # the run is under way and waits for this row
            add_to_visit(member=served, store=store, business_day=DAY, tickets=1, units=1, net=100)
            refresh_clock(ownership=ownership, tier=None, on=DAY)
        connection.close()

    def recycle():
        holding.wait()
        answers.append(recycle_store(store=store, on=DAY, at=MORNING))
        connection.close()

    run, service = threading.Thread(target=recycle), threading.Thread(target=serve)
    service.start()
    run.start()
    service.join()
    run.join()

    assert answers == [2]
    assert list(Ownership.objects.open().values_list("member", "due_on")) == [
        (served.pk, dt.date(2026, 7, 5))
    ]


def test_two_runs_at_once_are_one(owned):
    store = owned[0].store

    outcomes = together([lambda: recycle_store(store=store, on=DAY, at=MORNING)] * 4)

    assert refusals(outcomes, AlreadyRun) == 3
    assert sorted(o for o in outcomes if isinstance(o, int)) == [3]
