"""Tiers in the administration: what they ask for, what that would do, who asks for one."""

import pytest
from django.contrib.messages import get_messages

from loyalty.domain.tiers import current_tier
from loyalty.models import Tier, TierApplication, TierCriterion
from stores.enums import Role
from tests.admin.corners import DAY, NOON, address, furnish, officer, send
from tests.factories import posted
from tests.loyalty.ladder import ask, tier
from tests.visitors import visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def page_of(member, page: str) -> str:
    return address("membership.Member") + f"{member.pk}/{page}/"


def test_head_office_sets_what_a_tier_asks_for():
    ask("platinum")
    page = address(Tier, "change", tier("platinum").pk)
    criterion = {
        "criteria-TOTAL_FORMS": 1,
        "criteria-0-use": "entry",
        "criteria-0-measure": "net",
        "criteria-0-threshold": "5000",
    }

    answer = send(visitor(officer()), page, **criterion)

    assert answer.status_code == 302
    asked = TierCriterion.objects.filter(tier=tier("platinum"))
    assert list(asked.values_list("use", "measure", "threshold")) == [("entry", "net", 5000)]


def test_a_criterion_without_a_threshold_is_refused_in_words():
    page = address(Tier, "change", tier("gold").pk)
    criterion = {
        "criteria-TOTAL_FORMS": 1,
        "criteria-0-use": "entry",
        "criteria-0-measure": "net",
        "criteria-0-threshold": "0",
    }

    answer = send(visitor(officer()), page, **criterion)

    assert (answer.status_code, tier("gold").criteria.count()) == (200, 0)


def test_a_manager_reads_what_a_tier_asks_for_and_changes_nothing():
    corner = furnish()

    browser, page = visitor(corner.manager), address(Tier, "change", tier("platinum").pk)

    assert ["2500" in words(browser.get(page)), browser.post(page).status_code] == [True, 403]


def test_the_preview_counts_and_names_and_changes_nothing():
    corner = furnish()
    ask("gold", use="keep", net=9000)

    answer = visitor(officer()).get(address(Tier, "preview"))

    text = words(answer)
    assert f"{corner.member.number} {corner.member.name} : Gold → Silver" in text
    assert current_tier(member=corner.member, on=DAY) == tier("gold")


def test_the_preview_is_not_for_a_store():
    assert visitor(furnish().manager).get(address(Tier, "preview")).status_code == 403


def test_a_manager_asks_and_an_officer_decides():
    corner = furnish()
    TierApplication.objects.all().delete()
    visitor(corner.manager).post(
        page_of(corner.member, "ask_for_tier"),
        {"sent": 1, "tier": tier("platinum").pk, "reason": "老客人"},
    )
    application = TierApplication.objects.get()
    chosen = {"action": "approve", "_selected_action": [application.pk]}

    visitor(officer(Role.MEMBER_OFFICER)).post(
        address(TierApplication), chosen | {"sent": 1, "answer": "好"}
    )

    application.refresh_from_db()
    assert (application.state, application.answer) == ("approved", "好")
    assert current_tier(member=corner.member, on=DAY) == tier("platinum")


def test_a_manager_cannot_decide():
    corner = furnish()
    application = TierApplication.objects.get()

    visitor(corner.manager).post(
        address(TierApplication),
        {"action": "approve", "_selected_action": [application.pk], "sent": 1},
    )

    application.refresh_from_db()
    assert application.state == "waiting"


def test_a_refusal_needs_a_reason():
    furnish()
    application = TierApplication.objects.get()
    browser = visitor(officer())
    chosen = {"action": "refuse", "_selected_action": [application.pk], "sent": 1}

    browser.post(address(TierApplication), chosen)
    application.refresh_from_db()
    before = application.state
    browser.post(address(TierApplication), chosen | {"answer": "再等等"})
    application.refresh_from_db()

    assert [before, application.state] == ["waiting", "refused"]


def test_a_guide_cannot_ask():
    corner = furnish()

    answer = visitor(corner.guide).get(page_of(corner.member, "ask_for_tier"))

    assert answer.status_code in {302, 403, 404}


def test_an_officer_lets_a_member_try_a_tier():
    corner = furnish()
    facts = {"sent": 1, "tier": tier("platinum").pk, "until": "2026-03-09", "note": "生日"}

    visitor(posted(Role.MEMBER_OFFICER)).post(page_of(corner.member, "start_trial"), facts)

    row = corner.member.tier_assignments.get(ends_at=None)
    assert (row.tier, row.reason, row.note) == (tier("platinum"), "trial", "生日")


def test_the_form_of_a_tier_says_what_counts_with_membership_fees():
    page = address(Tier, "change", tier("platinum").pk)

    shown = words(visitor(officer()).get(page))

    assert (
        "Purchases and single tickets count with membership fees; points leave them out." in shown
    )
