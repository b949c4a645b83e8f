"""A store manager on the first of the month: the draw, her team, what she checks and sets."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from guides.domain.contacting import Said, log_contact
from guides.domain.mornings import do_mornings
from guides.models import GuideTarget, SpotCheck
from guides.queries.standing import standing_of
from stores.enums import Language, Role
from stores.models import Deputy
from tests.browser import PHONE, TILL, accessible
from tests.factories import MemberFactory, StoreFactory, posted
from tests.guides.hands import guide_in, hold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A_DAY = dt.timedelta(days=1)


@pytest.fixture
def now(live_server):
    return timezone.now()


@pytest.fixture
def store():
    return StoreFactory(code="24", name="漕宝店")


@pytest.fixture
def li(store):
    return guide_in(store, staff__display_name="李晓梅", staff__number="L1")


@pytest.fixture
def wang(store):
    return guide_in(store, staff__display_name="王芳", staff__number="W1")


@pytest.fixture
def manager(store):
    return posted(Role.STORE_MANAGER, store=store, staff__display_name="陈店长")


@pytest.fixture
def zhang(store, li, now):
    """She has a day left, of which the morning warns; what Li said to her is written down."""
    since = now - 60 * A_DAY
    member = MemberFactory(name="张丽", home_store=store, joined_on=since.date(), joined_at=since)
    hold(member, li, at=since)
    log_contact(member=member, said=Said("phone", "约周末来店"), by=li, at=now - 2 * A_DAY)
    do_mornings(at=timezone.localtime(now).replace(hour=12))
    return member


@pytest.fixture
def pool(store, zhang, now):
    return [
        MemberFactory(name=name, home_store=store, joined_on=now.date(), joined_at=now)
        for name in ("一宁", "二宁", "三宁", "四宁")
    ]


@pytest.fixture
def her_window(open_page, log_in, manager):
    """Return a function that opens a window of hers, in a size and a language."""

    def window(size, language: Language) -> Page:
        manager.language = language
        manager.save(update_fields=["language"])
        page = open_page(size=size)
        log_in(page, manager)
        return page

    return window


def shown(page: Page, name: str) -> None:
    """Wait for the page of that name, ask axe, and see that nothing stands out at the side."""
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_she_draws_the_pool_and_reads_the_minutes(her_window, pool, wang):
    page = her_window(TILL, Language.ENGLISH)

    page.goto("/guides/members/pool/")
    shown(page, "Pool and draw")
    page.get_by_label("All who are listed, on every page").check()
    page.get_by_label("Reason").fill("a slip")
    page.get_by_role("button", name="Leave in peace").click()
    expect(page.get_by_role("alert")).to_contain_text("4 members would be left in peace")
    shown(page, "Pool and draw")
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_label("Reason")).to_have_value("")

    page.get_by_role("button", name="Draw now").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("4 members come to 2 guides on trial")
    dialog.get_by_role("button", name="Draw now").click()
    expect(page.get_by_role("heading", name="How it was drawn")).to_be_visible()
    accessible(page)
    assert {standing_of(member) for member in pool} == {"trial"}
    page.goto("/guides/members/draws/")
    shown(page, "Draws")


def test_she_names_a_deputy_and_thinks_twice_about_a_leaver(her_window, zhang, wang, store):
    page = her_window(PHONE, Language.CHINESE)

    page.goto("/guides/members/team/")
    shown(page, "导购")
    page.get_by_role("link", name="李晓梅").click()
    shown(page, "李晓梅")
    page.get_by_label("代管人").select_option(label="王芳 · W1")
    page.get_by_label("返岗日期").fill((timezone.localdate() + 7 * A_DAY).isoformat())
    page.get_by_role("button", name="指定代管人").click()
    expect(page.get_by_text("由 王芳 代管")).to_be_visible()
    assert Deputy.objects.get().deputy == wang
    page.get_by_role("button", name="全部移交").click()
    expect(page.get_by_role("dialog")).to_contain_text("她名下 1 位会员全部进入公海")
    accessible(page)
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    assert standing_of(zhang) == "owned"


def test_she_looks_at_warnings_tries_a_rule_checks_and_sets_targets(her_window, zhang, manager):
    page = her_window(PHONE, Language.CHINESE)

    page.goto("/guides/members/warnings/")
    expect(page.get_by_role("link", name="会员 1 位即将回收")).to_be_visible()
    shown(page, "即将回收")
    page.goto("/guides/members/simulation/?time=1&trial=1&unit=months")
    shown(page, "试算规则")
    expect(page.get_by_role("link", name="张丽")).to_be_visible()
    page.goto("/guides/spot-checks/")
    shown(page, "抽查联系")
    page.get_by_role("button", name="与登记一致").click()
    expect(page.get_by_text("与登记一致")).to_be_visible()
    assert SpotCheck.objects.get().by == manager
    page.goto("/reports/targets/")
    shown(page, "目标")
    page.get_by_label("目标", exact=True).fill("12")
    page.get_by_role("button", name="设定目标").click()
    expect(page.get_by_text("1 / 12")).to_be_visible()
    shown(page, "目标")
    page.get_by_role("button", name="删除：全店：联系记录").click()
    expect(page.get_by_text("本月未设目标")).to_be_visible()
    assert not GuideTarget.objects.exists()
