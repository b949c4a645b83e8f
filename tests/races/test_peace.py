"""Who asks for peace on the telephone while others write it down has it once."""

import pytest

from guides.domain.contacting import Said, correct_contact, log_contact
from guides.domain.losing import AlreadyLost, lose_member
from guides.domain.setting_aside import InPeaceAlready, leave_in_peace
from guides.enums import Outcome
from guides.models import CareTask, LossReason
from tests.factories import DAY, NOON, MemberFactory, StaffFactory
from tests.guides.hands import guide_in, hold
from tests.races.together import on_postgresql, refusals, together

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


def test_several_ways_to_peace_at_once_wait_for_each_other():
    ada, by = MemberFactory(), StaffFactory()
    moved = LossReason.objects.create(code="moved", name_zh="搬走", leaves_in_peace=True)
    hold(ada, guide_in(ada.home_store), at=NOON)
    log_contact(member=ada, said=Said("phone", "x", next_on=DAY), by=by, at=NOON)
    wrong = log_contact(member=ada, said=Said("phone", "y", next_on=DAY), by=by, at=NOON)
    refused = Said("phone", "别再打了", outcome=Outcome.REFUSED)

    outcomes = together(
        [
            lambda: log_contact(member=ada, said=refused, by=by, at=NOON),
            lambda: correct_contact(contact=wrong, said=refused, by=by, at=NOON),
            lambda: leave_in_peace(member=ada, note="asked", by=by, at=NOON),
            lambda: lose_member(member=ada, reason=moved, by=by, at=NOON),
        ]
    )

    assert refusals(outcomes, (InPeaceAlready, AlreadyLost)) <= 2
    assert ada.set_aside.open().in_peace().count() == 1
    assert not ada.ownerships.open().exists()
    assert not CareTask.objects.open().exists()
