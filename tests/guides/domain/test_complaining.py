"""A complaint is answered in time, and over only after that."""

import datetime as dt

import pytest

from guides.domain.complaining import (
    AlreadyAnswered,
    AlreadySettled,
    NoCareRule,
    NotAnswered,
    NothingToTell,
    answer_complaint,
    care_rule,
    open_complaint,
    settle_complaint,
)
from guides.enums import ComplaintState
from guides.models import CareRule, Complaint
from tests.factories import DAY, NOON, MemberFactory, StaffFactory, StoreFactory

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def complaint():
    return open_complaint(member=MemberFactory(), about=" 掉色 ", by=StaffFactory(), at=NOON)


def test_open_complaint_gives_the_hours_of_the_rule():
    CareRule.objects.create(effective_from=DAY, complaint_hours=4)
    ada, cashier = MemberFactory(), StaffFactory()

    complaint = open_complaint(member=ada, about=" 掉色 ", by=cashier, at=NOON)

    assert (complaint.about, complaint.store, complaint.opened_by) == (
        "掉色",
        ada.home_store,
        cashier,
    )
    assert (complaint.due_at, complaint.state) == (NOON + 4 * HOUR, ComplaintState.OPEN)


def test_open_complaint_is_answered_where_it_was_made():
    store = StoreFactory()

    complaint = open_complaint(
        member=MemberFactory(), about="x", store=store, by=StaffFactory(), at=NOON
    )

    assert complaint.store == store


def test_answer_and_settle_say_who_and_when(complaint):
    guide, manager = StaffFactory(), StaffFactory()

    answered = answer_complaint(complaint=complaint, answer="可以换", by=guide, at=NOON + HOUR)
    settled = settle_complaint(
        complaint=complaint, settlement="换好了", by=manager, at=NOON + 2 * HOUR
    )

    assert (answered.state, settled.state) == (ComplaintState.ANSWERED, ComplaintState.SETTLED)
    assert (settled.answer, settled.answered_by, settled.answered_at) == (
        "可以换",
        guide,
        NOON + HOUR,
    )
    assert (settled.settlement, settled.settled_by, settled.settled_at) == (
        "换好了",
        manager,
        NOON + 2 * HOUR,
    )


def test_steps_are_taken_once_and_in_order(complaint):
    step = {"complaint": complaint, "by": StaffFactory(), "at": NOON}

    with pytest.raises(NotAnswered):
        settle_complaint(settlement="x", **step)
    answer_complaint(answer="x", **step)
    with pytest.raises(AlreadyAnswered):
        answer_complaint(answer="y", **step)
    settle_complaint(settlement="x", **step)
    with pytest.raises(AlreadySettled):
        settle_complaint(settlement="y", **step)


def test_nothing_is_told_without_a_word(complaint):
    step = {"complaint": complaint, "by": StaffFactory(), "at": NOON}

    with pytest.raises(NothingToTell):
        open_complaint(member=MemberFactory(), about=" ", by=StaffFactory(), at=NOON)
    with pytest.raises(NothingToTell):
        answer_complaint(answer=" ", **step)
    with pytest.raises(NothingToTell):
        settle_complaint(settlement=" ", **step)


def test_which_complaints_are_open_and_overdue(complaint):
    later = NOON + dt.timedelta(hours=24, seconds=1)

    assert list(Complaint.objects.overdue(at=complaint.due_at)) == []
    assert list(Complaint.objects.overdue(at=later)) == [complaint]
    answer_complaint(complaint=complaint, answer="x", by=StaffFactory(), at=NOON)
    assert list(Complaint.objects.overdue(at=later)) == []
    assert list(Complaint.objects.unsettled()) == [complaint]


def test_without_a_rule_there_is_no_rule():
    with pytest.raises(NoCareRule):
        care_rule(on=dt.date(1999, 12, 31))
