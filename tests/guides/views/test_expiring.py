"""Whose points end soon: within one's reach, on the page and as a file."""

import datetime as dt

import pytest
from django.urls import reverse

from loyalty.domain.expiry import write_expiry_notices
from stores.enums import Role
from tests.factories import MemberFactory, PostingFactory, StoreFactory, posted
from tests.guides.hands import guide_in, hold, noon
from tests.loyalty.points import credit
from tests.visitors import table_rows, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

URL, FILE = reverse("guides:expiring"), reverse("guides:expiring_file")
TODAY = dt.date(2026, 3, 20)


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


@pytest.fixture
def store():
    return StoreFactory(name="Nanjing Road")


@pytest.fixture
def ada(store):
    member = MemberFactory(
        home_store=store, name="曾黎", number="NO.24-000001", phone="+8613800138000"
    )
    credit(member, 100, "a", expires_on=days(5))
    credit(member, 11, "b", expires_on=days(5))
    credit(member, 20, "c", expires_on=days(30))
    credit(member, 30, "d", expires_on=days(31))
    credit(member, 40, "e", expires_on=TODAY)
    credit(member, 50, "f")
    return member


@pytest.fixture
def far():
    """A member of another store, whose points end too."""
    member = MemberFactory(name="远方", number="NO.7-000001")
    credit(member, 1_000, expires_on=days(3))
    return member


@pytest.fixture
def manager(store):
    return PostingFactory(role=Role.STORE_MANAGER, store=store).staff


def rows(staff, **asked):
    return table_rows(visitor(staff).get(URL, asked))


def test_it_lists_members_of_the_store_by_day(ada, far, manager):
    write_expiry_notices(on=days(-2), at=noon(2026, 3, 18))

    assert [row[:5] for row in rows(manager)] == [
        ["曾黎 NO.24-000001", "111", "2026-03-24", "4 days left", "Nanjing Road"],
        ["曾黎 NO.24-000001", "20", "2026-04-18", "29 days left", "Nanjing Road"],
    ]
    assert [row[6] for row in rows(manager)] == ["138****8000"] * 2


@pytest.mark.parametrize(
    ("within", "points"),
    [("7", ["111"]), ("90", ["111", "20", "30"]), ("365", ["111", "20"]), ("x", ["111", "20"])],
)
def test_it_looks_as_far_ahead_as_is_asked(ada, manager, within, points):
    assert [row[1] for row in rows(manager, within=within)] == points


def test_it_shows_the_whole_brand_to_the_member_officer_and_a_guide_her_own(ada, far, store):
    guide = guide_in(store)
    hold(ada, guide, at=noon(2026, 3, 1))

    assert [row[1] for row in rows(posted(Role.MEMBER_OFFICER))] == ["1,000", "111", "20"]
    assert [row[1] for row in rows(guide)] == ["111", "20"]
    assert rows(guide_in(store)) == []


def test_it_sends_the_list_as_a_file_with_phones_masked(ada, far, manager):
    answer = visitor(manager).get(FILE, {"within": "7"})

    assert answer["Content-Disposition"] == 'attachment; filename="expiring-2026-03-20.csv"'
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [
        "Member number,Name,Mobile,Home store,Guide,Points,Last day",
        "NO.24-000001,曾黎,138****8000,Nanjing Road,,111,2026-03-24",
    ]


@pytest.mark.parametrize("url", [URL, FILE])
def test_it_is_not_for_cashiers(store, url):
    cashier = PostingFactory(role=Role.CASHIER, store=store).staff

    assert visitor(cashier).get(url).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_for_many_as_for_one(store, manager, count, django_assert_num_queries):
    for _ in range(count):
        credit(MemberFactory(home_store=store), 10, expires_on=days(3))
    browser = visitor(manager)

    with django_assert_num_queries(4):
        browser.get(URL)
