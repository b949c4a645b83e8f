"""All points of one account go to another, and come back."""

import datetime as dt

import pytest
from django.db import transaction

from loyalty.domain.expiry import expire_points
from loyalty.domain.handing_over import (
    HandedOver,
    PointsUsedSince,
    hand_back,
    hand_over,
    lock_accounts,
)
from loyalty.domain.ledger import AccountClosed, Cause, lock_account
from loyalty.domain.putting_back import put_back
from loyalty.models import PointsAccount
from loyalty.queries import ledger_faults, standing
from tests.factories import DAY, NOON, MemberFactory
from tests.loyalty.points import credit, left, spend

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(days=7)
LATER = NOON + WEEK


@pytest.fixture
def ada():
    return MemberFactory(name="Ada")


@pytest.fixture
def bea():
    return MemberFactory(name="Bea")


def over(giver, taker):
    accounts = lock_accounts(giver, taker)
    return hand_over(
        giver=accounts[0], taker=accounts[1], cause=Cause(reference="merge:1", at=NOON)
    )


def back(handed, giver, taker, *, at=LATER):
    kept = HandedOver(**handed.as_json())
    accounts = lock_accounts(giver, taker)
    hand_back(
        handed=kept,
        giver=accounts[0],
        taker=accounts[1],
        cause=Cause(reference="unmerge:1", at=at),
    )


def points_of(*members, at=NOON):
    """Balance, debt and what counts towards a tier, of each."""
    assert ledger_faults() == []
    found = []
    for member in members:
        account = PointsAccount.objects.get(member=member)
        counted = sum(account.entries.values_list("qualifying", flat=True))
        found.append((account.balance, account.debt, counted))
    return found


def lots_of(member):
    lots = member.points_account.lots.filter(remaining__gt=0).oldest_first()
    return [(lot.remaining, lot.spendable_from, lot.expires_on) for lot in lots]


def test_lots_go_over_with_their_expiry_and_their_pending_day(ada, bea):
    credit(ada, 100, "a", expires_on=DAY + 8 * WEEK)
    credit(ada, 30, "b", spendable_from=DAY + WEEK, expires_on=DAY + 9 * WEEK)
    credit(bea, 7, "c")
    before = lots_of(ada)

    handed = over(ada, bea)

    assert lots_of(bea)[:2] == before
    assert (handed.points, handed.debt, handed.qualifying) == (130, 0, 130)
    assert points_of(ada, bea) == [(0, 0, 0), (137, 0, 137)]


def test_a_debt_goes_over_and_is_paid_at_once(ada, bea):
    spend(ada, 40)
    credit(bea, 100, "b")

    over(ada, bea)

    assert points_of(ada, bea) == [(0, 0, 0), (60, 0, 100)]


def test_what_comes_over_pays_the_debt_of_who_receives_it(ada, bea):
    credit(ada, 100, "a")
    spend(bea, 140)

    over(ada, bea)

    assert points_of(ada, bea) == [(0, 0, 0), (-40, 40, 100)]


def test_what_counts_towards_a_tier_goes_over_although_all_points_are_spent(ada, bea):
    credit(ada, 100, "a")
    spend(ada, 100)

    over(ada, bea)

    assert points_of(ada, bea) == [(0, 0, 0), (0, 0, 100)]


def test_points_spent_before_come_back_to_their_lots_afterwards(ada, bea):
    credit(ada, 100, "a", expires_on=DAY + 8 * WEEK)
    spent = spend(ada, 60, "b")
    over(ada, bea)

    account = lock_account(member=bea)
    put_back(account, 60, Cause(reference="sale:9:redeemed", at=NOON), reverses=spent)

    assert lots_of(bea) == [(100, dt.date(1970, 1, 1), DAY + 8 * WEEK)]
    assert points_of(ada, bea) == [(0, 0, 0), (100, 0, 100)]


