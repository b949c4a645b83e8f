"""Points in and out: pending ones, debts and their end, what comes back and into which lot."""

import datetime as dt

import pytest
from django.db import transaction

from loyalty.domain.ledger import (
    Cause,
    bring_in,
    forgive_debt,
    lock_account,
    take_out,
)
from loyalty.domain.lots import (
    MoreThanWasTaken,
    PointsAlreadySpent,
    own_lot_first,
    require_points_of,
)
from loyalty.domain.putting_back import put_back
from loyalty.enums import EntryKind
from loyalty.models import PointsLot
from loyalty.queries import Coming, coming_points, expiring_points, ledger_faults, standing
from tests.factories import DAY, NOON, MemberFactory
from tests.loyalty.points import credit, left, spend

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(days=7)


@pytest.fixture
def ada():
    return MemberFactory()


def points_of(member, *, at=NOON):
    where = standing(member=member, at=at)
    return (where.balance, where.spendable, where.pending, where.debt)


def test_pending_points_are_in_the_balance_and_cannot_be_spent_before_their_day(ada):
    credit(ada, 100, "a")
    credit(ada, 30, "b", spendable_from=DAY + WEEK)
    credit(ada, 20, "c", spendable_from=DAY + 2 * WEEK)

    assert points_of(ada) == (150, 100, 50, 0)
    assert standing(member=ada, at=NOON).pending_until == DAY + WEEK
    assert points_of(ada, at=NOON + WEEK - dt.timedelta(days=1)) == (150, 100, 50, 0)
    assert points_of(ada, at=NOON + WEEK) == (150, 130, 20, 0)
    assert coming_points(member=ada, on=DAY) == [
        Coming(DAY + WEEK, 30),
        Coming(DAY + 2 * WEEK, 20),
    ]
    assert ledger_faults() == []


def test_pending_points_pay_a_debt(ada):
    spend(ada, 40)

    credit(ada, 100, spendable_from=DAY + WEEK)

    assert points_of(ada) == (60, 0, 60, 0)
    assert ledger_faults() == []


def test_expired_points_pay_no_debt(ada):
    spend(ada, 40)

    credit(ada, 100, expires_on=DAY)

    assert points_of(ada) == (60, 0, 0, 40)
    assert ledger_faults() == []


def test_every_coming_expiry_is_told_the_soonest_first(ada):
    credit(ada, 10, "a", expires_on=DAY + 2 * WEEK)
    credit(ada, 20, "b", expires_on=DAY + WEEK)
    credit(ada, 30, "c", expires_on=DAY + WEEK)
    credit(ada, 40, "d", expires_on=DAY)
    credit(ada, 50, "e")

    assert expiring_points(member=ada, on=DAY) == [
        Coming(DAY + WEEK, 50),
        Coming(DAY + 2 * WEEK, 10),
    ]


def test_forgive_debt_leaves_a_balance_of_zero_and_says_how_much(ada):
    credit(ada, 100)
    spend(ada, 130)

    entry = forgive_debt(lock_account(member=ada), Cause(reference="sale:9", at=NOON))

    assert (entry.kind, entry.points, entry.qualifying) == (EntryKind.FORGIVE, 30, 0)
    assert points_of(ada) == (0, 0, 0, 0)
    assert ledger_faults() == []


def test_what_was_forgiven_is_not_paid_by_later_points(ada):
    spend(ada, 30)
    forgive_debt(lock_account(member=ada), Cause(reference="sale:9", at=NOON))
    spend(ada, 5, "test:2")

    credit(ada, 100)

    assert points_of(ada) == (95, 95, 0, 0)
    assert ledger_faults() == []


def test_forgive_debt_has_nothing_to_do_where_nothing_is_owed(ada):
    credit(ada, 100)

    assert forgive_debt(lock_account(member=ada), Cause(reference="sale:9", at=NOON)) is None
    assert points_of(ada) == (100, 100, 0, 0)


