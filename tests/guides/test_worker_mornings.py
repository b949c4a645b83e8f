"""A real beat and a real worker: taken back, drawn, warned; then she buys and is owned."""

import datetime as dt
import subprocess
import sys

import pytest
from django.conf import settings
from django.utils import timezone

from guides.enums import OwnershipState
from guides.models import Draw, DrawRule, DueWarning, Ownership, OwnershipRule
from tests.factories import MemberFactory, ShiftFactory, StoreFactory
from tests.guides.hands import buy, guide_in, hold
from tests.workers import environment, eventually

# The house's own schedule, ticking each second instead of every ten minutes.
BEAT = """
import django
django.setup()
from config.celery import app
app.conf.beat_schedule = {"mornings": {**app.conf.beat_schedule["recycle overdue members"],
                                       "schedule": 1.0}}
app.Beat(schedule=%r, quiet=True).run()
"""


@pytest.fixture
def beat(tmp_path, celery_worker_process):
    process = subprocess.Popen(
        [sys.executable, "-c", BEAT % str(tmp_path / "schedule")],
        cwd=settings.BASE_DIR,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def shift():
    """A till in a store whose morning has come, whatever the clock says."""
    for model in (OwnershipRule, DrawRule):
        model.objects.get_or_create(effective_from=dt.date(2000, 1, 1))
    return ShiftFactory(till__store=StoreFactory(recycles_at=dt.time(0, 0)))


@pytest.mark.django_db(transaction=True)
def test_the_morning_comes_by_itself(shift, request):
    store, now = shift.till.store, timezone.now()
    first = guide_in(store)
    lost, due = (
        hold(MemberFactory(home_store=store), first, at=now - dt.timedelta(days=days))
        for days in (70, 1)
    )
    today = timezone.localdate()
    Ownership.objects.filter(pk=due.pk).update(due_on=today + dt.timedelta(days=2))
    second = guide_in(store)

    request.getfixturevalue("beat")
    eventually(lambda: DueWarning.objects.filter(ownership=due).count() == 3)

    lost.refresh_from_db()
    assert lost.end_reason == "recycled"
    held = lost.member.ownerships.open().get()
    assert (held.guide, held.state) == (second, OwnershipState.TRIAL)
    assert held.draw == Draw.objects.get()

    buy(lost.member, shift, at=timezone.now())
    held.refresh_from_db()
    assert held.state == OwnershipState.OWNED
