"""Searching among the members one may see."""

import pytest
from django.urls import reverse

from guides.enums import AsideKind, AsideReason
from guides.models import SetAside
from stores.enums import Role
from tests.factories import MemberFactory, PostingFactory, StoreFactory
from tests.guides.hands import guide_in, hold, noon
from tests.visitors import table_rows, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

URL = reverse("guides:find_members")


@pytest.fixture
def store():
    return StoreFactory(code="24")


@pytest.fixture
def zeng(store):
    return MemberFactory(
        name="曾黎", number="NO.24-000001", phone="+8613800138000", home_store=store
    )


@pytest.fixture
def manager(store):
    return PostingFactory(role=Role.STORE_MANAGER, store=store).staff


def found(staff, text: str) -> list[list[str]]:
    return [row[:1] + row[-1:] for row in table_rows(visitor(staff).post(URL, {"text": text}))]


@pytest.mark.parametrize("text", ["zl", "曾", "8000", "138 0013 8000", "NO.24-000001"])
def test_it_finds_and_masks(zeng, manager, text):
    MemberFactory(name="李静", phone="+8613900139001", home_store=zeng.home_store)

    assert found(manager, text)[0] == ["曾黎 NO.24-000001", "138****8000"]


def test_it_finds_in_a_hand_and_in_the_pool(zeng, manager):
    other = MemberFactory(name="曾静", number="NO.24-000002", home_store=zeng.home_store)
    hold(other, guide_in(zeng.home_store), at=noon(2026, 3, 1))

    rows = table_rows(visitor(manager).post(URL, {"text": "曾"}))

    assert [(row[0], row[2]) for row in rows] == [
        ("曾静 NO.24-000002", "42 days left"),
        ("曾黎 NO.24-000001", "In the pool"),
    ]


@pytest.mark.parametrize(
    ("kind", "said"), [(AsideKind.PEACE, "Left in peace"), (AsideKind.EXHAUSTED, "Exhausted")]
)
def test_it_says_who_is_set_aside(zeng, manager, kind, said):
    SetAside.objects.create(
        member=zeng,
        kind=kind,
        reason=AsideReason.BY_HAND,
        note="n",
        by=manager,
        starts_at=noon(2026, 3, 1),
    )

    (row,) = table_rows(visitor(manager).post(URL, {"text": "曾"}))

    assert row[2] == said


def test_it_keeps_to_what_the_visitor_may_see(zeng, store):
    guide = guide_in(store)
    mine = MemberFactory(
        name="曾静", number="NO.24-000002", phone="+8613900138000", home_store=store
    )
    hold(mine, guide, at=noon(2026, 3, 1))

    assert found(guide, "曾") == [["曾静 NO.24-000002", "139****8000"]]
    assert found(guide, "13800138000") == []


def test_it_says_what_else_to_try(zeng, manager):
    answer = visitor(manager).post(URL, {"text": "无此人"})

    assert "Nobody found Try fewer letters" in words(answer)
    assert "Found for “无此人”" in words(answer)


def test_it_goes_back_to_the_list_without_a_word(manager):
    answer = visitor(manager).post(URL, {"text": "  "})

    assert (answer.status_code, answer.url) == (302, reverse("guides:my_members"))


def test_it_is_only_posted_so_that_no_phone_is_in_an_address(manager):
    assert visitor(manager).get(URL, {"text": "13800138000"}).status_code == 405


def test_it_is_not_for_cashiers(zeng, store):
    cashier = PostingFactory(role=Role.CASHIER, store=store).staff

    assert visitor(cashier).post(URL, {"text": "zl"}).status_code == 403
