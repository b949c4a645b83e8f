"""Head office at its desk: a new store with its people, a rule, a member; and on a phone."""

import pytest
from django.db.models import Model
from playwright.sync_api import Page, expect

from loyalty.models import PointsEntry, Tier
from membership.models import Member
from sales.models import Sale
from stores.enums import Language, Role
from stores.models import Posting, Staff, Store
from tests.admin.corners import MODELS, address, furnish
from tests.browser import accessible
from tests.factories import posted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Page, log_in) -> Page:
    """Show the administration to head office, who reads English."""
    log_in(page, posted(Role.HEAD_OFFICE, staff__language=Language.ENGLISH))
    page.goto("/admin/")
    return page


def choose(page: Page, field: str, typed: str) -> None:
    """Find ``typed`` in a field that searches as one types."""
    page.locator(f".field-{field} .select2-selection, .select2-selection").first.click()
    page.locator(".select2-search__field").fill(typed)
    page.locator(".select2-results__option", has_text=typed).first.click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()


def test_head_office_opens_a_store_and_hires_a_cashier(desk):
    desk.get_by_role("link", name="Stores", exact=True).first.click()
    desk.get_by_title("Add store").first.click()
    desk.get_by_label("Code").fill("24")
    desk.get_by_label("Name").fill("漕宝店")
    accessible(desk)
    save(desk)
    expect(desk.get_by_text("was added successfully")).to_be_visible()

    desk.goto(address(Staff, "add"))
    desk.get_by_label("Staff number").fill("2411")
    desk.locator("#id_display_name").fill("陈佳怡")
    desk.locator("#id_password1").fill("jade-7-tea")
    desk.locator("#id_password2").fill("jade-7-tea")
    accessible(desk)
    save(desk)

    cashier = Staff.objects.get(number="2411")
    desk.goto(address(Posting, "add"))
    choose(desk, "staff", "陈佳怡")
    desk.get_by_label("Role").select_option(label="Cashier")
    desk.locator("#select2-id_store-container").click()
    desk.locator(".select2-search__field").fill("24")
    desk.locator(".select2-results__option", has_text="漕宝店").click()
    desk.locator("#id_starts_on").fill("2026-03-02")
    accessible(desk)
    save(desk)

    assert cashier.postings.get().store == Store.objects.get(code="24")


def test_head_office_sets_a_discount_in_the_shop_s_notation(desk):
    tier = Tier.objects.get(code="gold")
    desk.goto(address(Tier, "change", tier.pk))
    expect(desk.locator("#id_discount")).to_have_value("8.8折")
    accessible(desk)

    desk.locator("#id_discount").fill("8.5")
    save(desk)
    expect(desk.get_by_text("may mean two things")).to_be_visible()

    desk.locator("#id_discount").fill("85")
    save(desk)
    expect(desk.get_by_text("Gold: customer pays 85%")).to_be_visible()


def test_head_office_finds_a_member_and_makes_good_what_went_wrong(desk):
    member = furnish().member
    desk.goto(address(Member))
    desk.locator("#searchbar").fill(member.phone_last4)
    desk.keyboard.press("Enter")
    expect(desk.locator("#result_list tbody tr")).to_have_count(1)
    accessible(desk)

    desk.get_by_role("link", name=member.number).click()
    expect(desk.get_by_text(member.masked_phone)).to_be_visible()
    accessible(desk)
    desk.get_by_role("link", name="Move points").click()
    desk.get_by_label("Points").fill("50")
    desk.get_by_label("Reason").fill("收银机故障补偿")
    accessible(desk)
    desk.get_by_role("button", name="Move points").click()
    expect(desk.get_by_text(f"Done: {member}")).to_be_visible()

    assert PointsEntry.objects.get(kind="adjust").points == 50


def test_head_office_gives_chosen_members_to_a_guide(desk):
    corner = furnish()
    fresh = posted(Role.GUIDE, store=corner.store, staff__display_name="许思琪")
    desk.goto(address(Member))

    hers = desk.get_by_role("row").filter(has_text=corner.member.number)
    hers.locator("input.action-select").check()
    desk.locator("select[name=action]").select_option(label="Give to a guide")
    desk.get_by_role("button", name="Run").click()
    desk.locator(".select2-selection").click()
    desk.locator(".select2-search__field").fill("许思琪")
    desk.locator(".select2-results__option", has_text="许思琪").click()
    desk.get_by_label("Reason").fill("by request")
    accessible(desk)
    desk.get_by_role("button", name="Give to this guide").click()
    expect(desk.get_by_text(f"Done: {corner.member}")).to_be_visible()

    assert corner.member.ownerships.get(ends_at=None).guide == fresh


def walk(page: Page, *models: type[Model]) -> None:
    for path in ["/admin/", *map(address, models)]:
        page.goto(path)
        accessible(page)
        needed, there = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert needed <= there, path


def test_every_list_fits_the_desk_and_the_readers_of_screens(desk):
    furnish()

    walk(desk, *MODELS)


def test_lists_fit_a_phone(phone_page, log_in):
    furnish()
    log_in(phone_page, posted(Role.HEAD_OFFICE))

    walk(phone_page, Member, Sale, PointsEntry, Staff)


def test_a_stranger_comes_in_by_the_house_s_own_door(page):
    head = posted(Role.HEAD_OFFICE, staff__language=Language.ENGLISH)
    page.goto("/admin/")

    page.locator("input[name=username]").fill(head.number)
    page.locator("input[name=password]").fill("secret")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Administration")).to_be_visible()
