"""The nightly expiry killed at any moment: the next one ends what it began, nothing twice."""

import datetime as dt
import subprocess
import sys
import time

import pytest
from django.conf import settings

from loyalty.domain.expiry import expire_due_lots
from loyalty.enums import EntryKind
from loyalty.models import ExpiryNotice, LotAllocation, PointsAccount, PointsEntry, PointsLot
from loyalty.queries import ledger_faults
from membership.models import Member
from tests.factories import DAY, NOON, MemberFactory, StoreFactory
from tests.workers import environment

pytestmark = pytest.mark.django_db(transaction=True)

MEMBERS = 1_200
KILLS = 3
TOMORROW = DAY + dt.timedelta(days=1)
# The command, on a day of its own and with batches so small that a kill falls between many.
RUN = """
import datetime as dt, django, os
os.nice(15)  # whoever looks when to kill it goes first
django.setup()
from loyalty.domain import expiry
expiry.A_BATCH = 10
expiry.expire_due_lots(on=dt.date.fromisoformat({on!r}), at=dt.datetime.fromisoformat({at!r}))
"""


def holders(store, *, expires_on: dt.date) -> list[int]:
    """Return accounts with two lots that end on ``expires_on``, one half spent, and one more."""
    members = Member.objects.bulk_create(
        MemberFactory.build_batch(MEMBERS, home_store=store), batch_size=500
    )
    accounts = PointsAccount.objects.bulk_create(
        PointsAccount(member=member, balance=225) for member in members
    )
    for points, left, ends_on in [(100, 100, expires_on), (50, 25, expires_on), (100, 100, None)]:
        entries = PointsEntry.objects.bulk_create(
            entry(account, EntryKind.EARN, points, f"earned:{points}:{ends_on}")
            for account in accounts
        )
        lots = PointsLot.objects.bulk_create(
            PointsLot(
                account_id=earned.account_id,
                entry=earned,
                points=points,
                remaining=left,
                **({"expires_on": ends_on} if ends_on else {}),
            )
            for earned in entries
        )
        if left < points:
            spent = PointsEntry.objects.bulk_create(
                entry(account, EntryKind.REDEEM, left - points, "spent") for account in accounts
            )
            LotAllocation.objects.bulk_create(
                LotAllocation(entry=taken, lot=lot, points=points - left)
                for taken, lot in zip(spent, lots, strict=True)
            )
    return [account.pk for account in accounts]


def entry(account: PointsAccount, kind: EntryKind, points: int, reference: str) -> PointsEntry:
    return PointsEntry(
        account=account, kind=kind, points=points, reference=reference, occurred_at=NOON
    )


def start(*, on: dt.date) -> subprocess.Popen[bytes]:
    program = RUN.format(on=on.isoformat(), at=NOON.isoformat())
    return subprocess.Popen(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, env=environment()
    )


def expired(accounts: list[int]) -> int:
    return PointsEntry.objects.filter(account__in=accounts, kind=EntryKind.EXPIRE).count()


def left_behind(accounts: list[int]) -> dict[str, list[object]]:
    """Return what the run left of ``accounts``, each by its place among them and no day."""
    place = {account: number for number, account in enumerate(accounts)}
    taken = LotAllocation.objects.filter(entry__account__in=accounts, entry__kind=EntryKind.EXPIRE)
    return {
        "balances": [
            (place[pk], balance, debt)
            for pk, balance, debt in PointsAccount.objects.filter(pk__in=accounts)
            .order_by("pk")
            .values_list("pk", "balance", "debt")
        ],
        "lots": [
            (place[account], points, left)
            for account, points, left in PointsLot.objects.filter(account__in=accounts)
            .order_by("account", "pk")
            .values_list("account", "points", "remaining")
        ],
        "taken": [
            (place[account], points, was, allocated)
            for account, points, was, allocated in taken.order_by(
                "entry__account", "lot"
            ).values_list("entry__account", "entry__points", "lot__points", "points")
        ],
        "notices": [
            (place[account], days, points)
            for account, days, points in ExpiryNotice.objects.filter(account__in=accounts)
            .order_by("account")
            .values_list("account", "days_ahead", "points")
        ],
    }


def test_expire_due_lots_killed_again_and_again_ends_as_if_nothing_had_happened():
    store = StoreFactory()
    undisturbed = holders(store, expires_on=DAY)
    killed = holders(store, expires_on=TOMORROW)
    expire_due_lots(on=DAY, at=NOON)
    done = [0]

    for _ in range(KILLS):
        process = start(on=TOMORROW)
        while process.poll() is None and expired(killed) == done[-1]:
            time.sleep(0.005)
        process.kill()
        process.wait()
        done.append(expired(killed))
    assert start(on=TOMORROW).wait() == 0

    assert 0 < done[1] < done[2] < done[3] < 2 * MEMBERS
    assert left_behind(killed) == left_behind(undisturbed)
    assert expired(killed) == expired(undisturbed) == 2 * MEMBERS
    assert ledger_faults() == []
