"""A store manager at the end of the day, and head office: who comes back?"""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from common.periods import add_months, month_of
from stores.enums import Language, Role
from tests.browser import PHONE, TILL, accessible
from tests.factories import posted
from tests.reports.history import History

pytestmark = pytest.mark.browser


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def history(live_server):
    return History()


@pytest.fixture
def store(history):
    return history.store(code="24", name="漕宝店")


@pytest.fixture
def _sales(history, store, today):
    """Ada is back each month, Bob was once; the sister store sells to walk-ins only."""
    sister = history.store(code="3", name="昆山店", region=store.region)
    ada, bob = (history.member(store, today - dt.timedelta(days=100)) for _ in "ab")
    for months in (3, 2, 1):
        history.sale(add_months(month_of(today), -months), ada, net=300)
    history.sale(today, ada, net=100)
    history.sale(add_months(month_of(today), -2), bob, net=50)
    history.sale(today, store=sister, net=900)


@pytest.fixture
def manager(store):
    return speaking(Language.CHINESE, posted(Role.STORE_MANAGER, store=store))


@pytest.fixture
def head_office():
    return speaking(Language.ENGLISH, posted(Role.HEAD_OFFICE))


def speaking(language, staff):
    staff.language = language
    staff.save(update_fields=["language"])
    return staff


def all_groups_are_there(page: Page) -> None:
    expect(page.locator(".waiting")).to_have_count(0)


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def tile(page: Page, name: str):
    return page.get_by_role("article").filter(has=page.get_by_role("heading", name=name))


@pytest.mark.usefixtures("_sales")
def test_a_store_manager_looks_at_her_store_on_her_phone(open_page, log_in, manager):
    page = open_page(size=PHONE)
    log_in(page, manager)

    page.goto("/reports/")
    all_groups_are_there(page)
    expect(page.get_by_label("门店").locator("option")).to_have_text(["漕宝店"])
    expect(tile(page, "会员销售占比")).to_contain_text("100.0 %")
    expect(tile(page, "新会员保留率")).to_contain_text("—")
    tile(page, "流失率").get_by_text("定义").click()
    expect(tile(page, "流失率")).to_contain_text("超过 365 天没有消费即为流失")
    assert fits(page)
    accessible(page)

    page.get_by_role("link", name=re.compile("详情.*同期群留存（按首次消费）")).click()
    heat_map = page.get_by_role("table", name="同期群留存（按首次消费）")
    expect(heat_map.get_by_role("row")).to_have_count(3)
    expect(heat_map.get_by_role("row").nth(1)).to_contain_text("100.0 % *")
    assert fits(page)
    accessible(page)


@pytest.mark.usefixtures("_sales")
def test_head_office_looks_at_all_stores_and_at_one(open_page, log_in, head_office, today):
    page = open_page(size=TILL, locale="en-GB")
    log_in(page, head_office)

    page.goto("/reports/")
    all_groups_are_there(page)
    page.locator(".plot").scroll_into_view_if_needed()
    expect(page.locator(".plot svg")).to_be_visible()
    accessible(page)

    page.get_by_label("Stores").select_option("昆山店")
    page.get_by_role("button", name="Show").click()
    all_groups_are_there(page)
    expect(tile(page, "Member sales share")).to_contain_text("0.0 % ¥0.00 of ¥900.00")

    tile(page, "Conversion rate").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conversion rate")
    expect(page.get_by_label("Stores")).to_have_value("3")
    expect(page.locator(".plot svg")).to_be_visible()
    this_month = page.get_by_role("row", name=re.compile("not complete yet"))
    expect(this_month).to_contain_text("0 of 1")
    accessible(page)

    page.get_by_label("Period").select_option("Other days …")
    page.get_by_label("First day").fill(today.isoformat())
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("alert")).to_contain_text("Last day: Which day?")
    accessible(page)
    page.get_by_label("Last day").fill(today.isoformat())
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".figure-big")).to_contain_text("0 of 1")

    with page.expect_download() as file:
        page.get_by_role("link", name="CSV").click()
    assert file.value.suggested_filename.startswith(f"conversion-rate_{today}")
    assert file.value.path().read_text(encoding="utf-8-sig").startswith("figure,since,until,")


@pytest.mark.usefixtures("_sales")
def test_head_office_sees_the_heat_map_drawn_and_written(open_page, log_in, head_office):
    page = open_page(size=TILL, locale="en-GB")
    log_in(page, head_office)

    for figure in ("cohort", "cohort-by-joining", "n-day-repurchase", "ticket", "lifecycle"):
        page.goto(f"/reports/{figure}/")
        expect(page.locator(".plot svg")).to_be_visible()
        expect(page.get_by_role("table")).to_be_visible()
        assert fits(page)
        accessible(page)
    page.goto("/reports/lifecycle-flow/")
    expect(page.get_by_role("row", name=re.compile("^Total"))).to_be_visible()
    accessible(page)
