"""A guide with her phone in her hand, and her manager at the desk."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from common.birthdays import Birthday
from guides.enums import OwnershipReason
from guides.models import Contact
from loyalty.domain.tiers import enter_tier
from loyalty.models import Tier
from membership.domain.joining import birthday_columns
from membership.models import PhoneReveal
from stores.enums import Language, Role
from tests.browser import PHONE, TILL, accessible
from tests.factories import MemberFactory, PostingFactory, ShiftFactory, StoreFactory
from tests.guides.hands import buy, guide_in, hold

pytestmark = pytest.mark.browser


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def store():
    return StoreFactory(code="24", name="南京西路店")


@pytest.fixture
def guide(store):
    return guide_in(store, staff__display_name="李晓梅", staff__language=Language.ENGLISH)


@pytest.fixture
def other(store):
    return guide_in(store, staff__display_name="王芳", staff__language=Language.ENGLISH)


@pytest.fixture
def manager(store):
    return PostingFactory(
        role=Role.STORE_MANAGER,
        store=store,
        staff__display_name="陈店长",
        staff__language=Language.ENGLISH,
    ).staff


@pytest.fixture
def members(store, guide, other, now):
    """Zeng bought lately and has a birthday; Zhang is due soon; Wang is the other guide's."""
    today = timezone.localdate(now)
    shift = ShiftFactory(till__store=store, opened_at=now - dt.timedelta(days=90))
    birthday = Birthday(today.month, today.day) if today.day < 29 else Birthday(today.month, 28)
    zeng = member(store, "曾黎", "NO.24-000001", **birthday_columns(birthday=birthday, on=today))
    zhang = member(store, "张丽", "NO.24-000002")
    wang = member(store, "王静", "NO.24-000003")
    hold(zeng, guide, at=now - dt.timedelta(days=30))
    hold(zhang, guide, at=now - dt.timedelta(days=57), reason=OwnershipReason.DRAW)
    hold(wang, other, at=now - dt.timedelta(days=5))
    member(store, "赵敏", "NO.24-000004")
    for days in range(12, 0, -1):
        buy(zeng, shift, at=now - dt.timedelta(days=days))
    return [zeng, zhang, wang]


def member(store, name, number, **facts):
    member = MemberFactory(
        name=name, number=number, phone=f"+861380013{number[-4:]}", home_store=store, **facts
    )
    gold = Tier.objects.get(code="gold")
    enter_tier(member=member, tier=gold, by=None, at=member.joined_at)
    return member


def names(page: Page) -> list[str]:
    links = page.locator("#listing").get_by_role("link", name=re.compile("[一-鿿]"))
    return links.all_inner_texts()


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_guide_looks_after_her_members_on_her_phone(phone_page, log_in, guide, members):
    page = phone_page
    log_in(page, guide)

    page.goto("/guides/members/")
    expect(page.get_by_role("heading", name="My members")).to_be_visible()
    assert names(page) == ["张丽", "曾黎"]
    assert fits(page)
    accessible(page)

    page.get_by_role("group", name="Sort by").get_by_role("link", name="Last visit").click()
    page.get_by_role("group", name="Sort by").get_by_role("link", name="Last visit").click()
    page.wait_for_url("**sort=-last_visit")
    assert names(page) == ["曾黎", "张丽"]

    page.get_by_role("link", name="Due soon").click()
    expect(page.get_by_text("1 member", exact=True)).to_be_visible()
    assert names(page) == ["张丽"]

    page.get_by_label("Find a member").press_sequentially("zl")
    expect(page.get_by_text("Found for “zl”")).to_be_visible()
    assert sorted(names(page)) == ["张丽", "曾黎"]
    assert "zl" not in page.url
    accessible(page)

    page.get_by_role("link", name="曾黎").click()
    expect(page.get_by_role("heading", name="曾黎")).to_be_visible()
    assert fits(page)
    accessible(page)


