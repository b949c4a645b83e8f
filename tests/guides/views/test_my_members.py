"""The list of members: whose, in which order, with what."""

import datetime as dt

import pytest
from django.urls import reverse

from common.birthdays import Birthday
from guides.enums import EndReason, OwnershipReason
from guides.models import Ownership, OwnershipRule
from guides.views import members as views
from loyalty.domain.ledger import lock_account
from loyalty.domain.tiers import enter_tier
from loyalty.models import Tier
from membership.domain.joining import birthday_columns
from stores.enums import Role
from tests.factories import (
    MemberFactory,
    PostingFactory,
    RegionFactory,
    ShiftFactory,
    StoreFactory,
)
from tests.guides.hands import buy, guide_in, hold, noon
from tests.visitors import table_rows, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

URL = reverse("guides:my_members")
TODAY = dt.date(2026, 3, 20)
LUNAR_FEBRUARY = Birthday(2, 10, lunar=True)  # 28 March in 2026


@pytest.fixture
def store():
    return StoreFactory(code="24", region=RegionFactory())


@pytest.fixture
def guide(store):
    return guide_in(store, staff__display_name="Li")


def in_hand(guide, store, *, since=None, reason=OwnershipReason.ENROLMENT, tier="", **facts):
    """Return a member of ``store`` in ``guide``'s hand since noon of that day."""
    member = MemberFactory(home_store=store, **facts)
    if tier:
        enter_tier(member=member, tier=Tier.objects.get(code=tier), by=None, at=noon(2026, 1, 1))
    hold(member, guide, at=noon(*(since or (2026, 3, 1))), reason=reason)
    return member


def names(answer) -> list[str]:
    return [row[0].split(" NO.")[0] for row in table_rows(answer)]


def listed(staff, **asked) -> list[str]:
    return names(visitor(staff).get(URL, asked))


def test_it_shows_a_guide_her_own_with_all_she_needs(store, guide):
    ada = in_hand(
        guide,
        store,
        name="Ada",
        number="NO.24-000001",
        phone="+8613800138000",
        tier="gold",
        **birthday_columns(birthday=Birthday(3, 25, 1988), on=TODAY),
    )
    lock_account(member=ada)
    buy(ada, ShiftFactory(till__store=store), at=noon(2026, 3, 18))
    in_hand(
        guide,
        store,
        since=(2026, 1, 20),
        name="Bea",
        number="NO.24-000002",
        phone="+8613900139000",
        reason=OwnershipReason.DRAW,
        birthday_declined=True,
    )
    in_hand(guide_in(store), store, name="Another's")
    MemberFactory(name="Nobody's", home_store=store)

    answer = visitor(guide).get(URL)

    columns = answer.context["table"].columns
    assert [column.name for column in columns] == [
        "name",
        "tier",
        "days_left",
        "last_visit",
        "birthday",
        "balance",
        "phone",
    ]
    assert table_rows(answer) == [
        [
            "Bea NO.24-000002",
            "—",
            "Last day On trial",
            "Never bought",
            "—",
            "—",
            "139****9000",
        ],
        [
            "Ada NO.24-000001",
            "Gold",
            "59 days left",
            "2026-03-18 2 days ago",
            "25 March in 5 days",
            "88",
            "138****8000",
        ],
    ]
    assert answer.context["table"].caption == "2 members"


def test_it_never_shows_a_whole_phone(store, guide):
    in_hand(guide, store, phone="+8613800138000")
    manager = PostingFactory(role=Role.STORE_MANAGER, store=store).staff

    for staff in (guide, manager):
        assert b"00138000" not in visitor(staff).get(URL).content


@pytest.mark.parametrize(
    ("since", "left"),
    [
        ((2026, 1, 19), "Overdue"),
        ((2026, 1, 20), "Last day"),
        ((2026, 1, 21), "1 day left"),
        ((2026, 2, 3), "14 days left"),
    ],
)
def test_it_words_how_long_is_left(store, guide, since, left):
    in_hand(guide, store, since=since)

    assert table_rows(visitor(guide).get(URL))[0][2] == left


