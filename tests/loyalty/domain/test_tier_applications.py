"""Somebody asks for a tier for a member; another decides."""

import datetime as dt

import pytest

from loyalty.domain.tier_applications import (
    AlreadyAsked,
    AlreadyDecided,
    NotAStepUp,
    OwnApplication,
    approve_application,
    ask_for_tier,
    refuse_application,
)
from loyalty.domain.tiers import current_tier, enter_tier
from loyalty.enums import CouponEffect, Decision, Match
from loyalty.models import Coupon, CouponKind
from tests.factories import NOON, MemberFactory, ShiftFactory, StaffFactory
from tests.loyalty.ladder import ask, change, tier

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def silver():
    member = MemberFactory(home_store=ShiftFactory().till.store)
    enter_tier(member=member, tier=tier("silver"), by=None, at=member.joined_at)
    return member


def asked(member, code="gold", by=None):
    return ask_for_tier(
        member=member, tier=tier(code), reason="a friend", by=by or StaffFactory(), at=NOON
    )


def test_an_approved_application_brings_the_tier(silver):
    kind = CouponKind.objects.create(
        code="welcome", name_zh="礼", name_en="Gift", effect=CouponEffect.GIFT
    )
    change("gold", upgrade_coupon=kind)
    officer = StaffFactory()

    decided = approve_application(application=asked(silver), by=officer, at=NOON, answer="Welcome")

    assignment = silver.tier_assignments.get(ends_at=None)
    assert (decided.state, decided.decided_by, decided.answer) == (
        Decision.APPROVED,
        officer,
        "Welcome",
    )
    assert (assignment.tier, assignment.reason, assignment.by) == (
        tier("gold"),
        "approved",
        officer,
    )
    assert Coupon.objects.get().reference == "upgrade:gold"


def test_it_may_skip_a_tier(silver):
    approve_application(application=asked(silver, "platinum"), by=StaffFactory(), at=NOON)

    assert current_tier(member=silver, on=TODAY) == tier("platinum")


def test_where_more_is_asked_for_the_approval_waits_for_it(silver):
    ask("gold", approval=0, net=100)
    change("gold", entry_match=Match.ALL)

    decided = approve_application(application=asked(silver), by=StaffFactory(), at=NOON)

    assert (decided.state, current_tier(member=silver, on=TODAY)) == (
        Decision.APPROVED,
        tier("silver"),
    )


def test_a_refused_application_changes_nothing_and_may_be_made_again(silver):
    refused = refuse_application(
        application=asked(silver), by=StaffFactory(), at=NOON, answer="Too early"
    )

    assert (refused.state, current_tier(member=silver, on=TODAY)) == (
        Decision.REFUSED,
        tier("silver"),
    )
    assert asked(silver).state == Decision.WAITING


def test_asking_twice_is_refused(silver):
    asked(silver)

    with pytest.raises(AlreadyAsked):
        asked(silver)


@pytest.mark.parametrize("code", ["basic", "silver"])
def test_asking_for_no_higher_tier_is_refused(silver, code):
    with pytest.raises(NotAStepUp):
        asked(silver, code)


@pytest.mark.parametrize("decide", [approve_application, refuse_application])
def test_who_asked_does_not_decide(silver, decide):
    manager = StaffFactory()

    with pytest.raises(OwnApplication):
        decide(application=asked(silver, by=manager), by=manager, at=NOON, answer="x")


@pytest.mark.parametrize("decide", [approve_application, refuse_application])
def test_what_is_decided_stays_decided(silver, decide):
    application = asked(silver)
    refuse_application(application=application, by=StaffFactory(), at=NOON, answer="No")

    with pytest.raises(AlreadyDecided):
        decide(application=application, by=StaffFactory(), at=NOON, answer="x")


def test_approving_what_she_reached_meanwhile_is_refused(silver):
    application = asked(silver)
    approve_application(application=asked(silver, "platinum"), by=StaffFactory(), at=NOON)

    with pytest.raises(NotAStepUp):
        approve_application(application=application, by=StaffFactory(), at=NOON)
