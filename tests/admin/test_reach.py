"""Who sees and changes which records: a manager her store's, an area manager her region's."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from membership.domain.profile import correct_member
from stores.enums import Role
from stores.models import Posting, Staff
from tests.admin.corners import MODELS, NOON, address, furnish, keys, officer
from tests.factories import posted
from tests.visitors import visitor, words

pytestmark = pytest.mark.django_db

# What the whole brand shares; everything else belongs to a store.
SHARED = {
    "guides.Cadence",
    "guides.CareRule",
    "guides.ContactWay",
    "guides.DrawRule",
    "guides.FollowUpStep",
    "guides.LossReason",
    "guides.OwnershipRule",
    "guides.Survey",
    "guides.TabooWord",
    "loyalty.CouponKind",
    "loyalty.EarningRule",
    "loyalty.MemberPrice",
    "loyalty.OccasionReward",
    "loyalty.Perk",
    "loyalty.PointsBand",
    "loyalty.ProgrammeRule",
    "loyalty.RedemptionRule",
    "loyalty.Reward",
    "loyalty.ScoringRule",
    "loyalty.SpendRebateRule",
    "loyalty.Tier",
    "membership.CardKind",
    "membership.ConsentText",
    "membership.JoiningChannel",
    "membership.Tag",
    "sales.Category",
    "sales.Product",
    "stores.Region",
}
# What is for the office alone.
OFFICE = {
    "loyalty.Partner",
    "loyalty.PartnerCheck",
    "loyalty.PartnerEntry",
    "loyalty.PartnerStatement",
    "loyalty.PartnerTerms",
}
# What a manager may read some of.
MANAGED = [model for model in MODELS if model._meta.label not in OFFICE]
# What begins on a day and is for reading from then on.
DATED = {
    "guides.CareRule",
    "guides.DrawRule",
    "guides.OwnershipRule",
    "loyalty.EarningRule",
    "loyalty.OccasionReward",
    "loyalty.PartnerTerms",
    "loyalty.ProgrammeRule",
    "loyalty.RedemptionRule",
    "loyalty.ScoringRule",
    "loyalty.SpendRebateRule",
    "membership.ConsentText",
}
CHANGED_BY_HEAD_OFFICE = SHARED | {
    "loyalty.Partner",
    "loyalty.PartnerTerms",
    "membership.Organisation",
    "sales.Till",
    "stores.Posting",
    "stores.Staff",
    "stores.Store",
}
DROPPED_BY_HEAD_OFFICE = {"loyalty.PointsBand"}  # a way of looking: nothing happens under it


def listed(client, model) -> set[int]:
    return {row.pk for row in client.get(address(model)).context["cl"].result_list}


def test_a_manager_sees_her_store_and_no_other():
    mine = furnish()
    ours = keys()
    furnish()
    theirs = {model: found - ours[model] for model, found in keys().items()}
    client = visitor(mine.manager)

    seen = {model: listed(client, model) for model in MANAGED}

    shared = {model for model in MANAGED if seen[model] == ours[model] | theirs[model]}
    scoped = {
        model for model in MANAGED if seen[model] & ours[model] and not seen[model] & theirs[model]
    }
    unlike = {model for model in MANAGED if not theirs[model]}  # rows all stores were born with
    assert {model._meta.label for model in shared | unlike} == SHARED
    assert {model._meta.label for model in MANAGED} - SHARED == {
        model._meta.label for model in scoped - shared
    }


def test_what_is_for_the_office_alone_is_closed_to_managers():
    corner = furnish()
    officers = visitor(officer(Role.MEMBER_OFFICER))
    managers = visitor(corner.manager)

    for label in OFFICE:
        assert officers.get(address(label)).status_code == 200
        assert managers.get(address(label)).status_code == 403


def test_a_stranger_s_record_is_not_there():
    mine = furnish()
    ours = keys()
    furnish()
    client = visitor(mine.manager)

    answers = {
        model._meta.label: client.get(address(model, page, key)).status_code
        for model, found in keys().items()
        if model._meta.label not in SHARED | OFFICE
        for key in found - ours[model]
        for page in ("change", "history")
    }

    assert set(answers.values()) == {404}
    assert answers.keys() == {model._meta.label for model in MANAGED} - SHARED


def test_an_area_manager_sees_her_region():
    mine, other = furnish(), furnish()
    manager = posted(Role.AREA_MANAGER, region=mine.store.region)

    client = visitor(manager)

    hers = mine.store.members.values_list("pk", flat=True)
    assert listed(client, type(mine.member)) == set(hers)
    assert mine.cashier.pk in listed(client, Staff)
    assert other.cashier.pk not in listed(client, Staff)


def test_an_earlier_version_cannot_be_opened_or_brought_back():
    store = furnish().store
    client = visitor(officer())
    page = f"{address('stores.Store')}{store.pk}/history/{store.history.get().pk}/"

    assert "revert" not in words(client.get(address("stores.Store", "history", store.pk)))
    assert client.get(page, follow=True).status_code == 404
    assert client.post(page, {"name": "Z"}, follow=True).status_code == 404


def test_somebody_who_left_the_store_s_list_is_not_found_by_typing():
    mine, other = furnish(), furnish()
    client = visitor(mine.manager)

    found = client.get(
        reverse("admin:autocomplete"),
        {"term": "", "app_label": "guides", "model_name": "ownership", "field_name": "guide"},
    ).json()["results"]

    names = {result["text"] for result in found}
    hers = Staff.objects.filter(postings__store=mine.store)
    assert names == {str(staff) for staff in hers}
    assert str(other.guide) not in names


def test_only_rules_and_the_organisation_are_changed_by_hand():
    furnish()
    client = visitor(officer())
    may = {}

    for model in MODELS:
        row = model._default_manager.order_by("pk").first()
        may[model._meta.label] = {
            "add": client.get(address(model, "add")).status_code == 200,
            "change": client.post(address(model, "change", row.pk), {}).status_code == 200,
            "delete": client.post(address(model, "delete", row.pk)).status_code != 403,
        }

    assert {label for label, can in may.items() if can["add"]} == CHANGED_BY_HEAD_OFFICE
    assert {label for label, can in may.items() if can["change"]} == CHANGED_BY_HEAD_OFFICE - DATED
    assert {label for label, can in may.items() if can["delete"]} == DROPPED_BY_HEAD_OFFICE


def test_a_manager_changes_nothing_by_hand():
    client = visitor(furnish().manager)

    assert {client.get(address(model, "add")).status_code for model in MODELS} == {403}


@pytest.mark.parametrize("role", [Role.CASHIER, Role.GUIDE])
def test_nobody_at_the_till_opens_the_administration(role):
    corner = furnish()
    client = visitor(posted(role, store=corner.store))

    entered = client.get(reverse("admin:index"), follow=True)

    assert entered.status_code == 403


def test_a_stranger_is_sent_to_the_house_s_own_login(client):
    entered = client.get(reverse("admin:index"), follow=True)

    assert (
        entered.redirect_chain[-1][0] == f"{reverse('stores:login')}?next={reverse('admin:index')}"
    )


def test_django_s_flags_open_nothing():
    flagged = Staff.objects.create_user("X1", "secret", is_staff=True)

    assert visitor(flagged).get(reverse("admin:index"), follow=True).status_code == 403


def test_a_superuser_sees_everything():
    furnish()
    root = Staff.objects.create_superuser("root", "secret")

    assert {visitor(root).get(address(model)).status_code for model in MODELS} == {200}


def test_every_noun_of_the_house_is_there_and_django_s_groups_are_not():
    ours = {
        model
        for model in admin.site._registry
        if model.__module__.split(".")[0]
        in {"stores", "membership", "sales", "loyalty", "guides", "pos"}
    }

    assert set(admin.site._registry) == ours
    assert Group not in admin.site._registry


def test_the_front_page_lists_what_a_manager_may_open():
    corner = furnish()

    page = words(visitor(corner.manager).get(reverse("admin:index")))

    assert ("Points entries" in page, "Earning rules" in page) == (True, True)


def test_a_change_of_phone_is_kept_but_not_told():
    corner = furnish()
    correct_member(
        member=corner.member,
        name=corner.member.name,
        phone="+8613900777777",
        birthday=None,
        birthday_declined=True,
        gender="",
        tags=[],
        by=corner.manager,
        at=NOON,
    )

    page = words(
        visitor(corner.manager).get(address("membership.Member", "history", corner.member.pk))
    )

    assert "139****7777" in page
    assert Posting.objects.filter(staff=corner.manager).exists()