@pytest.mark.parametrize(
    ("role", "place", "shown"),
    [
        (Role.STORE_MANAGER, "store", ["Ada", "Bea"]),
        (Role.AREA_MANAGER, "region", ["Ada", "Bea", "Cat"]),
        (Role.MEMBER_OFFICER, None, ["Ada", "Bea", "Cat", "Dot"]),
        (Role.HEAD_OFFICE, None, ["Ada", "Bea", "Cat", "Dot"]),
    ],
)
def test_it_shows_managers_whose_they_are_as_far_as_they_reach(store, guide, role, place, shown):
    near, far = StoreFactory(region=store.region), StoreFactory()
    in_hand(guide, store, name="Ada", since=(2026, 3, 1))
    in_hand(guide_in(store), store, name="Bea", since=(2026, 3, 2))
    in_hand(guide_in(near), near, name="Cat", since=(2026, 3, 3))
    in_hand(guide_in(far), far, name="Dot", since=(2026, 3, 4))
    places = {"store": {"store": store}, "region": {"region": store.region, "store": None}}
    posting = PostingFactory(role=role, **places.get(place, {"store": None}))

    answer = visitor(posting.staff).get(URL)

    assert names(answer) == shown
    assert answer.context["table"].rows[0].get_cell("owner") == guide


def test_it_shows_the_pool_to_managers_only(store, guide):
    manager = PostingFactory(role=Role.STORE_MANAGER, store=store).staff
    in_hand(guide, store, name="Held")
    lost = in_hand(guide, store, name="Lost", joined_on=dt.date(2026, 1, 1))
    Ownership.objects.filter(member=lost).update(
        ends_at=noon(2026, 3, 19), end_reason=EndReason.RECYCLED
    )
    MemberFactory(name="Never held", home_store=store, joined_on=dt.date(2026, 2, 1))
    MemberFactory(name="Elsewhere")

    assert listed(manager, place="pool") == ["Never held", "Lost"]
    assert listed(guide, place="pool") == []


def test_it_sorts(store, guide):
    """
    due      tier   last visit  birthday
    Ada 1st  basic  never       none
    Bea 2nd  gold   10 March    1 April
    Cat 3rd  none   12 March    22 March
    """
    shift = ShiftFactory(till__store=store)
    in_hand(guide, store, name="Ada", since=(2026, 1, 25), tier="basic")
    bea = in_hand(
        guide,
        store,
        name="Bea",
        tier="gold",
        **birthday_columns(birthday=Birthday(4, 1), on=TODAY),
    )
    cat = in_hand(guide, store, name="Cat", **birthday_columns(birthday=Birthday(3, 22), on=TODAY))
    buy(bea, shift, at=noon(2026, 3, 10))
    buy(cat, shift, at=noon(2026, 3, 12))

    assert {
        sort: listed(guide, sort=sort)
        for sort in (
            "days_left",
            "-days_left",
            "last_visit",
            "-last_visit",
            "birthday",
            "-birthday",
            "tier",
            "-tier",
            "name",
        )
    } == {
        "days_left": ["Ada", "Bea", "Cat"],
        "-days_left": ["Cat", "Bea", "Ada"],
        "last_visit": ["Ada", "Bea", "Cat"],
        "-last_visit": ["Cat", "Bea", "Ada"],
        "birthday": ["Cat", "Bea", "Ada"],
        "-birthday": ["Bea", "Cat", "Ada"],
        "tier": ["Cat", "Ada", "Bea"],
        "-tier": ["Bea", "Ada", "Cat"],
        "name": ["Ada", "Bea", "Cat"],
    }


def test_it_narrows_to_who_needs_looking_after(store, guide):
    in_hand(guide, store, name="Due", since=(2026, 2, 3))
    in_hand(guide, store, name="Trial", since=(2026, 2, 4), reason=OwnershipReason.DRAW)
    for name, day in [("Soon", 31), ("Passed", 1), ("April", None)]:
        birthday = Birthday(3, day) if day else Birthday(4, 1)
        in_hand(guide, store, name=name, **birthday_columns(birthday=birthday, on=TODAY))
    in_hand(guide, store, name="Lunar", **birthday_columns(birthday=LUNAR_FEBRUARY, on=TODAY))

    assert {focus: listed(guide, focus=focus) for focus in ("due", "trial", "birthday")} == {
        "due": ["Due"],
        "trial": ["Trial"],
        "birthday": ["Soon", "Passed", "Lunar"],
    }


