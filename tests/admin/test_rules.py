"""Rules and the organisation, changed by head office in the shop's own notation."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.utils import translation

from loyalty.models import EarningRule, Perk, RedemptionRule, Reward, Tier
from membership.models import ConsentText
from stores.enums import Role
from stores.models import Posting, Region, Staff, Store
from tests.admin.corners import NOON, address, officer, send
from tests.factories import StaffFactory, StoreFactory
from tests.visitors import visitor

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]


def complaints(answer) -> dict[str, list[str]]:
    with translation.override("en"):
        found = answer.context["adminform"].form.errors
        return {field: [str(one) for one in told] for field, told in found.items()}


@pytest.mark.parametrize("typed", ["8.5折", "85折", "85", "0.85", "85%", "八五折"])
def test_a_discount_is_typed_as_shops_write_it(typed):
    gold = Tier.objects.get(code="gold")

    answer = send(visitor(officer()), address(Tier, "change", gold.pk), discount=typed)

    gold.refresh_from_db()
    assert gold.discount == 8_500
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert told[0] == "Gold: customer pays 85%"


@pytest.mark.parametrize("typed", ["8.5", "1", "10", "0折", "120", "gold"])
def test_a_discount_that_may_mean_two_things_is_refused(typed):
    gold = Tier.objects.get(code="gold")

    answer = send(visitor(officer()), address(Tier, "change", gold.pk), discount=typed)

    assert list(complaints(answer)) == ["discount"]
    gold.refresh_from_db()
    assert gold.discount == 8_800


def test_a_discount_is_shown_as_it_is_typed():
    page = visitor(officer()).get(address(Tier, "change", Tier.objects.get(code="gold").pk))

    assert page.context["adminform"].form["discount"].value() == "8.8折"


def test_a_rule_is_a_new_row_from_today_on():
    client, today = visitor(officer()), dt.date(2026, 3, 2)
    rule = {"page": address(EarningRule, "add"), "points_per_yuan": "2"}

    late = send(client, **rule, effective_from="2026-03-01")
    send(client, **rule, effective_from=today.isoformat())

    assert complaints(late) == {"effective_from": ["A new rule begins today or later."]}
    assert EarningRule.objects.get(effective_from=today).points_per_yuan == 2


def test_a_rule_that_has_not_begun_can_be_changed_and_dropped():
    coming = EarningRule.objects.create(effective_from=dt.date(2026, 4, 1), points_per_yuan=2)
    client = visitor(officer())

    send(client, address(EarningRule, "change", coming.pk), points_per_yuan="3")
    coming.refresh_from_db()
    client.post(address(EarningRule, "delete", coming.pk), {"post": "yes"})

    assert coming.points_per_yuan == 3
    assert EarningRule.objects.filter(pk=coming.pk).exists() is False


def test_a_share_is_typed_in_per_cent():
    page = address(RedemptionRule, "add")

    send(visitor(officer()), page, effective_from="2026-03-02", share="12.5")

    assert RedemptionRule.objects.get(effective_from="2026-03-02").share == 1_250


def test_words_of_consent_are_the_next_version():
    form = {"purpose": "sms", "body_zh": "愿意", "body_en": "", "effective_from": "2026-03-02"}
    client = visitor(officer())

    again = client.post(address(ConsentText, "add"), form | {"version": 1})
    client.post(address(ConsentText, "add"), form | {"version": 2})

    assert complaints(again) == {"version": ["The next version is 2."]}
    assert ConsentText.objects.filter(purpose="sms").count() == 2


def test_a_posting_names_the_place_its_role_has():
    staff, store = StaffFactory(), StoreFactory()
    posting = {"staff": staff.pk, "starts_on": "2026-03-02", "ends_on": ""}
    client = visitor(officer())

    nowhere = client.post(address(Posting, "add"), posting | {"role": Role.CASHIER})
    too_much = client.post(
        address(Posting, "add"), posting | {"role": Role.HEAD_OFFICE, "store": store.pk}
    )
    client.post(address(Posting, "add"), posting | {"role": Role.CASHIER, "store": store.pk})

    assert complaints(nowhere) == {"store": ["This role needs a store."]}
    assert complaints(too_much) == {"store": ["This role belongs to no store."]}
    assert staff.postings.get().store == store


def test_somebody_new_gets_a_password_and_a_posting():
    store, client = StoreFactory(), visitor(officer())
    form = {
        "number": "2499",
        "display_name": "新人",
        "language": "zh-hans",
        "password1": "jade-7-tea",
        "password2": "jade-7-tea",
        "postings-TOTAL_FORMS": 1,
        "postings-INITIAL_FORMS": 0,
        "postings-0-role": Role.GUIDE,
        "postings-0-store": store.pk,
        "postings-0-starts_on": "2026-03-02",
        "postings-0-takes_part": "on",
    }

    client.post(address(Staff, "add"), form)

    somebody = Staff.objects.get(number="2499")
    assert somebody.check_password("jade-7-tea")
    assert [(one.role, one.store) for one in somebody.postings.all()] == [(Role.GUIDE, store)]


def test_a_store_keeps_its_code():
    store = StoreFactory(code="24")
    form = {
        "code": "25",
        "name": "漕宝店",
        "region": "",
        "address": "",
        "phone": "",
        "day_ends_at": "02:00",
        "recycles_at": "07:00",
        "is_open": "on",
    }

    visitor(officer()).post(address(Store, "change", store.pk), form)

    store.refresh_from_db()
    assert (store.code, store.name, store.day_ends_at) == ("24", "漕宝店", dt.time(2, 0))
    assert store.history.count() == 2


def test_a_region_is_made():
    visitor(officer()).post(address(Region, "add"), {"code": "north", "name": "华北"})

    assert Region.objects.get(code="north").name == "华北"


def test_a_stock_that_is_counted_is_added_to_not_overwritten():
    mug = Reward.objects.create(code="mug", kind="gift", points=300, name_zh="杯子", stock=5)
    client, page = visitor(officer()), address(Reward, "change", mug.pk)
    Reward.objects.filter(pk=mug.pk).update(stock=4)  # one was redeemed while the form was open

    send(client, page, stock=5, restock=10, name_en="Mug")

    mug.refresh_from_db()
    assert (mug.stock, mug.name_en) == (14, "Mug")
    assert list(complaints(send(client, page, restock=-15))) == ["restock"]


def test_a_cell_of_the_matrix_is_switched_on_with_its_quota():
    salon, silver = Perk.objects.get(code="salons"), Tier.objects.get(code="silver")

    send(
        visitor(officer()),
        address(Perk, "change", salon.pk),
        **{
            "tier_cells-TOTAL_FORMS": 1,
            "tier_cells-0-perk": salon.pk,
            "tier_cells-0-tier": silver.pk,
            "tier_cells-0-quota": 2,
            "tier_cells-0-period": "year",
        },
    )

    cell = salon.tier_cells.get()
    assert (cell.tier, cell.quota, cell.period) == (silver, 2, "year")


def test_perks_and_rewards_are_changed_by_head_office_alone():
    perk = Perk.objects.get(code="salons")
    clerk = visitor(officer(Role.MEMBER_OFFICER))

    assert clerk.get(address(Perk, "change", perk.pk)).status_code == 200
    assert clerk.post(address(Perk, "change", perk.pk), {"code": "x"}).status_code == 403
    assert clerk.get(address(Reward, "add")).status_code == 403
