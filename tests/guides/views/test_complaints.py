"""Complaints on the screen: taken anywhere, answered and settled within one's reach."""

import datetime as dt

import pytest
from django.urls import reverse

from guides.domain.complaining import answer_complaint, open_complaint
from guides.models import Complaint
from stores.enums import Role
from tests.factories import MemberFactory, StaffFactory, StoreFactory, posted
from tests.guides.hands import guide_in, hold, noon, stand_in
from tests.visitors import errors, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

URL = reverse("guides:complaints")
AT = noon(2026, 3, 20)


@pytest.fixture
def store():
    return StoreFactory(name="Nanjing Road")


@pytest.fixture
def ada(store):
    return MemberFactory(home_store=store, name="曾黎", number="NO.24-000001")


@pytest.fixture
def guide(store, ada):
    guide = guide_in(store)
    hold(ada, guide, at=noon(2026, 3, 1))
    return guide


@pytest.fixture
def manager(store):
    return posted(Role.STORE_MANAGER, store=store)


def complain(member, about="掉色", *, hours=0):
    at = AT - dt.timedelta(hours=hours)
    return open_complaint(member=member, about=about, by=StaffFactory(), at=at)


def page(complaint):
    return reverse("guides:complaint", args=[complaint.pk])


def listed(answer):
    return [complaint.about for complaint in answer.context["complaints"]]


def test_the_most_overdue_come_first_and_are_counted(ada, manager):
    complain(ada, "新", hours=1)
    complain(ada, "旧", hours=30)

    answer = visitor(manager).get(URL)

    assert listed(answer) == ["旧", "新"]
    assert "1 complaint is overdue" in words(answer)
    assert "曾黎 Overdue 旧" in words(answer)


def test_the_answered_and_the_settled_have_lists_of_their_own(ada, manager):
    complain(ada, "开")
    answered = complain(ada, "答")
    answer_complaint(complaint=answered, answer="x", by=manager, at=AT)
    browser = visitor(manager)

    assert [listed(browser.get(URL, {"state": state})) for state in ("", "answered", "x")] == [
        ["开"],
        ["答"],
        ["开"],
    ]
    browser.post(page(answered), {"words": "换好了", "step": "settle"})
    assert listed(browser.get(URL, {"state": "settled"})) == ["答"]


def test_it_is_answered_and_settled_on_its_page(ada, guide):
    complaint = complain(ada)
    browser = visitor(guide)

    browser.post(page(complaint), {"words": "可以换", "step": "answer"})
    text = words(browser.get(page(complaint)))
    assert "可以换" in text
    assert "How was it settled?" in text

    browser.post(page(complaint), {"words": "换好了", "step": "settle"})
    complaint.refresh_from_db()
    assert (complaint.answer, complaint.settlement) == ("可以换", "换好了")
    assert "How was it settled?" not in words(browser.get(page(complaint)))


def test_a_deputy_answers_for_whom_she_stands_in(ada, guide, store):
    complaint, deputy = complain(ada), guide_in(store)
    assert listed(visitor(deputy).get(URL)) == []

    stand_in(deputy, guide, on=AT.date())

    assert listed(visitor(deputy).get(URL)) == [complaint.about]


def test_who_was_second_is_told_so(ada, guide):
    complaint = complain(ada)
    answer_complaint(complaint=complaint, answer="一", by=guide, at=AT)
    browser = visitor(guide)

    answer = browser.post(page(complaint), {"words": "二", "step": "answer"}, follow=True)

    assert "Somebody has noted that already." in words(answer)
    complaint.refresh_from_db()
    assert complaint.answer == "一"


def test_an_answer_needs_words(ada, guide):
    answer = visitor(guide).post(page(complain(ada)), {"words": " ", "step": "answer"})

    assert errors(answer) == {"words": ["Write down what was said."]}


def test_a_cashier_takes_it_down_at_the_till(ada, store):
    cashier = posted(Role.CASHIER, store=StoreFactory(name="Huaihai Road"))
    url = reverse("guides:complaint_new", args=[ada.number])
    browser = visitor(cashier)

    shown = browser.get(f"{url}?next=/till/")
    answer = browser.post(url, {"words": "等太久", "next": "/till/"})

    assert "张" not in words(shown)
    assert "曾黎" not in words(shown)
    assert answer.url == "/till/"
    complaint = Complaint.objects.get()
    assert (complaint.about, complaint.store.name, complaint.opened_by) == (
        "等太久",
        "Huaihai Road",
        cashier,
    )


def test_it_leads_to_no_other_house(ada, guide):
    url = reverse("guides:complaint_new", args=[ada.number])

    answer = visitor(guide).post(url, {"words": "x", "next": "https://evil.example/"})

    assert answer.url == "/"


def test_strangers_neither_see_nor_answer_it(ada, store):
    complaint = complain(ada)
    strangers = [
        guide_in(store),
        posted(Role.STORE_MANAGER, store=StoreFactory()),
    ]

    for stranger in strangers:
        browser = visitor(stranger)
        assert listed(browser.get(URL)) == []
        assert browser.get(page(complaint)).status_code == 404
    cashier = visitor(posted(Role.CASHIER, store=store))
    assert cashier.get(URL).status_code == 403
    assert cashier.get(page(complaint)).status_code == 403


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    ada, manager, count, django_assert_num_queries
):
    for _ in range(count):
        complain(ada)
    browser = visitor(manager)

    with django_assert_num_queries(5):
        assert len(listed(browser.get(URL))) == count
