"""Who enrolled and who brought how many, and what those bought: by guide and by member."""

import datetime as dt

import pytest
from django.urls import reverse

from stores.enums import Role
from tests.factories import MemberFactory, ShiftFactory, StoreFactory, posted
from tests.guides.hands import buy, guide_in, noon
from tests.shop import take_back
from tests.visitors import table_rows, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

URL, FILE = reverse("guides:referrals"), reverse("guides:referrals_file")


@pytest.fixture
def store():
    return StoreFactory(code="24", name="Nanjing Road")


@pytest.fixture
def shift(store):
    return ShiftFactory(till__store=store)


@pytest.fixture
def manager(store):
    return posted(Role.STORE_MANAGER, store=store)


@pytest.fixture
def li(store):
    return guide_in(store, staff__display_name="Li", staff__number="S1")


@pytest.fixture
def ada(store):
    return MemberFactory(
        home_store=store, name="Ada", number="NO.24-1", joined_on=dt.date(2020, 1, 1)
    )


def came(store, *, guide=None, by=None, on=dt.date(2026, 3, 1)):
    return MemberFactory(home_store=store, enroller=guide, referrer=by, joined_on=on)


def rows(staff, **asked):
    return table_rows(visitor(staff).get(URL, asked))


def test_it_counts_by_guide_whom_she_enrolled_and_what_the_brought_ones_bought(
    store, shift, manager, li, ada
):
    came(store, guide=li)
    friend, other, _third = [came(store, guide=li, by=ada) for _ in "abc"]
    buy(friend, shift, at=noon(2026, 3, 2), price=300)
    buy(friend, shift, at=noon(2026, 3, 3), price=50)
    take_back(shift, buy(other, shift, at=noon(2026, 3, 2), price=80), at=noon(2026, 3, 4))
    wang = guide_in(store, staff__display_name="Wang", staff__number="S2")
    buy(came(store, guide=wang), shift, at=noon(2026, 3, 2), price=999)

    assert rows(manager) == [
        ["Li S1", "4", "3", "1", "¥350.00"],
        ["Wang S2", "1", "0", "0", "¥0.00"],
    ]


def test_it_counts_by_member_whom_she_brought(store, shift, manager, li, ada):
    friend = came(store, by=ada)
    came(store, by=ada)
    buy(friend, shift, at=noon(2026, 3, 2), price=300)
    buy(came(store), shift, at=noon(2026, 3, 2), price=999)

    assert rows(manager, by="member") == [["Ada NO.24-1", "2", "1", "¥300.00"]]


def test_it_looks_back_as_far_as_is_asked(store, manager, li, ada):
    for day in (
        dt.date(2026, 3, 1),
        dt.date(2026, 1, 10),
        dt.date(2025, 6, 1),
        dt.date(2021, 1, 1),
    ):
        came(store, guide=li, by=ada, on=day)

    found = [
        rows(manager, within=within)[0][2] for within in ("1", "3", "12", "ever", "", "x", "-1")
    ]

    assert found == ["1", "2", "3", "4", "3", "3", "3"]


def test_it_stays_within_the_visitor_s_stores(store, manager, li, ada):
    elsewhere = StoreFactory(code="25")
    came(elsewhere, guide=guide_in(elsewhere), by=ada)
    stranger = MemberFactory(home_store=elsewhere, name="王小明", number="NO.25-1")
    came(store, guide=li, by=stranger)
    office = posted(Role.HEAD_OFFICE)

    answer = visitor(manager).get(URL, {"by": "member"})

    assert table_rows(answer) == [["王** NO.25-1", "1", "0", "¥0.00"]]
    assert reverse("campaigns:member", args=[stranger.number]) not in answer.content.decode()
    assert len(rows(manager)) == 1
    assert len(rows(office)) == 2
    assert len(rows(office, store="24")) == 1


def test_it_sorts_by_purchases(store, shift, manager, ada):
    bea = MemberFactory(home_store=store, name="Bea", number="NO.24-2")
    came(store, by=ada)
    came(store, by=ada)
    buy(came(store, by=bea), shift, at=noon(2026, 3, 2), price=10)

    assert [row[0] for row in rows(manager, by="member")] == ["Ada NO.24-1", "Bea NO.24-2"]
    assert [row[0] for row in rows(manager, by="member", sort="-spent")] == [
        "Bea NO.24-2",
        "Ada NO.24-1",
    ]


def test_it_leaves_the_house_as_a_file(store, shift, manager, li, ada):
    buy(came(store, guide=li, by=ada), shift, at=noon(2026, 3, 2), price=300)

    files = [visitor(manager).get(FILE, {"by": by}) for by in ("guide", "member")]

    assert [
        b"".join(file.streaming_content).decode("utf-8-sig").splitlines() for file in files
    ] == [
        [
            'Staff number,Guide,Enrolled,Brought by members,"Of these, bought",Their purchases',
            "S1,Li,1,1,1,300.00",
        ],
        [
            'Member number,Member,Friends,"Of these, bought",Their purchases',
            "NO.24-1,Ada,1,1,300.00",
        ],
    ]


@pytest.mark.parametrize("url", [URL, FILE])
@pytest.mark.parametrize("role", [Role.CASHIER, Role.GUIDE])
def test_it_is_for_who_sees_figures(store, url, role):
    assert visitor(posted(role, store=store)).get(url).status_code == 403


def test_nobody_joined_is_said(manager):
    assert "Nobody joined in this time." in words(visitor(manager).get(URL))


@pytest.mark.parametrize("by", ["guide", "member"])
@pytest.mark.parametrize("count", [1, 6])
def test_it_asks_the_database_as_often_for_many_as_for_one(
    store, manager, by, count, django_assert_max_num_queries
):
    for _ in range(count):
        came(store, guide=guide_in(store), by=MemberFactory(home_store=store))
    browser = visitor(manager)

    with django_assert_max_num_queries(6):
        assert len(table_rows(browser.get(URL, {"by": by}))) >= count
