"""A guide asks a survey along the way on her phone; her manager reads what came of it."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from guides.enums import QuestionKind
from guides.models import SurveyReply
from loyalty.models import OccasionReward
from stores.enums import Language, Role
from tests.browser import accessible
from tests.factories import MemberFactory, StoreFactory, posted
from tests.guides.asking import survey_of
from tests.guides.hands import guide_in, hold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def store():
    return StoreFactory(code="24", name="漕宝店")


@pytest.fixture
def guide(store):
    return guide_in(store, staff__language=Language.ENGLISH)


@pytest.fixture
def manager(store):
    return posted(Role.STORE_MANAGER, store=store, staff__language=Language.ENGLISH)


@pytest.fixture
def _member(store, guide, today):
    member = MemberFactory(name="曾黎", home_store=store, next_birthday_on=today)
    member.tags.create(name="贵客", treatment="请到贵宾室")
    hold(member, guide, at=timezone.now() - dt.timedelta(days=2))


@pytest.fixture
def _survey(today):
    OccasionReward.objects.create(occasion="survey", points=20, effective_from=today)
    kinds = (QuestionKind.MARK, QuestionKind.CHOICE, QuestionKind.WORDS)
    survey_of(*kinds, first_on=today, last_on=today)


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.usefixtures("_member", "_survey")
def test_a_survey_is_asked_along_the_way(phone_page, page, log_in, guide, manager):
    log_in(phone_page, guide)
    ask_on_the_phone(phone_page)

    log_in(page, manager)
    read_what_came_of_it(page)

    assert SurveyReply.objects.get().contact.channel == "phone"


def ask_on_the_phone(page: Page) -> None:
    page.goto("/guides/day/")
    expect(page.get_by_text("请到贵宾室")).to_be_visible()
    page.get_by_role("link", name="Spring").click()
    expect(page.get_by_role("heading", name="Spring")).to_be_visible()
    assert fits(page)
    accessible(page)

    page.get_by_role("button", name="Save her answers").click()
    expect(page.get_by_text("Nothing is answered yet.").first).to_be_visible()
    accessible(page)

    page.get_by_role("group", name="Question 1").get_by_label("4").check()
    page.get_by_role("group", name="Question 2").get_by_label("黄").check()
    page.get_by_label("Question 3").fill("尺码再全一点")
    page.get_by_role("button", name="Save her answers").click()
    expect(page.get_by_text("Thank you. 20 points for her.")).to_be_visible()
    expect(page.get_by_text("Nobody waits for a call")).to_be_visible()


def read_what_came_of_it(page: Page) -> None:
    page.goto("/reports/")
    page.get_by_role("link", name="Surveys").click()
    expect(page.get_by_text("In force")).to_be_visible()
    accessible(page)

    page.get_by_role("link", name="Spring").click()
    expect(page.get_by_text("Mean 4.00")).to_be_visible()
    expect(page.get_by_text("尺码再全一点")).to_be_visible()
    expect(page.get_by_text("曾*")).to_be_visible()
    accessible(page)
