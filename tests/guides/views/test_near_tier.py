"""The list of members near the next tier: whose, how far, on paper."""

import csv
import io

import pytest
from django.urls import reverse

from loyalty.domain.tiers import enter_tier
from loyalty.enums import CriterionUse
from loyalty.models import ProgrammeRule
from stores.enums import Role
from tests.factories import MemberFactory, RegionFactory, ShiftFactory, StoreFactory, posted
from tests.guides.hands import buy, guide_in, hold, noon
from tests.loyalty.ladder import ask, change, tier
from tests.visitors import table_rows, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

URL, CSV = reverse("guides:near_tier"), reverse("guides:near_tier_file")


@pytest.fixture
def store():
    return StoreFactory(code="24", name="Nanjing Road", region=RegionFactory())


@pytest.fixture
def guide(store):
    return guide_in(store, staff__display_name="Li")


@pytest.fixture(autouse=True)
def gold_for_a_thousand(db):
    ask("platinum")
    return ask("gold", net=1000)


def shopper(store, name, price, *, guide=None, code="silver"):
    member = MemberFactory(home_store=store, name=name, number=f"NO.{store.code}-{name}")
    enter_tier(member=member, tier=tier(code), by=None, at=member.joined_at)
    if guide:
        hold(member, guide, at=noon(2026, 3, 1))
    change(code, discount=10_000)
    buy(member, ShiftFactory(till__store=store), at=noon(2026, 3, 10), price=price)
    return member


def names(answer) -> list[str]:
    return [row[0].split(" NO.")[0] for row in table_rows(answer)]


def test_it_shows_a_guide_who_of_hers_is_near_and_what_is_missing(store, guide):
    shopper(store, "Ada", 680, guide=guide)
    shopper(store, "Bea", 100, guide=guide)
    shopper(store, "Cleo", 900)

    answer = visitor(guide).get(URL)

    (row,) = table_rows(answer)
    assert row[:3] == ["Ada NO.24-Ada", "Silver", "To reach Gold, spend ¥320 more by 9 March."]
    assert "+86" not in words(answer)


def test_it_shows_a_manager_those_of_her_store(store, guide):
    shopper(store, "Ada", 680, guide=guide)
    shopper(store, "Cleo", 900)
    shopper(StoreFactory(), "Dora", 900)

    assert names(visitor(posted(Role.STORE_MANAGER, store=store)).get(URL)) == ["Cleo", "Ada"]


def test_head_office_looks_at_one_store_at_a_time(store):
    other = StoreFactory(code="25", name="Huaihai Road")
    shopper(store, "Ada", 680)
    shopper(other, "Cleo", 900)
    browser = visitor(posted(Role.HEAD_OFFICE))

    found = [names(browser.get(URL, {"store": code})) for code in ("", "24", "25", "99")]

    assert found == [["Cleo"], ["Ada"], ["Cleo"], ["Cleo"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [("", ["Ada"]), ("100", []), ("900", ["Ada", "Bea"]), ("x", ["Ada"]), ("-1", ["Ada"])],
)
def test_how_near_is_set_on_the_page_and_begins_as_the_rule_says(store, guide, asked, found):
    ProgrammeRule.objects.update(near_tier=400)
    shopper(store, "Ada", 680, guide=guide)
    shopper(store, "Bea", 100, guide=guide)

    assert names(visitor(guide).get(URL, {"within": asked})) == found


def test_it_shows_who_would_lose_her_tier(store, guide):
    ask("gold", use=CriterionUse.KEEP, net=1000)
    change("gold", keep_months=12)
    ada = shopper(store, "Ada", 680, guide=guide, code="gold")
    ada.tier_assignments.update(review_on="2026-04-01")

    (row,) = table_rows(visitor(guide).get(URL, {"which": "keep"}))

    assert row[:3] == ["Ada NO.24-Ada", "Gold", "To keep Gold, spend ¥320 more by 31 March."]


def test_it_leaves_the_house_as_a_file_without_phones(store, guide):
    shopper(store, "Ada", 680, guide=guide)

    answer = visitor(guide).get(CSV)

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Member number", "Member", "Tier", "Next tier", "What is missing", "Until", "Guide"],
        [
            "NO.24-Ada",
            "Ada",
            "Silver",
            "Gold",
            "To reach Gold, spend ¥320 more by 9 March.",
            "2027-03-09",
            "Li",
        ],
    ]


@pytest.mark.parametrize("url", [URL, CSV])
def test_it_refuses_who_lists_no_members(store, url):
    assert visitor(posted(Role.CASHIER, store=store)).get(url).status_code == 403


@pytest.mark.parametrize("count", [1, 6])
def test_it_asks_the_database_as_often_for_many_as_for_one(
    store, count, django_assert_max_num_queries
):
    for place in range(count):
        shopper(store, f"M{place}", 900 - place)
    browser = visitor(posted(Role.STORE_MANAGER, store=store))

    with django_assert_max_num_queries(12):
        assert len(names(browser.get(URL))) == count


def test_nobody_near_is_said(store, guide):
    assert "Nobody is near the next tier" in words(visitor(guide).get(URL))
