"""Members by bands of points: counted, narrowed, listed, as a file."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from loyalty.models import PointsBand
from membership.models import Tag
from stores.enums import Role
from tests.factories import MemberFactory, StoreFactory, posted
from tests.guides.hands import guide_in, hold, noon
from tests.loyalty.points import credit
from tests.visitors import table_rows, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

URL, FILE = reverse("guides:points_bands"), reverse("guides:points_bands_file")


@pytest.fixture
def store():
    return StoreFactory(code="24", name="Nanjing Road")


@pytest.fixture
def manager(store):
    return posted(Role.STORE_MANAGER, store=store)


@pytest.fixture(autouse=True)
def three_bands(db):
    PointsBand.objects.all().delete()
    PointsBand.objects.bulk_create(PointsBand(floor=floor) for floor in (10_000, 20_000, 50_000))


def rich(store, name, points, *, tag=None):
    member = MemberFactory(home_store=store, name=name, phone=f"+86138{points:08d}")
    credit(member, points)
    if tag:
        member.tags.add(Tag.objects.get_or_create(name=tag)[0])
    return member


def counts(answer) -> dict[int, int]:
    return {band.floor: band.members for band in answer.context["bands"]}


def names(answer) -> list[str]:
    return [row[0].split()[0] for row in table_rows(answer)]


def test_it_counts_each_band_from_its_floor_to_below_the_next(store, manager):
    for points in (9_999, 10_000, 19_999, 20_000, 49_999, 50_000, 80_000):
        rich(store, f"M{points}", points)

    answer = visitor(manager).get(URL)

    assert counts(answer) == {10_000: 2, 20_000: 2, 50_000: 2}
    assert "10,000 to 19,999 points 2" in words(answer)
    assert "50,000 points and more 2" in words(answer)


def test_a_band_leads_to_its_members_the_most_points_first(store, manager):
    for points in (20_000, 31_000, 24_000, 60_000):
        rich(store, f"M{points}", points)
    browser = visitor(manager)

    assert names(browser.get(URL)) == []
    assert names(browser.get(URL, {"band": 20_000})) == ["M31000", "M24000", "M20000"]
    assert names(browser.get(URL, {"band": 20_000, "sort": "balance"}))[0] == "M20000"
    assert names(browser.get(URL, {"band": "x"})) == []


def test_it_is_narrowed_by_tag_and_store(store):
    other = StoreFactory(code="25")
    rich(store, "Ada", 21_000, tag="silk")
    rich(store, "Bea", 22_000, tag="gifts")
    rich(other, "Cleo", 23_000, tag="silk")
    browser = visitor(posted(Role.MEMBER_OFFICER))

    def found(**asked):
        answer = browser.get(URL, {"band": 20_000, **asked})
        assert counts(answer)[20_000] == len(names(answer))
        return names(answer)

    assert found() == ["Cleo", "Bea", "Ada"]
    assert found(tag="silk") == ["Cleo", "Ada"]
    assert found(tag="silk", store="24") == ["Ada"]
    assert found(tag="no such") == ["Cleo", "Bea", "Ada"]


def test_it_shows_a_manager_her_store_and_a_guide_her_own(store, manager):
    guide = guide_in(store)
    ada = rich(store, "Ada", 11_000)
    rich(store, "Bea", 12_000)
    rich(StoreFactory(), "Cleo", 13_000)
    hold(ada, guide, at=noon(2026, 3, 1))

    assert names(visitor(manager).get(URL)) == ["Bea", "Ada"]
    assert names(visitor(guide).get(URL)) == ["Ada"]


def test_it_sends_a_band_as_a_file_with_phones_masked(store, manager):
    ada = rich(store, "Ada", 21_000)
    bea = rich(store, "Bea", 22_000)
    rich(store, "Cleo", 11_000)

    answer = visitor(manager).get(FILE, {"band": 20_000})

    assert answer["Content-Disposition"] == 'attachment; filename="points-from-20000.csv"'
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [
        "Member number,Name,Mobile,Points,Tier,Last visit,Home store,Guide",
        f"{bea.number},Bea,138****2000,22000,,,Nanjing Road,",
        f"{ada.number},Ada,138****1000,21000,,,Nanjing Road,",
    ]


@pytest.mark.parametrize("url", [URL, FILE])
def test_it_refuses_who_lists_no_members(store, url):
    assert visitor(posted(Role.CASHIER, store=store)).get(url).status_code == 403


def test_a_house_without_bands_says_so(store, manager):
    PointsBand.objects.all().delete()
    rich(store, "Ada", 90_000)

    assert "No bands yet" in words(visitor(manager).get(URL))


@pytest.mark.parametrize("count", [1, 6])
def test_it_asks_the_database_as_often_for_many_as_for_one(
    store, manager, count, django_assert_num_queries
):
    for place in range(count):
        rich(store, f"M{place}", 10_000 + place, tag=f"t{place}")
    browser = visitor(manager)

    with django_assert_num_queries(8):
        assert len(names(browser.get(URL))) == count


@pytest.mark.skipif(connection.vendor != "postgresql", reason="reads a plan of PostgreSQL")
def test_the_list_of_a_band_is_read_from_the_index_of_balances(store):
    rich(store, "Ada", 21_000)
    browser = visitor(posted(Role.MEMBER_OFFICER))
    with CaptureQueriesContext(connection) as asked:
        browser.get(URL, {"band": 20_000})
    query = next(
        one["sql"] for one in asked if "LIMIT" in one["sql"] and '"balance" >=' in one["sql"]
    )

    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("set local enable_sort = off")
        cursor.execute(f"explain {query}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "account_by_balance" in plan
