"""Prospects: written down with their agreement, ticked off when they join, forgotten in time."""

import datetime as dt

import pytest

from guides.models import CareRule
from guides.tasks import forget_prospects as forget_prospects_task
from membership.domain.joining import join_member
from membership.domain.prospecting import (
    FORGOTTEN,
    NOBODY,
    IsMember,
    NameMissing,
    NotAgreed,
    NotedAlready,
    NotOpen,
    ReasonMissing,
    drop_prospect,
    follow_up,
    forget_prospects,
    note_prospect,
)
from membership.enums import ConsentChannel, ProspectState, Purpose
from membership.models import JoiningChannel, Prospect
from tests.factories import NOON, MemberFactory, StaffFactory, StoreFactory
from tests.guides.hands import noon

pytestmark = pytest.mark.django_db

PHONE = "+8613800138000"
A_DAY = dt.timedelta(days=1)


def noted(*, at=NOON, **facts):
    given = {
        "name": "曾女士",
        "phone": PHONE,
        "agreed": True,
        "channel": JoiningChannel.objects.first(),
        "store": StoreFactory(),
        "by": StaffFactory(),
    }
    return note_prospect(**given | facts, at=at)


def test_who_agreed_is_written_down_with_her_phone():
    prospect = noted(name=" 曾女士 ", interest="羽绒服", next_on=NOON.date() + A_DAY)

    assert (prospect.name, prospect.state, str(prospect.phone)) == ("曾女士", "open", PHONE)
    assert prospect.agreed_at == prospect.noted_at == prospect.touched_at == NOON


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [({"name": " "}, NameMissing), ({"agreed": False}, NotAgreed)],
)
def test_without_name_or_agreement_nothing_is_written(facts, refusal):
    with pytest.raises(refusal):
        noted(**facts)

    assert not Prospect.objects.exists()


def test_without_a_phone_nobody_has_to_agree():
    assert noted(phone=None, agreed=False).agreed_at is None


def test_a_members_phone_is_refused_and_so_is_one_written_down():
    member = MemberFactory(phone=PHONE)
    first = noted(phone="+8613900139000")

    with pytest.raises(IsMember) as known:
        noted()
    with pytest.raises(NotedAlready) as again:
        noted(phone="+8613900139000")

    assert known.value.member == member
    assert again.value.prospect == first
    assert Prospect.objects.count() == 1


def test_joining_with_the_phone_ticks_her_off():
    prospect, other = noted(), noted(phone="+8613900139000")

    member = join_member(
        name="曾黎",
        phone=PHONE,
        birthday=None,
        birthday_declined=True,
        store=StoreFactory(),
        consents=[Purpose.MEMBERSHIP],
        consent_channel=ConsentChannel.TILL,
        by=StaffFactory(),
        at=NOON + A_DAY,
    )

    prospect.refresh_from_db()
    other.refresh_from_db()
    assert (prospect.state, prospect.member) == (ProspectState.JOINED, member)
    assert prospect.closed_at == NOON + A_DAY
    assert other.state == ProspectState.OPEN


def test_who_is_followed_up_keeps_what_is_said_last():
    prospect = follow_up(prospect=noted(), interest="大衣", next_on=None, at=NOON + A_DAY)

    assert (prospect.interest, prospect.touched_at) == ("大衣", NOON + A_DAY)


def test_who_is_let_go_leaves_no_phone_and_can_be_written_down_anew():
    first = noted()
    with pytest.raises(ReasonMissing):
        drop_prospect(prospect=first, reason=" ", at=NOON)

    gone = drop_prospect(prospect=first, reason="搬走了", at=NOON)

    assert (gone.state, gone.phone, gone.agreed_at, gone.reason) == (
        ProspectState.DROPPED,
        None,
        None,
        "搬走了",
    )
    for verb in (
        lambda: drop_prospect(prospect=first, reason="x", at=NOON),
        lambda: follow_up(prospect=first, interest="", next_on=None, at=NOON),
    ):
        with pytest.raises(NotOpen):
            verb()
    assert noted().pk != first.pk


def test_who_nobody_spoke_to_is_forgotten():
    old = noted(at=noon(2025, 3, 1), interest="大衣")
    fresh = noted(phone="+8613900139000", at=noon(2025, 3, 1))
    follow_up(prospect=fresh, interest="", next_on=None, at=noon(2025, 6, 1))

    assert forget_prospects(months=12, on=dt.date(2026, 3, 1), at=noon(2026, 3, 1)) == 0
    assert forget_prospects(months=12, on=dt.date(2026, 3, 2), at=noon(2026, 3, 2)) == 1

    old.refresh_from_db()
    assert (old.name, old.phone, old.interest, old.reason) == (NOBODY, None, "", FORGOTTEN)


@pytest.mark.time_machine("2026-03-20 02:10+08:00")
def test_every_night_forgets_as_the_care_rule_says():
    CareRule.objects.create(effective_from=dt.date(2026, 3, 1), prospect_months=2)
    noted(at=noon(2026, 1, 18))

    forget_prospects_task()

    assert Prospect.objects.get().reason == FORGOTTEN