def test_it_narrows_to_who_is_due_by_the_warning_of_store_and_tier(store, guide):
    gold = Tier.objects.get(code="gold")
    OwnershipRule.objects.create(
        effective_from=dt.date(2026, 1, 1), tier=gold, warn_days=30, last_warn_days=20
    )
    in_hand(guide, store, since=(2026, 2, 15), name="Plain")
    in_hand(guide, store, since=(2026, 2, 15), name="Golden", tier="gold")

    assert listed(guide, focus="due") == ["Golden"]


def test_it_narrows_to_a_tier_and_a_store(store, guide):
    near = StoreFactory(code="3")
    in_hand(guide, store, name="Gold here", tier="gold")
    in_hand(guide, store, name="Basic here", tier="basic")
    in_hand(guide_in(near), near, name="Gold there", tier="gold")
    officer = PostingFactory(role=Role.MEMBER_OFFICER, store=None).staff

    assert listed(officer, tier="gold") == ["Gold here", "Gold there"]
    assert listed(officer, store="3") == ["Gold there"]
    assert listed(officer, store="24", tier="gold") == ["Gold here"]
    assert listed(officer, tier="nonsense", store="99", focus="x", place="y", sort="z") == [
        "Gold here",
        "Basic here",
        "Gold there",
    ]


def test_it_offers_a_manager_no_store_but_her_own(store, guide):
    near = StoreFactory(code="3", region=store.region)
    in_hand(guide_in(near), near, name="Near")
    in_hand(guide, store, name="Here")
    manager = PostingFactory(role=Role.STORE_MANAGER, store=store).staff

    assert listed(manager, store="3") == ["Here"]


def test_it_turns_pages(store, guide):
    for n in range(27):
        in_hand(guide, store, name=f"Member {n}")

    first, second = (visitor(guide).get(URL, {"page": page}) for page in (1, 2))

    assert (len(table_rows(first)), len(table_rows(second))) == (25, 2)
    assert len({*names(first), *names(second)}) == 27


def test_it_sorts_a_very_long_list_only_by_what_is_fast(store, guide, monkeypatch):
    monkeypatch.setattr(views, "COUNTED", 3)
    for name in ("Ada", "Bea", "Cat"):
        in_hand(guide, store, name=name)

    answer = visitor(guide).get(URL, {"sort": "-last_visit"})

    table = answer.context["table"]
    assert table.caption == "3 members or more"
    assert {column.name for column in table.columns if column.orderable} == {"days_left"}
    assert names(answer) == ["Ada", "Bea", "Cat"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "Nobody here yet Who is registered in a guide's name at the till appears here."),
        ({"focus": "due"}, "Nobody fits Choose “All” to see the others again."),
        ({"place": "pool"}, "The pool is empty Every member has a guide."),
    ],
)
def test_it_says_what_to_do_when_there_is_nobody(store, asked, said):
    manager = PostingFactory(role=Role.STORE_MANAGER, store=store).staff

    assert said in words(visitor(manager).get(URL, asked))


def test_it_answers_htmx_with_the_list_alone(store, guide):
    in_hand(guide, store, name="Ada")

    answer = visitor(guide).get(URL, headers={"HX-Request": "true"})

    assert names(answer) == ["Ada"]
    assert b"<html" not in answer.content
    assert "HX-Request" in answer.headers["Vary"]


def test_it_is_not_for_cashiers(store):
    cashier = PostingFactory(role=Role.CASHIER, store=store).staff

    assert visitor(cashier).get(URL).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("role", "queries"),
    [(Role.GUIDE, 8), (Role.STORE_MANAGER, 8)],
)
def test_it_asks_the_database_as_often_for_many_as_for_one(
    store, role, queries, count, django_assert_num_queries
):
    staff = PostingFactory(role=role, store=store).staff
    guide = staff if role == Role.GUIDE else guide_in(store)
    shift = ShiftFactory(till__store=store)
    for _ in range(count):
        buy(in_hand(guide, store, tier="gold"), shift, at=noon(2026, 3, 10))
    browser = visitor(staff)

    with django_assert_num_queries(queries):
        assert len(table_rows(browser.get(URL, {"sort": "-last_visit"}))) == count
