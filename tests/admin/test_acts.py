"""Actions call the verbs of the pages, and say of each row what came of it."""

import re

import pytest
from django.contrib.messages import get_messages

from guides.models import Ownership, RecyclingRun
from loyalty.models import PointsEntry, Tier
from loyalty.queries import ledger_faults, standing
from membership.models import Member, Organisation
from stores.enums import Role
from stores.models import Staff
from tests.admin.corners import NOON, address, furnish, officer
from tests.factories import posted
from tests.visitors import errors, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def page_of(member: Member, page: str) -> str:
    return address(Member, "changelist") + f"{member.pk}/{page}/"


def test_it_sets_a_tier():
    member, by = furnish().member, officer()
    platinum = Tier.objects.get(code="platinum")

    visitor(by).post(page_of(member, "set_tier"), {"sent": 1, "tier": platinum.pk})

    assignment = member.tier_assignments.get(ends_at=None)
    assert (assignment.tier, assignment.by, assignment.reason) == (platinum, by, "manual")


def test_it_sets_the_tier_of_those_chosen_and_says_who_was_left_alone():
    one, other = furnish().member, furnish().member
    client, platinum = visitor(officer()), Tier.objects.get(code="platinum")
    client.post(page_of(one, "set_tier"), {"sent": 1, "tier": platinum.pk})
    chosen = {"action": "set_tiers", "_selected_action": [one.pk, other.pk]}

    asked = client.post(address(Member), chosen)
    answer = client.post(address(Member), chosen | {"sent": 1, "tier": platinum.pk})

    assert [row.pk for row in asked.context["rows"]] == [one.pk, other.pk]
    assert standing(member=other, at=NOON).tier == platinum
    assert said(answer)[-2:] == [f"{one}: she has this tier already", f"Done: {other}"]


def test_it_moves_points_once_however_often_the_form_is_sent():
    member, by = furnish().member, officer()
    before = standing(member=member, at=NOON).balance
    client = visitor(by)
    token = re.search(
        r'name="token" value="([^"]+)"',
        client.get(page_of(member, "adjust_points")).content.decode(),
    )[1]
    form = {"sent": 1, "points": 300, "reason": "开业补偿", "token": token}

    client.post(page_of(member, "adjust_points"), form)
    client.post(page_of(member, "adjust_points"), form)

    assert standing(member=member, at=NOON).balance == before + 300
    entry = PointsEntry.objects.get(kind="adjust")
    assert (entry.note, entry.by, entry.qualifying) == ("开业补偿", by, 0)
    assert ledger_faults() == []


def test_it_says_how_many_points_are_missing():
    member = furnish().member
    has = standing(member=member, at=NOON).balance
    form = {"sent": 1, "points": -has - 7, "reason": "更正", "token": "0" * 32}

    answer = visitor(officer()).post(page_of(member, "adjust_points"), form)

    assert said(answer) == [f"{member}: 7 points are missing"]
    assert standing(member=member, at=NOON).balance == has


def test_it_asks_somebody_else_above_the_limit():
    member = furnish().member
    has = standing(member=member, at=NOON).balance
    form = {"sent": 1, "points": 501, "reason": "开业补偿", "token": "0" * 32}

    answer = visitor(officer()).post(page_of(member, "adjust_points"), form)

    assert said(answer) == [f"{member}: asked for; somebody else has to approve so many points"]
    assert standing(member=member, at=NOON).balance == has


def test_it_asks_for_a_reason():
    member = furnish().member
    form = {"sent": 1, "points": 5, "reason": " ", "token": "0" * 32}

    answer = visitor(officer()).post(page_of(member, "adjust_points"), form)

    assert list(answer.context["form"].errors) == ["reason"]


def test_it_gives_members_to_another_guide():
    corner = furnish()
    fresh = posted(Role.GUIDE, store=corner.store)
    held = Ownership.objects.get(member=corner.member)

    visitor(corner.manager).post(
        address(Ownership),
        {
            "action": "assign",
            "_selected_action": [held.pk],
            "sent": 1,
            "guide": fresh.pk,
            "note": "new",
        },
    )

    now = Ownership.objects.open().get(member=corner.member)
    assert (now.guide, now.by, now.reason) == (fresh, corner.manager, "manual")


