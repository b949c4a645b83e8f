"""A guide's week on her phone: whom to call, what came of it, what she promised."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from guides.models import CareTask, Complaint, Contact
from loyalty.domain.scoring import score_members
from membership.domain.consenting import give_consent
from membership.domain.prospecting import note_prospect
from membership.enums import ConsentChannel, Purpose
from membership.models import PhoneReveal
from stores.enums import Language, Role
from tests.browser import PHONE, TILL, accessible
from tests.factories import MemberFactory, PostingFactory, StoreFactory
from tests.guides.hands import guide_in, hold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A_DAY = dt.timedelta(days=1)
NO_TELEPHONE = """addEventListener("click", (event) => {
  if (event.target.closest("a[href^='tel:']")) { event.preventDefault(); }
})"""
GREETING = "曾黎，生日快乐！愿您天天好心情，健康美丽每一天。\n——漕宝店 李晓梅"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def store():
    return StoreFactory(code="24", name="漕宝店")


@pytest.fixture
def guide(store):
    return guide_in(
        store, staff__display_name="李晓梅", staff__number="L1", staff__language=Language.ENGLISH
    )


@pytest.fixture
def manager(store):
    return PostingFactory(
        role=Role.STORE_MANAGER,
        store=store,
        staff__display_name="陈店长",
        staff__language=Language.ENGLISH,
    ).staff


@pytest.fixture
def members(store, guide, now):
    """Zeng has a birthday tomorrow, Zhang is due in three days, Wang can wait."""
    today = timezone.localdate(now)
    facts = [
        ("曾黎", 30, {"next_birthday_on": today + A_DAY, "birth_month": 1, "birth_day": 1}),
        ("张丽", 58, {}),
        ("王静", 2, {}),
    ]
    made = []
    for place, (name, days, known) in enumerate(facts, start=1):
        member = MemberFactory(
            name=name,
            number=f"NO.24-00000{place}",
            phone=f"+861380013000{place}",
            home_store=store,
            joined_on=today - days * A_DAY,
            joined_at=now - days * A_DAY,
            **known,
        )
        hold(member, guide, at=now - days * A_DAY)
        made.append(member)
    return made


def entries(page: Page) -> list[str]:
    return page.locator(".day .entry-name a").all_inner_texts()


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def entry(page: Page, name: str) -> Locator:
    return page.locator(".day .entry", has_text=name)


@pytest.fixture
def hers(phone_page, guide, members):
    """Return her phone. A Chromium without a telephone would ask what to do with a number."""
    phone_page.add_init_script(NO_TELEPHONE)
    return phone_page


@pytest.fixture
def week(hers, log_in, guide, now, time_machine):
    """Return a function that signs her in so many days into the week, and opens her list."""

    def morning(days: int) -> Page:
        time_machine.move_to(now + days * A_DAY, tick=True)
        log_in(hers, guide)
        hers.goto("/guides/day/")
        return hers

    return morning


def test_a_guides_week(week, now):
    call_and_write_down(week(0), back_on=timezone.localdate(now) + 3 * A_DAY)
    greet(week(1))
    take_a_complaint(week(3))

    # On Friday it is quiet, and each contact is there once.
    assert "曾黎" not in entries(week(4))
    assert Contact.objects.count() == 4


def call_and_write_down(page: Page, *, back_on: dt.date) -> None:
    """Monday: the most pressing first; one is called and wants to come, one does not answer."""
    assert entries(page)[:2] == ["张丽", "曾黎"]
    assert fits(page)
    accessible(page)
    zhang = entry(page, "张丽")
    zhang.get_by_role("button", name="Call 张丽").click()
    expect(page.get_by_role("link", name="138 0013 0002")).to_have_attribute(
        "href", "tel:+8613800130002"
    )
    assert PhoneReveal.objects.get().page == "guides:day"
    form = written_down(zhang, "张丽")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Write down what was said.")).to_be_visible()
    form.get_by_label("What was said").evaluate("box => box.scrollIntoView({block: 'center'})")
    accessible(page)
    form.get_by_label("Will come").check()
    form.get_by_label("What was said").fill("周四来试大衣")
    form.get_by_label("Next day").fill(back_on.isoformat())
    form.get_by_label("What for").fill("试大衣")
    form.get_by_role("button", name="Save").click()
    expect(page.locator(".entry-done")).to_contain_text("张丽 · Will come")
    entry(page, "曾黎").get_by_role("button", name="No answer: 曾黎").click()
    expect(page.locator(".entry-done")).to_have_count(2)
    expect(page.get_by_role("link", name="Done today")).to_have_text("Done today 2")
    expect(page.get_by_role("link", name="To do")).to_have_text(re.compile("To do [01]$"))
    accessible(page)
    page.get_by_role("link", name="Done today").click()
    expect(page.get_by_role("list", name="Done today")).to_contain_text("周四来试大衣")
    accessible(page)


def greet(page: Page) -> None:
    """Tuesday: who did not answer comes again, on her birthday; she gets a text."""
    assert "张丽" not in entries(page)
    expect(entry(page, "曾黎")).to_contain_text("Birthday today")
    entry(page, "曾黎").get_by_role("link", name="A text for 曾黎").click()
    accessible(page)
    page.get_by_role("link", name="Take 生日祝福").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value(GREETING)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("copied")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="I have sent it").click()
    expect(page.get_by_text("Noted.")).to_be_visible()
    assert "曾黎" not in entries(page)


def take_a_complaint(page: Page) -> None:
    """Thursday: the promise has come; she complains instead, and is answered."""
    expect(entry(page, "张丽")).to_contain_text("试大衣")
    form = written_down(entry(page, "张丽"), "张丽")
    form.get_by_label("Complained").check()
    form.get_by_label("What was said").fill("大衣掉色")
    form.get_by_role("button", name="Save").click()
    expect(page.locator(".entry-done")).to_be_visible()
    assert not CareTask.objects.open().exists()
    page.get_by_role("link", name="Complaints").click()
    page.get_by_role("link", name="张丽").click()
    page.get_by_label("What was she told?").fill("可以换")
    page.get_by_role("button", name="Answered").click()
    expect(page.get_by_text("How was it settled?")).to_be_visible()
    accessible(page)
    assert Complaint.objects.get().answer == "可以换"


def written_down(her: Locator, name: str) -> Locator:
    her.get_by_role("button", name=f"Note what came of {name}").click()
    form = her.locator("form[data-draft]")
    expect(form).to_be_visible()
    accessible(her.page)
    return form


def test_recommendations_appear_with_the_consent(phone_page, log_in, guide, members, now):
    page = phone_page
    log_in(page, guide)
    page.goto(f"/guides/texts/to/{members[0].number}/")
    expect(page.get_by_text("新品推荐")).to_have_count(0)

    give_consent(
        member=members[0],
        purpose=Purpose.WECHAT,
        channel=ConsentChannel.TILL,
        by=guide,
        at=now,
    )
    page.reload()
    expect(page.get_by_text("新品推荐")).to_be_visible()


@pytest.mark.parametrize("language", Language)
def test_every_page_of_the_day_reads_well_in_both_languages_and_sizes(
    open_page, log_in, manager, members, language
):
    manager.language = language
    manager.save()
    hers = f"/members/{members[0].number}"
    prospect = note_prospect(
        name="高女士",
        phone="+8613700137000",
        agreed=True,
        channel=None,
        store=members[0].home_store,
        interest="真丝围巾",
        next_on=timezone.localdate(),
        by=manager,
        at=timezone.now(),
    )
    score_members(on=timezone.localdate())
    paths = [
        "/guides/day/",
        "/guides/day/done/",
        "/guides/complaints/",
        f"/guides/complaints/of/{members[0].number}/",
        "/guides/texts/",
        "/guides/texts/new/",
        f"/guides/texts/to/{members[0].number}/",
        "/guides/phone-visits/",
        "/guides/record-checks/",
        "/guides/spot-checks/",
        "/guides/prospects/",
        "/guides/prospects/new/",
        f"/guides/prospects/{prospect.pk}/",
        f"/guides/prospects/{prospect.pk}/let-go/",
        "/guides/members/grades/",
        "/reports/targets/",
        "/reports/guides/",
        f"{hers}/",
        f"{hers}/soft-profile/",
        f"{hers}/lost/",
    ]

    for size in (PHONE, TILL):
        page = open_page(size=size)
        log_in(page, manager)
        for path in paths:
            assert page.goto(path).status == 200, path
            assert fits(page), path
            accessible(page)
