"""A partner's service is looked at, and what was wrong is on the list until it is done."""

import uuid
from decimal import Decimal

import pytest

from loyalty.domain.partner_checks import CheckReused, NothingToDo, finish_action, note_check
from loyalty.models import Partner, PartnerCheck
from loyalty.partner_books import with_standing
from tests.factories import DAY, StaffFactory
from tests.loyalty.alliance import A_DAY, car_wash

pytestmark = pytest.mark.django_db


def noted(partner, mark=3, *, key=None, **facts):
    return note_check(
        key=key or uuid.uuid4(),
        partner=partner,
        checked_on=DAY,
        mark=mark,
        found="排队四十分钟",
        by=StaffFactory(),
        **facts,
    )


def test_note_check_counts_into_the_average_mark():
    partner, other = car_wash(), car_wash("另一家洗车")
    noted(partner, 2, action="增设会员通道", due_on=DAY + A_DAY)
    noted(partner, 5)
    noted(other, 1)

    standing = with_standing(Partner.objects.all()).get(pk=partner.pk)

    assert (standing.mark, standing.actions, standing.last_checked_on) == (3.5, 1, DAY)
    assert standing.owed == Decimal(0)


def test_note_check_with_one_key_is_one_check():
    partner, key = car_wash(), uuid.uuid4()

    assert noted(partner, key=key) == noted(partner, 5, key=key)
    assert PartnerCheck.objects.get().mark == 3
    with pytest.raises(CheckReused):
        noted(car_wash("另一家洗车"), key=key)


def test_finish_action_takes_it_off_the_list_once():
    partner = car_wash()
    check = noted(partner, action="增设会员通道", due_on=DAY + A_DAY)
    later = noted(partner, action="换水管", due_on=DAY)
    clerk = StaffFactory()
    before = list(PartnerCheck.objects.to_do().soonest_first())

    finish_action(check=check, by=clerk, on=DAY)
    done = finish_action(check=check, by=StaffFactory(), on=DAY + A_DAY)

    assert before == [later, check]
    assert (done.done_on, done.done_by) == (DAY, clerk)
    assert list(PartnerCheck.objects.to_do()) == [later]


def test_finish_action_refuses_where_nothing_was_to_be_done():
    with pytest.raises(NothingToDo):
        finish_action(check=noted(car_wash()), by=StaffFactory(), on=DAY)