def test_it_never_gives_a_member_back_to_who_lost_her():
    corner = furnish()
    fresh = posted(Role.GUIDE, store=corner.store)
    client = visitor(corner.manager)
    client.post(page_of(corner.member, "assign"), {"sent": 1, "guide": fresh.pk, "note": "new"})

    answer = client.post(
        page_of(corner.member, "assign"), {"sent": 1, "guide": corner.guide.pk, "note": "new"}
    )

    assert said(answer)[-1] == f"{corner.member}: this guide held her before and lost her"


def test_it_gives_nobody_to_a_guide_of_another_store():
    corner, other = furnish(), furnish()

    answer = visitor(corner.manager).post(
        page_of(corner.member, "assign"), {"sent": 1, "guide": other.guide.pk, "note": "new"}
    )

    assert errors(answer) == {"guide": ["Choose somebody posted as guide."]}


@pytest.mark.parametrize("page", ["set_tier", "adjust_points", "assign"])
def test_it_does_nothing_to_a_stranger(page):
    corner, other = furnish(), furnish()

    answer = visitor(corner.manager).get(page_of(other.member, page))

    assert answer.status_code == (404 if page == "assign" else 403)


def test_it_leads_to_her_own_page():
    corner = furnish()

    answer = visitor(corner.manager).get(page_of(corner.member, "open_page"))

    assert answer.url.endswith(f"/members/{corner.member.number}/")


def test_it_recycles_a_store_once_a_day():
    corner = furnish()
    RecyclingRun.objects.all().delete()
    Ownership.objects.update(clock_from="2025-11-01", due_on="2026-01-01")
    client, page = visitor(corner.manager), address(RecyclingRun) + "recycle_now/"

    first = client.post(page, {"store": corner.store.pk})
    second = client.post(page, {"store": corner.store.pk})

    assert RecyclingRun.objects.get().recycled == 1
    assert said(first) == [f"1 member of {corner.store} is back in the pool."]
    assert said(second)[-1] == f"The run of {corner.store} is done for today."


def test_it_recycles_no_stranger_s_store():
    corner, other = furnish(), furnish()

    answer = visitor(corner.manager).post(
        address(RecyclingRun) + "recycle_now/", {"store": other.store.pk}
    )

    assert list(answer.context["form"].errors) == ["store"]


def test_it_sets_a_password_and_a_pin():
    cashier = furnish().cashier
    client, page = visitor(officer()), address(Staff) + f"{cashier.pk}/"

    client.post(page + "set_pin/", {"sent": 1, "pin": "4711", "again": "4711"})
    client.post(
        page + "set_password/", {"sent": 1, "password": "jade-7-tea", "again": "jade-7-tea"}
    )

    cashier.refresh_from_db()
    assert (cashier.has_pin("4711"), cashier.check_password("jade-7-tea")) == (True, True)


@pytest.mark.parametrize(
    ("page", "sent", "complaint"),
    [
        ("set_pin", {"pin": "4711", "again": "4712"}, {"again": ["The two differ."]}),
        ("set_pin", {"pin": "47a1", "again": "47a1"}, {"pin": ["A PIN is four to six digits."]}),
        (
            "set_password",
            {"password": "1234", "again": "1234"},
            {
                "password": [
                    "This password is too short. It must contain at least 8 characters.",
                    "This password is too common.",
                ]
            },
        ),
    ],
)
def test_it_refuses_a_weak_secret(page, sent, complaint):
    cashier = furnish().cashier

    answer = visitor(officer()).post(address(Staff) + f"{cashier.pk}/{page}/", {"sent": 1, **sent})

    assert {field: errors(answer)[field] for field in complaint} == complaint


def test_it_lets_no_manager_set_secrets():
    corner = furnish()

    answer = visitor(corner.manager).get(address(Staff) + f"{corner.cashier.pk}/set_pin/")

    assert answer.status_code == 403


def test_it_makes_those_chosen_an_organisation_s_people():
    one, other = furnish(), furnish()
    school = Organisation.objects.get(store=one.store)
    chosen = {
        "action": "set_organisation_of",
        "_selected_action": [one.member.pk, other.member.pk],
    }
    client = visitor(officer())

    client.post(address(Member), chosen | {"sent": 1, "organisation": school.pk})
    again = client.post(address(Member), chosen | {"sent": 1, "organisation": school.pk})

    assert set(school.members.all()) == {one.member, other.member}
    assert said(again)[-1] == f"{other.member}: she belongs there already"
    page = client.get(address(Organisation, "change", school.pk))
    assert f"?organisation={school.pk}" in page.content.decode()
    found = client.get(f"{address(Member)}?organisation={school.pk}").context["cl"].result_list
    assert {member.pk for member in found} == {one.member.pk, other.member.pk}
