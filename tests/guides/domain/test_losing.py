"""Why members leave is written down once; who wants peace has it."""

import datetime as dt

import pytest

from guides.domain.candidates import pool_of
from guides.domain.contacting import Said, log_contact
from guides.domain.losing import AlreadyLost, StillHere, left_as_asked, lose_member, welcome_back
from guides.domain.setting_aside import leave_in_peace, let_back
from guides.models import CareTask, Loss, LossReason
from guides.queries.standing import standing_of
from tests.factories import DAY, NOON, MemberFactory, StaffFactory
from tests.guides.hands import guide_in, hold

pytestmark = pytest.mark.django_db

LATER = NOON + dt.timedelta(days=1)


def lose(member, code, at=NOON):
    reason = LossReason.objects.get(code=code)
    return lose_member(member=member, reason=reason, by=StaffFactory(), at=at)


def test_the_reasons_are_those_of_the_handbook_and_two_that_bring_peace():
    reasons = LossReason.objects.order_by("pk").values_list("code", "leaves_in_peace")

    assert list(reasons) == [
        ("product", False),
        ("environment", False),
        ("selling", False),
        ("after_sales", False),
        ("competitor", False),
        ("normal", True),
        ("asked", True),
    ]


@pytest.mark.parametrize(("code", "kept"), [("product", 1), ("normal", 0)])
def test_what_was_promised_is_dropped_only_with_peace(code, kept):
    ada = MemberFactory()
    log_contact(member=ada, said=Said("phone", "x", next_on=DAY), by=StaffFactory(), at=NOON)

    lose(ada, code)

    assert CareTask.objects.open().count() == kept
    assert Loss.objects.left_in_peace().count() == 1 - kept


def test_a_member_is_lost_once_until_she_is_back():
    ada = MemberFactory()
    first = lose(ada, "product")

    with pytest.raises(AlreadyLost) as refusal:
        lose(ada, "selling")
    assert refusal.value.loss == first

    welcome_back(member=ada, by=StaffFactory(), at=LATER)
    assert lose(ada, "selling") != first


def test_who_asks_for_peace_has_it_whatever_was_written_before():
    ada = MemberFactory()
    lose(ada, "product")

    asked = left_as_asked(member=ada, note="别再打了", by=StaffFactory(), at=NOON)
    again = left_as_asked(member=ada, note="真的", by=StaffFactory(), at=NOON)

    loss = Loss.objects.open().get()
    assert (loss.reason.code, loss.note) == ("asked", "别再打了")
    assert (again, asked.note, standing_of(ada)) == (asked, "别再打了", "peace")


def test_peace_can_be_had_where_the_shop_took_the_reason_away():
    LossReason.objects.filter(code="asked").delete()

    left_as_asked(member=MemberFactory(), note="x", by=StaffFactory(), at=NOON)

    assert Loss.objects.left_in_peace().count() == 1


@pytest.mark.parametrize("end", [let_back, welcome_back])
def test_peace_and_the_leaving_that_brought_it_begin_and_end_together(end):
    ada = MemberFactory()
    held = hold(ada, guide_in(ada.home_store), at=NOON)

    lose(ada, "normal", at=LATER)

    held.refresh_from_db()
    assert (held.ends_at, held.end_reason, standing_of(ada)) == (LATER, "peace", "peace")
    assert list(pool_of([ada.home_store])) == []

    end(member=ada, by=StaffFactory(), at=LATER)

    assert (standing_of(ada), list(Loss.objects.open())) == ("pool", [])
    assert list(pool_of([ada.home_store])) == [ada]


def test_peace_given_by_a_manager_needs_no_reason_for_leaving_and_is_ended_alike():
    ada, by = MemberFactory(), StaffFactory()
    leave_in_peace(member=ada, note="asked", by=by, at=NOON)

    left_as_asked(member=ada, note="again", by=by, at=LATER)
    assert not Loss.objects.exists()

    welcome_back(member=ada, by=by, at=LATER)
    assert standing_of(ada) == "pool"
    with pytest.raises(StillHere):
        welcome_back(member=ada, by=by, at=LATER)


def test_another_reason_leaves_her_with_her_guide():
    ada = MemberFactory()
    hold(ada, guide_in(ada.home_store), at=NOON)

    lose(ada, "product", at=LATER)

    assert standing_of(ada) == "owned"