def test_a_guide_calls_a_member_and_writes_down_what_was_said(phone_page, log_in, guide, members):
    page = phone_page
    log_in(page, guide)
    page.goto(f"/members/{members[0].number}/")

    page.get_by_role("button", name="Show number").click()
    expect(page.get_by_role("link", name="138 0013 0001")).to_have_attribute(
        "href", "tel:+8613800130001"
    )
    assert PhoneReveal.objects.get().staff == guide

    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Write down what was said.")).to_be_visible()
    note = page.get_by_label("What was said")
    expect(note).to_be_focused()
    accessible(page)
    page.get_by_label("WeChat", exact=True).check()
    note.fill("She will come on Saturday.")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("list", name="Contacts")).to_contain_text("She will come on Saturday.")
    expect(note).to_have_value("")
    assert Contact.objects.get().channel == "wechat"


def test_a_guide_reads_and_corrects_what_is_known_of_a_member(phone_page, log_in, guide, members):
    page = phone_page
    log_in(page, guide)
    page.goto(f"/members/{members[0].number}/")

    purchases = page.get_by_role("list", name="Purchases")
    receipts = purchases.locator(":scope > li:has(time)")
    expect(receipts).to_have_count(10)
    purchases.get_by_role("button", name="Show earlier ones").click()
    expect(receipts).to_have_count(12)

    page.get_by_role("button", name="Agree: Marketing by phone").click()
    dialog = page.get_by_role("dialog", name="Agree: Marketing by phone")
    accessible(page)
    dialog.get_by_label("On paper").check()
    dialog.get_by_role("button", name="Agree").click()
    expect(page.get_by_role("button", name="Withdraw: Marketing by phone")).to_be_visible()
    accessible(page)

    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Name").fill("曾梨")
    accessible(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="曾梨")).to_be_visible()


def test_what_a_guide_was_typing_survives_a_reload(phone_page, log_in, guide, members):
    page = phone_page
    log_in(page, guide)
    page.goto(f"/members/{members[0].number}/")
    page.get_by_label("What was said").fill("Half a sentence")

    page.reload()

    expect(page.get_by_label("What was said")).to_have_value("Half a sentence")


def test_a_manager_gives_a_member_to_another_guide(open_page, log_in, guide, manager, members):
    page, hers = open_page(size=TILL), open_page(size=PHONE)
    MemberFactory(name="外店", home_store=StoreFactory())
    log_in(page, manager)
    log_in(hers, guide)

    page.goto("/guides/members/")
    assert names(page) == ["张丽", "王静", "曾黎"]
    assert page.get_by_role("cell", name="李晓梅").count() == 2
    accessible(page)

    page.get_by_role("link", name="In the pool").click()
    expect(page.get_by_text("1 member", exact=True)).to_be_visible()
    assert names(page) == ["赵敏"]
    accessible(page)

    page.get_by_role("link", name="With a guide").click()
    page.get_by_role("link", name="曾黎").click()
    page.get_by_role("link", name="Assign").click()
    page.get_by_label("Guide", exact=True).select_option(label="李晓梅")
    page.get_by_label("Reason").fill("old friends")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_role("alert")).to_contain_text("李晓梅 looks after this member already.")
    accessible(page)

    page.get_by_label("Guide", exact=True).select_option(label="王芳")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("王芳 now looks after 曾黎.")).to_be_visible()
    page.get_by_text("Who looked after her before").click()
    expect(page.get_by_text("Assigned to somebody else")).to_be_visible()
    accessible(page)

    assert hers.goto(f"/members/{members[0].number}/").status == 404
    hers.goto("/guides/members/")
    assert names(hers) == ["张丽"]


@pytest.mark.parametrize("language", Language)
def test_every_page_reads_well_in_both_languages_and_sizes(
    open_page, log_in, manager, members, language
):
    manager.language = language
    manager.save()
    hers = f"/members/{members[0].number}/"

    for size in (PHONE, TILL):
        page = open_page(size=size)
        log_in(page, manager)
        for path in ("/guides/members/", "/guides/members/?place=pool", hers, f"{hers}edit/"):
            page.goto(path)
            assert fits(page), path
            accessible(page)
