"""A membership is taken for a reason, and given back when the appeal is granted."""

import datetime as dt

import pytest

from membership.domain.disqualifying import (
    AppealStands,
    NoOpenAppeal,
    NotDisqualifiable,
    WordsMissing,
    appeal,
    decide,
    disqualify,
)
from membership.enums import AppealState, MemberStatus
from tests.factories import NOON, MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db

LATER = NOON + dt.timedelta(days=3)


@pytest.fixture
def ada():
    return MemberFactory()


@pytest.fixture
def officer():
    return StaffFactory()


def status(member):
    member.refresh_from_db()
    return member.status


def test_disqualify_says_why_and_who(ada, officer):
    taken = disqualify(member=ada, reason=" 刷单套积分 ", by=officer, at=NOON)

    assert (taken.member, taken.reason, taken.by, taken.at, taken.appeal) == (
        ada,
        "刷单套积分",
        officer,
        NOON,
        AppealState.NONE,
    )
    assert status(ada) == MemberStatus.DISQUALIFIED
    assert ada.history.get(history_type="~").history_user == officer


def test_disqualify_without_a_reason_or_twice_is_refused(ada, officer):
    with pytest.raises(WordsMissing):
        disqualify(member=ada, reason=" ", by=officer, at=NOON)
    assert status(ada) == MemberStatus.ACTIVE

    disqualify(member=ada, reason="刷单", by=officer, at=NOON)

    with pytest.raises(NotDisqualifiable):
        disqualify(member=ada, reason="刷单", by=officer, at=NOON)


@pytest.mark.parametrize(
    ("granted", "stands", "then"),
    [
        (True, AppealState.GRANTED, MemberStatus.ACTIVE),
        (False, AppealState.REJECTED, MemberStatus.DISQUALIFIED),
    ],
)
def test_decide_gives_the_membership_back_or_not(ada, officer, granted, stands, then):
    taken = disqualify(member=ada, reason="刷单", by=officer, at=NOON)
    appeal(disqualification=taken, text="是我先生用的卡", at=LATER)
    judge = StaffFactory()

    decided = decide(disqualification=taken, granted=granted, answer="已核实", by=judge, at=LATER)

    assert (decided.appeal, decided.appeal_text, decided.appealed_at) == (
        stands,
        "是我先生用的卡",
        LATER,
    )
    assert (decided.answer, decided.decided_by, decided.decided_at) == ("已核实", judge, LATER)
    assert status(ada) == then
    with pytest.raises(NoOpenAppeal):
        decide(disqualification=taken, granted=True, answer="再", by=judge, at=LATER)


def test_an_appeal_is_made_once_and_in_words(ada, officer):
    taken = disqualify(member=ada, reason="刷单", by=officer, at=NOON)

    with pytest.raises(NoOpenAppeal):
        decide(disqualification=taken, granted=True, answer="好", by=officer, at=NOON)
    with pytest.raises(WordsMissing):
        appeal(disqualification=taken, text="", at=LATER)
    appeal(disqualification=taken, text="不是我", at=LATER)
    with pytest.raises(AppealStands):
        appeal(disqualification=taken, text="真的不是我", at=LATER)
    with pytest.raises(WordsMissing):
        decide(disqualification=taken, granted=True, answer="", by=officer, at=LATER)


def test_who_was_reinstated_can_be_disqualified_again(ada, officer):
    first = disqualify(member=ada, reason="刷单", by=officer, at=NOON)
    appeal(disqualification=first, text="不是我", at=LATER)
    decide(disqualification=first, granted=True, answer="好", by=officer, at=LATER)

    second = disqualify(member=ada, reason="又刷单", by=officer, at=LATER)

    assert list(ada.disqualifications.order_by("pk")) == [first, second]