def test_points_come_back_to_the_lots_they_were_taken_from(ada):
    """T30: the lot taken last is filled first, and each keeps its expiry."""
    soon = credit(ada, 100, "a", expires_on=DAY + WEEK)
    later = credit(ada, 100, "b", expires_on=DAY + 2 * WEEK)
    spent = spend(ada, 150)

    put_back(lock_account(member=ada), 60, Cause(reference="r", at=NOON), reverses=spent)

    assert left(ada) == [10, 100]
    assert [(lot.pk, lot.expires_on) for lot in PointsLot.objects.order_by("pk")] == [
        (soon.pk, DAY + WEEK),
        (later.pk, DAY + 2 * WEEK),
    ]
    assert ledger_faults() == []


@pytest.mark.parametrize(("grace", "spendable"), [(0, 50), (3, 150)])
def test_what_comes_back_after_its_expiry_stays_expired_but_for_the_grace(ada, grace, spendable):
    """T30."""
    credit(ada, 100, "a", expires_on=DAY + WEEK)
    credit(ada, 50, "b")
    spent = spend(ada, 150)
    account = lock_account(member=ada)

    put_back(account, 150, Cause(reference="r", at=NOON + WEEK), reverses=spent, grace_days=grace)

    assert points_of(ada, at=NOON + WEEK) == (150, spendable, 0, 0)
    assert left(ada) == [0, 50, 100]
    assert PointsLot.objects.latest("pk").expires_on == DAY + WEEK + dt.timedelta(days=grace)
    assert ledger_faults() == []


def test_points_come_back_in_parts_as_they_would_at_once(ada):
    credit(ada, 100, "a", expires_on=DAY + WEEK)
    credit(ada, 50, "b")
    spent = spend(ada, 150)

    for number, points in enumerate([30, 70, 50]):
        cause = Cause(reference=f"r:{number}", at=NOON + WEEK)
        put_back(lock_account(member=ada), points, cause, reverses=spent)

    assert points_of(ada, at=NOON + WEEK) == (150, 50, 0, 0)
    with pytest.raises(MoreThanWasTaken):
        put_back(
            lock_account(member=ada), 1, Cause(reference="r:3", at=NOON + WEEK), reverses=spent
        )


def test_a_return_takes_from_its_own_lot_first_then_from_what_lives(ada):
    credit(ada, 100, "a", expires_on=DAY + WEEK)
    own = credit(ada, 100, "b")
    credit(ada, 100, "c", spendable_from=DAY + WEEK)
    credit(ada, 100, "d", expires_on=DAY)
    account = lock_account(member=ada)
    lots = list(own_lot_first(account, own.entry, on=DAY))

    take_out(
        account,
        EntryKind.REVERSE,
        250,
        Cause(reference="r", at=NOON),
        lots=lots,
        reverses=own.entry,
    )

    assert left(ada) == [0, 0, 50, 100]
    assert ledger_faults() == []


def test_points_that_are_spent_can_be_asked_back_for_nothing(ada):
    """T24, T29: refused by name, before anything is written."""
    lot = credit(ada, 100)
    spend(ada, 80)
    account = lock_account(member=ada)

    with pytest.raises(PointsAlreadySpent) as refusal:
        require_points_of(account, lot.entry, 100, on=DAY)

    assert refusal.value.short_by == 80
    require_points_of(account, lot.entry, 20, on=DAY)
    assert points_of(ada) == (20, 20, 0, 0)


def test_what_is_rolled_back_leaves_no_trace_and_undoes_nothing_else(ada):
    """T34: balances are read under the lock, never written back from before."""
    credit(ada, 100)
    with transaction.atomic():
        spend(ada, 60)
        transaction.set_rollback(True)

    credit(ada, 30, "b")

    assert points_of(ada) == (130, 130, 0, 0)
    assert left(ada) == [100, 30]
    assert ledger_faults() == []


def test_bring_in_keeps_how_the_points_were_worked_out(ada):
    cause = Cause(reference="sale:1", at=NOON, working={"bonus": "2"})

    entry = bring_in(lock_account(member=ada), EntryKind.AWARD, 5, cause, qualifying=0)

    entry.refresh_from_db()
    assert entry.working == {"bonus": "2"}
