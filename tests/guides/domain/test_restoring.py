"""Giving a member back who was lost by mistake: when it is one, and when it is too late."""

import datetime as dt

import pytest

from guides.domain.contacting import Said, correct_contact, log_contact
from guides.domain.losing import welcome_back
from guides.domain.ownership import reassign_member
from guides.domain.restoring import NothingToRestore, lost_by_mistake, restore_guide
from guides.domain.setting_aside import leave_in_peace, let_back
from guides.enums import Outcome, OwnershipReason
from guides.models import Contact
from stores.models import Posting
from tests.factories import MemberFactory, ShiftFactory, StaffFactory, StoreFactory
from tests.guides.hands import buy, guide_in, hold, noon

pytestmark = pytest.mark.django_db

MISTAKE = noon(2026, 3, 10)
LATER = noon(2026, 3, 12)


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def guide(store):
    return guide_in(store)


@pytest.fixture
def ada(store, guide):
    member = MemberFactory(home_store=store)
    hold(member, guide, at=noon(2026, 3, 1), reason=OwnershipReason.DRAW)
    return member


def mistake(ada, guide) -> Contact:
    said = Said("phone", "x", Outcome.REFUSED)
    return log_contact(member=ada, said=said, by=guide, at=MISTAKE)


def put_right(contact, at=LATER) -> Contact:
    return correct_contact(contact=contact, said=Said("phone", "y"), by=StaffFactory(), at=at)


def test_it_goes_on_as_if_nothing_had_happened(ada, guide):
    by = StaffFactory()
    put_right(mistake(ada, guide))

    restore_guide(member=ada, by=by, at=LATER)

    held = ada.ownerships.get()
    assert (held.guide, held.state, held.due_on) == (guide, "trial", dt.date(2026, 5, 1))
    assert (held.ends_at, held.end_reason) == (None, "")
    assert (held.restored_by, held.restored_at) == (by, LATER)
    with pytest.raises(NothingToRestore):
        restore_guide(member=ada, by=by, at=LATER)


def test_what_she_bought_meanwhile_counts(ada, guide, store):
    put_right(mistake(ada, guide), at=MISTAKE + dt.timedelta(hours=1))
    buy(ada, ShiftFactory(till__store=store), at=LATER)

    restore_guide(member=ada, by=guide, at=LATER)

    assert (ada.ownerships.get().state, ada.ownerships.get().due_on) == (
        "owned",
        dt.date(2026, 5, 12),
    )


def test_a_correction_of_a_correction_ends_the_peace_of_the_first(ada, guide):
    again = Said("phone", "z", Outcome.REFUSED)
    second = correct_contact(contact=mistake(ada, guide), said=again, by=guide, at=LATER)
    assert lost_by_mistake(member=ada, on=LATER.date()) is None

    put_right(second)

    assert lost_by_mistake(member=ada, on=LATER.date()).guide == guide


def test_a_peace_of_one_day_was_a_slip(ada, guide):
    leave_in_peace(member=ada, note="n", by=guide, at=MISTAKE)
    let_back(member=ada, by=guide, at=MISTAKE + dt.timedelta(hours=2))

    assert lost_by_mistake(member=ada, on=MISTAKE.date()).guide == guide


def test_a_peace_she_wanted_was_none(ada, guide):
    mistake(ada, guide)
    welcome_back(member=ada, by=guide, at=LATER)

    assert lost_by_mistake(member=ada, on=LATER.date()) is None


def test_it_is_too_late_when_somebody_had_her_since(ada, guide, store):
    put_right(mistake(ada, guide))
    other = guide_in(store)
    reassign_member(member=ada, guide=other, store=store, by=guide, at=LATER)

    assert lost_by_mistake(member=ada, on=LATER.date()) is None
    leave_in_peace(member=ada, note="n", by=guide, at=LATER)
    let_back(member=ada, by=guide, at=LATER)
    assert lost_by_mistake(member=ada, on=LATER.date()).guide == other


def test_nobody_gets_her_who_works_there_no_more(ada, guide):
    put_right(mistake(ada, guide))
    Posting.objects.filter(staff=guide).update(ends_on=LATER.date())

    assert lost_by_mistake(member=ada, on=LATER.date()) is None
    with pytest.raises(NothingToRestore):
        restore_guide(member=ada, by=guide, at=LATER)
