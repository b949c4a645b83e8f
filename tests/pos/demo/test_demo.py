"""An empty house becomes the demonstration chain, once, and its books balance."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from guides.models import Complaint, Contact, GuideTarget, Ownership, SurveyReply
from loyalty.checks import run_checks
from loyalty.models import PartnerCheck, PartnerEntry, PartnerStatement
from loyalty.queries import ledger_faults
from membership.models import Anniversary, Member, MemberNote, SoftProfile, Tag
from pos.demo.build import SMALL, HouseNotEmpty, build_demo
from pos.demo.chain import PASSWORD, PIN
from sales.models import Sale, Shift
from stores.enums import Role
from stores.models import Posting, Staff, Store
from tests.factories import NOON, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]


def demo() -> str:
    said = StringIO()
    call_command("demo", "--small", stdout=said, stderr=StringIO())
    return said.getvalue()


def quietly(*_days: int) -> None:
    pass


def story() -> list[object]:
    return [
        list(Member.objects.order_by("pk").values_list("number", "name", "joined_at")),
        list(Sale.objects.order_by("pk").values_list("receipt", "net", "sold_at", "kind")),
        list(Ownership.objects.order_by("pk").values_list("guide__number", "due_on", "ends_at")),
        list(Contact.objects.order_by("pk").values_list("member__number", "at", "note")),
    ]


def test_demo_fills_an_empty_house():
    demo()

    assert list(Store.objects.order_by("pk").values_list("code", "name")) == [
        ("24", "漕宝店"),
        ("3", "昆山店"),
    ]
    assert set(Posting.objects.values_list("role", flat=True)) == set(Role.values)
    assert Member.objects.count() == SMALL.members
    assert Sale.objects.filter(member__isnull=True).count() >= SMALL.walk_ins
    assert Sale.objects.filter(sold_at__gt=NOON).count() == 0
    assert Shift.objects.filter(closed_at=None).count() == 0
    assert SurveyReply.objects.answered().exists()
    assert Tag.objects.get(name="超级VIP").members.count() == 2
    assert ledger_faults() == []


def test_demo_lets_everybody_in_with_one_password_and_one_pin():
    demo()

    manager = Staff.objects.get(number="2401")
    assert (manager.check_password(PASSWORD), manager.has_pin(PIN)) == (True, True)


def test_demo_again_changes_nothing_and_says_the_logins_again():
    first = demo()
    before = story()

    again = demo()

    assert again == first
    assert "2401" in again
    assert story() == before


def test_demo_fills_what_guides_know_and_managers_set():
    demo()

    assert [SoftProfile.objects.exists(), Anniversary.objects.exists()] == [True, True]
    assert MemberNote.objects.exists()
    assert GuideTarget.objects.values("store", "month").distinct().count() == SMALL.stores * 2
    open_ones = Complaint.objects.open().count()
    assert 0 < open_ones < Complaint.objects.count()


def test_demo_owes_its_partner_settles_a_month_and_has_something_to_be_mended():
    demo()

    states = PartnerStatement.objects.order_by("until").values_list("state", flat=True)
    assert list(states) == ["settled", "draft"]
    assert PartnerEntry.objects.filter(amount__lt=0).count() == 1
    assert (PartnerCheck.objects.count(), PartnerCheck.objects.to_do().count()) == (2, 1)
    assert [one.check.slug for one in run_checks() if not one.is_green] == []


def test_demo_leaves_a_house_of_somebody_alone():
    StaffFactory()

    said = demo()

    assert Staff.objects.count() == 1
    assert len(said.splitlines()) == 1
    with pytest.raises(HouseNotEmpty):
        build_demo(size=SMALL, at=NOON, progress=quietly)


def test_demo_tells_the_same_story_on_the_same_day():
    stories = []
    for _ in range(2):
        with transaction.atomic():
            build_demo(size=SMALL, at=NOON, progress=quietly)
            stories.append(story())
            transaction.set_rollback(True)

    assert stories[0] == stories[1]
