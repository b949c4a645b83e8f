"""Points end: unspendable from the first day, told of before, written off once."""

import datetime as dt
from contextlib import suppress

import pytest
from django.db import connection

from loyalty.domain import expiry
from loyalty.domain.expiry import expire_due_lots, expire_points, write_expiry_notices
from loyalty.enums import EntryKind
from loyalty.models import ExpiryNotice, LotAllocation, PointsAccount, PointsEntry
from loyalty.queries import ledger_faults, standing
from tests.factories import DAY, NOON, MemberFactory
from tests.loyalty.points import credit, left, spend

pytestmark = pytest.mark.django_db


def days(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)


@pytest.fixture
def ada():
    return MemberFactory()


@pytest.fixture
def bob():
    return MemberFactory()


def notices() -> list[tuple]:
    rows = ExpiryNotice.objects.order_by("account", "expires_on", "-days_ahead")
    return list(rows.values_list("account__member", "expires_on", "days_ahead", "points"))


def test_expire_due_lots_writes_off_what_is_left_one_entry_a_lot(ada, bob):
    """T44, T47: the points were brought in by the verbs, not built by hand."""
    first = credit(ada, 100, "a", expires_on=DAY)
    second = credit(ada, 50, "b", expires_on=DAY - days(400))
    credit(ada, 30, "c", expires_on=DAY + days(1))
    credit(ada, 7, "d")
    third = credit(bob, 20, "a", expires_on=DAY)

    done = expire_due_lots(on=DAY, at=NOON)

    assert (done.lots, done.points) == (3, 170)
    entries = PointsEntry.objects.filter(kind=EntryKind.EXPIRE).order_by("reference")
    assert [(one.reference, one.points, one.occurred_at) for one in entries] == [
        (f"lot:{lot.pk}", -lot.points, NOON) for lot in (first, second, third)
    ]
    assert [left(ada), left(bob)] == [[0, 0, 30, 7], [0]]
    assert standing(member=ada, at=NOON).balance == 37
    assert ledger_faults() == []


def test_expire_due_lots_takes_what_is_left_not_what_was_earned(ada):
    """T46: what was spent before stays spent; the living points stay."""
    credit(ada, 100, "a", expires_on=DAY + days(1))
    credit(ada, 100, "b")
    spend(ada, 90)

    expire_due_lots(on=DAY + days(1), at=NOON + days(1))

    assert left(ada) == [0, 100]
    assert standing(member=ada, at=NOON + days(1)).balance == 100
    assert ledger_faults() == []


def test_expire_due_lots_again_does_nothing(ada):
    credit(ada, 100, expires_on=DAY)
    expire_due_lots(on=DAY, at=NOON)

    again = expire_due_lots(on=DAY + days(3), at=NOON + days(3))

    assert (again.lots, again.points) == (0, 0)
    assert PointsEntry.objects.filter(kind=EntryKind.EXPIRE).count() == 1


def test_expired_points_are_no_debt_and_debts_stay(ada):
    spend(ada, 40)
    credit(ada, 100, expires_on=DAY)

    expire_due_lots(on=DAY, at=NOON)

    where = standing(member=ada, at=NOON)
    assert (where.balance, where.spendable, where.debt) == (-40, 0, 40)
    assert ledger_faults() == []


@pytest.mark.parametrize(
    ("day", "spendable", "balance"),
    [(DAY + days(6), 100, 100), (DAY + days(7), 0, 100), (DAY + days(70), 0, 100)],
)
def test_a_late_run_leaves_nothing_to_spend(ada, day, spendable, balance):
    """T45, T48, T50: by the shop's calendar, from the first minute of the day."""
    credit(ada, 100, expires_on=DAY + days(7))
    midnight = dt.datetime.combine(day, dt.time(0, 1), dt.timezone(dt.timedelta(hours=8)))

    where = standing(member=ada, at=midnight)

    assert (where.spendable, where.balance) == (spendable, balance)


def test_write_expiry_notices_30_and_7_days_ahead_by_member_and_day(ada, bob):
    credit(ada, 100, "a", expires_on=DAY + days(30))
    credit(ada, 11, "b", expires_on=DAY + days(30))
    credit(ada, 20, "c", expires_on=DAY + days(31))
    credit(bob, 30, "a", expires_on=DAY + days(8))
    credit(bob, 40, "b", expires_on=DAY + days(7))
    credit(bob, 50, "c", expires_on=DAY)
    credit(bob, 60, "d")

    written = write_expiry_notices(on=DAY, at=NOON)

    assert written == 3
    assert notices() == [
        (ada.pk, DAY + days(30), 30, 111),
        (bob.pk, DAY + days(7), 7, 40),
        (bob.pk, DAY + days(8), 30, 30),
    ]


def test_write_expiry_notices_once_for_each_day_ahead(ada):
    credit(ada, 100, expires_on=DAY + days(30))

    written = [
        write_expiry_notices(on=DAY + days(later), at=NOON + days(later)) for later in range(40)
    ]

    assert [day for day, count in enumerate(written) if count] == [0, 23]
    assert notices() == [(ada.pk, DAY + days(30), 30, 100), (ada.pk, DAY + days(30), 7, 100)]


def test_spent_points_are_not_told_of(ada):
    credit(ada, 100, expires_on=DAY + days(30))
    spend(ada, 100)

    assert write_expiry_notices(on=DAY, at=NOON) == 0


def test_nothing_expires_without_a_notice(ada, bob):
    credit(ada, 100, expires_on=DAY + days(7))
    write_expiry_notices(on=DAY, at=NOON)
    credit(bob, 50, expires_on=DAY + days(7))

    run = expire_points(at=NOON + days(8))

    assert (run.notices, run.lots, run.points) == (1, 2, 150)
    assert notices() == [(ada.pk, DAY + days(7), 7, 100), (bob.pk, DAY + days(7), 0, 50)]


def state() -> tuple:
    return (
        list(PointsAccount.objects.order_by("pk").values_list("pk", "balance", "debt")),
        list(PointsEntry.objects.order_by("reference").values_list("reference", "points")),
        list(LotAllocation.objects.order_by("lot", "points").values_list("lot", "points")),
        notices(),
    )


class Killed(Exception):
    """The process is gone."""


class KillAt:
    """Ends the process before its statement number ``last``."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            if self.left == 0:
                raise Killed
            self.left -= 1
        return execute(sql, params, many, context)


@pytest.mark.parametrize("last", range(26))
def test_a_run_killed_anywhere_goes_on_without_a_second_effect(monkeypatch, last):
    monkeypatch.setattr(expiry, "A_BATCH", 1)
    for member in (MemberFactory(), MemberFactory()):
        credit(member, 100, "a", expires_on=DAY)
        credit(member, 50, "b", expires_on=DAY - days(1))
        credit(member, 9, "c", expires_on=DAY + days(5))

    with suppress(Killed), connection.execute_wrapper(KillAt(last)):
        expire_points(at=NOON)
    expire_points(at=NOON)

    accounts, entries, allocations, told = state()
    assert [balance for _, balance, _ in accounts] == [9, 9]
    assert sorted(points for _, points in entries) == [-100, -100, -50, -50, 9, 9, 50, 50, 100, 100]
    assert [points for _, points in allocations] == [100, 50, 100, 50]
    assert [(ahead, points) for *_, ahead, points in told] == [(0, 50), (0, 100), (7, 9)] * 2
    assert ledger_faults() == []
