"""Why members leave is written down once; who wants peace has it."""

import datetime as dt

import pytest

from guides.domain.contacting import Said, log_contact
from guides.domain.losing import AlreadyLost, left_as_asked, lose_member, welcome_back
from guides.models import CareTask, Loss, LossReason
from tests.factories import DAY, NOON, MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db


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

    welcome_back(loss=first, by=StaffFactory(), at=NOON + dt.timedelta(days=1))
    assert lose(ada, "selling") != first


def test_who_asks_for_peace_has_it_whatever_was_written_before():
    ada = MemberFactory()
    lose(ada, "product")

    asked = left_as_asked(member=ada, note="别再打了", by=StaffFactory(), at=NOON)
    again = left_as_asked(member=ada, note="真的", by=StaffFactory(), at=NOON)

    assert (again, list(Loss.objects.open())) == (asked, [asked])
    assert (asked.reason.code, asked.note) == ("asked", "别再打了")


def test_peace_can_be_had_where_the_shop_took_the_reason_away():
    LossReason.objects.filter(code="asked").delete()

    left_as_asked(member=MemberFactory(), note="x", by=StaffFactory(), at=NOON)

    assert Loss.objects.left_in_peace().count() == 1
