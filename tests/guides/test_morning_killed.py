"""The morning's work killed at twenty moments: what is left is done, nobody lost, nobody twice."""

import datetime as dt
import os
import random
import signal
import time

import pytest
from django.db import connection

from guides.domain.draw_papers import read_inputs
from guides.domain.drawing import place
from guides.domain.mornings import do_mornings
from guides.enums import DrawState, OwnershipReason
from guides.models import Draw, DrawRule, Ownership, OwnershipRule, RecyclingRun, SetAside
from membership.models import Member
from tests.factories import StoreFactory
from tests.guides.domain.test_recycling import shanghai
from tests.guides.hands import guide_in

pytestmark = pytest.mark.django_db(transaction=True)

MEMBERS, STORES, GUIDES, KILLS = 20_000, 4, 6, 20
BLOCKS = 5  # each ends long before a test that hangs is given up
BEGAN, MORNING = dt.date(2026, 3, 2), shanghai(dt.date(2026, 5, 3), 7)


@pytest.fixture
def house():
    """Twenty thousand members of four stores whose time with their first guide is over."""
    rule, _made = OwnershipRule.objects.get_or_create(effective_from=dt.date(2000, 1, 1))
    DrawRule.objects.get_or_create(effective_from=dt.date(2000, 1, 1))
    for n in range(STORES):
        store = StoreFactory()
        guides = [guide_in(store) for _ in range(GUIDES)]
        members = Member.objects.bulk_create(
            (
                Member(
                    number=f"NO.{n}-{k:06d}",
                    name="张丽",
                    home_store=store,
                    joined_on=BEGAN,
                    joined_at=shanghai(BEGAN, 12),
                )
                for k in range(MEMBERS // STORES)
            ),
            batch_size=2_000,
        )
        Ownership.objects.bulk_create(
            (
                Ownership(
                    member=member,
                    guide=guides[k % (GUIDES - 1)],
                    store=store,
                    reason=OwnershipReason.ENROLMENT,
                    rule=rule,
                    starts_at=shanghai(BEGAN, 12),
                    clock_from=BEGAN,
                    due_on=dt.date(2026, 5, 2),
                )
                for k, member in enumerate(members)
            ),
            batch_size=2_000,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a house of this size has its statistics


def night_before():
    """Put everything back to where it was before the morning."""
    Ownership.objects.exclude(draw=None)._raw_delete("default")  # no collector: it is slow
    Draw.objects.all().delete()
    RecyclingRun.objects.all().delete()
    Ownership.objects.update(ends_at=None, end_reason="")


def killed_after(seconds):
    """Do the morning in a process of its own and kill it; tell whether it was still at work."""
    connection.close()
    if (child := os.fork()) == 0:
        try:
            do_mornings(at=MORNING)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def assert_everybody_is_where_the_lot_says():
    assert sum(RecyclingRun.objects.values_list("recycled", flat=True)) == MEMBERS
    draws = list(Draw.objects.order_by("pk"))
    assert [draw.state for draw in draws] == [DrawState.PLACED] * STORES
    assert Ownership.objects.open().count() == MEMBERS
    assert not SetAside.objects.exists()
    for draw in draws:
        inputs = read_inputs(draw.inputs)
        said = place(inputs, seed=draw.seed).placed
        held = {number: [] for number, _store in inputs.guides}
        rows = draw.ownerships.open().order_by("member").values_list("guide__number", "member")
        for number, member in rows:
            held[number].append(member)
        assert tuple(tuple(keys) for keys in held.values()) == said


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_killed_morning_is_finished_by_the_next(block):
    began = time.monotonic()
    do_mornings(at=MORNING)
    undisturbed = time.monotonic() - began
    assert_everybody_is_where_the_lot_says()
    dice, interrupted = random.Random(block), 0

    for _ in range(KILLS // BLOCKS):
        night_before()
        interrupted += killed_after(dice.uniform(0, undisturbed))
        do_mornings(at=MORNING)
        assert_everybody_is_where_the_lot_says()

    assert interrupted > 0