@pytest.mark.parametrize(
    ("hers", "owed", "others", "owed_by_other"),
    [
        (100, 0, 50, 0),
        (0, 40, 100, 0),
        (0, 40, 0, 30),
        (100, 0, 0, 140),
        (100, 0, 0, 30),
        (0, 0, 0, 0),
        (0, 40, 10, 0),
    ],
)
def test_all_comes_back_as_it_was(ada, bea, *, hers, owed, others, owed_by_other):
    for member, points, debt in ((ada, hers, owed), (bea, others, owed_by_other)):
        lock_account(member=member)
        if points:
            credit(member, points, "credit")
        if debt:
            spend(member, debt)
    before = points_of(ada, bea), lots_of(ada), lots_of(bea)

    back(over(ada, bea), ada, bea)

    assert (points_of(ada, bea), lots_of(ada), lots_of(bea)) == before
    where = standing(member=ada, at=LATER)
    assert (where.spendable, where.debt) == (hers, owed)


def test_it_can_go_over_again(ada, bea):
    credit(ada, 100, "a")
    spend(bea, 30)
    back(over(ada, bea), ada, bea)

    accounts = lock_accounts(bea, ada)
    hand_over(giver=accounts[0], taker=accounts[1], cause=Cause(reference="merge:2", at=LATER))

    assert points_of(bea, ada) == [(0, 0, 0), (70, 0, 100)]


def test_points_spent_since_do_not_come_back(ada, bea):
    credit(ada, 100, "a")
    handed = over(ada, bea)
    spend(bea, 1)

    with pytest.raises(PointsUsedSince):
        back(handed, ada, bea)

    assert points_of(ada, bea) == [(0, 0, 0), (99, 0, 100)]


def test_a_debt_paid_since_does_not_come_back(ada, bea):
    spend(ada, 40)
    handed = over(ada, bea)
    credit(bea, 10)

    with pytest.raises(PointsUsedSince):
        back(handed, ada, bea)


def test_points_spent_and_others_given_back_since_do_not_cancel_out(ada, bea):
    """The lot holds what it held; but what comes back later would come back to another's lot."""
    credit(ada, 100, "a")
    spent = spend(ada, 50, "before")
    handed = over(ada, bea)
    spend(bea, 50, "since")
    with transaction.atomic():
        account = lock_account(member=bea)
        put_back(account, 50, Cause(reference="gave:1", at=NOON), reverses=spent)
    assert left(bea) == [50]

    with pytest.raises(PointsUsedSince):
        back(handed, ada, bea)


def test_points_spent_since_and_wholly_given_back_are_as_they_were(ada, bea):
    credit(ada, 100, "a")
    handed = over(ada, bea)
    spent = spend(bea, 50, "since")
    with transaction.atomic():
        account = lock_account(member=bea)
        put_back(account, 50, Cause(reference="gave:1", at=NOON), reverses=spent)

    back(handed, ada, bea)

    assert points_of(ada, bea) == [(100, 0, 100), (0, 0, 0)]


def test_a_lot_that_paid_a_debt_and_was_written_off_since_takes_nothing_back(ada, bea):
    """It would be written off a second time, which would stop the night's run for everybody."""
    spend(ada, 40)
    credit(bea, 100, "b", expires_on=DAY + WEEK)
    handed = over(ada, bea)
    expire_points(at=LATER)

    with pytest.raises(PointsUsedSince):
        back(handed, ada, bea)

    assert points_of(ada, bea) == [(0, 0, 0), (0, 0, 100)]
    assert expire_points(at=LATER).points == 0


def test_a_lot_that_went_into_a_debt_as_a_whole_may_come_back_after_its_day(ada, bea):
    spend(ada, 40)
    credit(bea, 30, "b", expires_on=DAY + WEEK)
    handed = over(ada, bea)
    expire_points(at=LATER)

    back(handed, ada, bea)

    assert points_of(ada, bea) == [(-40, 40, 0), (30, 0, 30)]
    assert expire_points(at=LATER).points == 30


def test_other_points_may_have_moved_since(ada, bea):
    credit(ada, 100, "a", expires_on=DAY + 8 * WEEK)
    credit(bea, 20, "b", expires_on=DAY + WEEK)
    handed = over(ada, bea)
    spend(bea, 20)
    credit(bea, 5, "c")

    back(handed, ada, bea)

    assert points_of(ada, bea) == [(100, 0, 100), (5, 0, 25)]
    assert left(ada) == [100]


def test_nothing_moves_in_a_closed_account(ada):
    PointsAccount.objects.create(member=ada, closed_at=NOON)

    with pytest.raises(AccountClosed):
        lock_account(member=ada)
