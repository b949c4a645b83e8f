"""Points moved by hand: a reason, a key, and above the limit a second person."""

import datetime as dt
import uuid

import pytest

from loyalty.domain.adjusting import (
    AlreadyDecided,
    KeyOfAnother,
    NeedsSomebodyElse,
    NothingToAdjust,
    ReasonMissing,
    ask_adjustment,
    decide_adjustment,
    foresee_adjustment,
)
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.enums import Decision, EntryKind
from loyalty.models import PointsAdjustment, ProgrammeRule
from loyalty.queries import ledger_faults, standing
from tests.factories import DAY, NOON, MemberFactory, StaffFactory
from tests.loyalty.points import credit, spend

pytestmark = pytest.mark.django_db

LATER = NOON + dt.timedelta(hours=1)


@pytest.fixture
def ada():
    return MemberFactory()


@pytest.fixture
def officer():
    return StaffFactory()


@pytest.fixture
def second():
    return StaffFactory()


def ask(member, points, *, by, key=None, reason="补偿", at=NOON):
    return ask_adjustment(
        key=key or uuid.uuid4(), member=member, points=points, reason=reason, by=by, at=at
    )


def balance(member):
    return standing(member=member, at=NOON).balance


def test_up_to_the_limit_one_person_moves_points(ada, officer):
    adjustment = ask(ada, 500, by=officer)

    assert (adjustment.state, adjustment.needs_second) == (Decision.APPROVED, False)
    entry = adjustment.entry
    assert (entry.kind, entry.points, entry.qualifying) == (EntryKind.ADJUST, 500, 0)
    assert (entry.note, entry.by, entry.occurred_at) == ("补偿", officer, NOON)
    assert entry.store == ada.home_store
    assert balance(ada) == 500
    assert ledger_faults() == []


def test_above_the_limit_nothing_moves_until_somebody_else_agrees(ada, officer, second):
    adjustment = ask(ada, 501, by=officer)

    assert (adjustment.state, adjustment.needs_second) == (Decision.WAITING, True)
    assert balance(ada) == 0

    decided = decide_adjustment(adjustment=adjustment, approve=True, by=second, at=LATER)

    assert (decided.state, decided.decided_by, decided.decided_at) == (
        Decision.APPROVED,
        second,
        LATER,
    )
    assert (decided.entry.by, decided.entry.occurred_at) == (officer, LATER)
    assert balance(ada) == 501
    assert ledger_faults() == []


def test_the_second_person_can_refuse(ada, officer, second):
    adjustment = ask(ada, 501, by=officer)

    decided = decide_adjustment(adjustment=adjustment, approve=False, by=second, at=LATER)

    assert (decided.state, decided.entry) == (Decision.REFUSED, None)
    assert balance(ada) == 0


def test_nobody_agrees_with_herself(ada, officer):
    adjustment = ask(ada, 501, by=officer)

    with pytest.raises(NeedsSomebodyElse):
        decide_adjustment(adjustment=adjustment, approve=True, by=officer, at=LATER)

    assert balance(ada) == 0


@pytest.mark.parametrize("approve", [True, False])
def test_it_is_decided_once(ada, officer, second, approve):
    adjustment = ask(ada, 501, by=officer)
    decide_adjustment(adjustment=adjustment, approve=approve, by=second, at=LATER)

    with pytest.raises(AlreadyDecided):
        decide_adjustment(adjustment=adjustment, approve=True, by=StaffFactory(), at=LATER)

    assert balance(ada) == (501 if approve else 0)


def test_many_small_ones_on_one_day_are_a_large_one(ada, officer):
    ask(ada, 400, by=officer)

    assert ask(ada, -101, by=officer).needs_second
    assert not ask(ada, 101, by=StaffFactory()).needs_second
    assert not ask(MemberFactory(), 101, by=officer).needs_second
    assert not ask(ada, 101, by=officer, at=NOON + dt.timedelta(days=1)).needs_second


def test_the_limit_is_that_of_the_day(ada, officer):
    ProgrammeRule.objects.create(effective_from=DAY, adjustment_limit=10)

    assert ask(ada, 11, by=officer).needs_second


def test_the_same_key_moves_points_once(ada, officer):
    key = uuid.uuid4()

    assert ask(ada, 300, by=officer, key=key) == ask(ada, 300, by=officer, key=key)
    assert balance(ada) == 300


@pytest.mark.parametrize(("points", "reason"), [(301, "补偿"), (300, "another reason")])
def test_the_same_key_for_something_else_is_refused(ada, officer, points, reason):
    key = uuid.uuid4()
    ask(ada, 300, by=officer, key=key)

    with pytest.raises(KeyOfAnother):
        ask(ada, points, by=officer, key=key, reason=reason)

    assert balance(ada) == 300


@pytest.mark.parametrize("reason", ["", "  "])
def test_points_do_not_move_without_a_reason(ada, officer, reason):
    with pytest.raises(ReasonMissing):
        ask(ada, 5, by=officer, reason=reason)


def test_no_points_are_no_adjustment(ada, officer):
    with pytest.raises(NothingToAdjust):
        ask(ada, 0, by=officer)


def test_no_more_is_taken_than_can_be_spent(ada, officer):
    credit(ada, 100)

    with pytest.raises(NotEnoughPoints) as refusal:
        ask(ada, -107, by=officer)

    assert refusal.value.short_by == 7
    assert PointsAdjustment.objects.count() == 0


def test_what_was_spent_while_it_waited_is_not_taken(ada, officer, second):
    credit(ada, 600)
    adjustment = ask(ada, -600, by=officer)
    spend(ada, 50)

    with pytest.raises(NotEnoughPoints) as refusal:
        decide_adjustment(adjustment=adjustment, approve=True, by=second, at=LATER)

    assert refusal.value.short_by == 50
    adjustment.refresh_from_db()
    assert adjustment.state == Decision.WAITING


def test_the_consequence_is_known_before(ada, officer):
    spend(ada, 40)

    foreseen = foresee_adjustment(member=ada, points=600, by=officer, at=NOON)

    assert (foreseen.before, foreseen.after, foreseen.spendable_after) == (-40, 560, 560)
    assert (foreseen.debt_after, foreseen.short_by, foreseen.needs_second) == (0, 0, True)
    assert foreseen.limit == 500


def test_the_consequence_of_a_little_is_less_debt(ada, officer):
    spend(ada, 40)

    foreseen = foresee_adjustment(member=ada, points=30, by=officer, at=NOON)

    assert (foreseen.after, foreseen.spendable_after, foreseen.debt_after) == (-10, 0, 10)


def test_the_consequence_says_what_is_missing(ada, officer):
    credit(ada, 100)

    foreseen = foresee_adjustment(member=ada, points=-120, by=officer, at=NOON)

    assert (foreseen.after, foreseen.short_by) == (-20, 20)
