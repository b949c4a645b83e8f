"""A manager's stock of printed cards."""

import datetime as dt

import pytest
from django.urls import reverse

from membership.models import CardBatch, CardKind, Organisation, PrintedCard
from stores.enums import Role
from tests.factories import NOON, MemberFactory, StoreFactory, posted
from tests.membership.cards import card_of, stock
from tests.visitors import errors, table_rows, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]

URL = reverse("membership:card_stock")
RECEIVE = reverse("membership:receive_cards")
PREVIEW = reverse("membership:preview_cards")


@pytest.fixture
def store():
    return StoreFactory(name="Nanjing Road")


@pytest.fixture
def manager(store):
    return posted(Role.STORE_MANAGER, store=store)


def paper(store, **typed):
    kind = CardKind.objects.get(code=typed.pop("kind", "member"))
    return {"kind": kind.pk, "store": store.pk, "first": "80000001", "last": "80000003", **typed}


def test_it_receives_a_range_and_lists_what_is_left(store, manager):
    school = Organisation.objects.create(name="静安小学", store=store)
    told = visitor(manager).post(
        RECEIVE,
        paper(
            store,
            kind="organisation",
            first="t0001",
            last="Ｔ0003",
            organisation=school.pk,
            occasion="教师节",
            expires_on="2026-09-30",
        ),
        follow=True,
    )
    card_of(
        MemberFactory(home_store=store), "T0001", kind=CardKind.objects.get(code="organisation")
    )

    assert "3 cards are in stock now." in words(told)
    batch = CardBatch.objects.get()
    assert (batch.received_by, batch.expires_on) == (manager, dt.date(2026, 9, 30))
    assert table_rows(visitor(manager).get(URL)) == [
        [
            "T0001 – T0003",
            "Organisation card",
            "Nanjing Road",
            "静安小学 · 教师节",
            "2026-09-30",
            "2",
            "1",
            "0",
            "2026-03-02",
        ]
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {"last": "VIP3"},
            "Write both in the same way, the digits to count up at the end: VIP0001 to VIP0500.",
        ),
        ({"last": "80012000"}, "12,000 cards are too many for one range; at most 10,000."),
        (
            {"first": "13800138000", "last": "13800138001"},
            "13800138000 could be somebody's mobile: members are found by both.",
        ),
        (
            {"first": "79999999", "last": "80000012"},
            (
                "12 numbers were received or issued before:"
                " 80000001, 80000002, 80000003, 80000004, 80000005…"
            ),
        ),
    ],
)
def test_it_says_what_speaks_against_a_range(store, manager, typed, said):
    stock(store, "80000001", "80000012")
    facts = paper(store, first="80000001") | typed

    assert errors(visitor(manager).post(RECEIVE, facts)) == {"last": [said]}
    assert words(visitor(manager).post(PREVIEW, facts)) == said
    assert CardBatch.objects.count() == 1


def test_it_previews_how_many_come_in(store, manager):
    assert words(visitor(manager).post(PREVIEW, paper(store))) == "3 cards"
    assert words(visitor(manager).post(PREVIEW, {"first": "80000001", "last": ""})) == ""
    assert PrintedCard.objects.count() == 0


def test_it_refuses_a_day_that_has_come(store, manager):
    answer = visitor(manager).post(RECEIVE, paper(store, expires_on="2026-03-02"))

    assert errors(answer) == {"expires_on": ["Choose a day to come."]}


def test_it_voids_a_spoilt_card_once(store, manager):
    batch = stock(store, "T0001", "T0002")
    page = reverse("membership:void_card", args=[batch.pk])

    taken = words(visitor(manager).post(page, {"number": "t0001"}, follow=True))
    again = words(visitor(manager).post(page, {"number": "T0001"}, follow=True))

    assert "T0001 is never issued." in taken
    assert "T0001 is not left in this batch." in again
    assert "T0001 Void T0002 In stock" in again


def test_it_knows_the_visitor_s_stores_only(store, manager):
    theirs = stock(StoreFactory(), "90000001", "90000002")
    far = {"first": "80000001", "last": "80000002", "store": theirs.store.pk}

    assert table_rows(visitor(manager).get(URL)) == []
    page = visitor(manager).get(reverse("membership:card_batch", args=[theirs.pk]))
    assert page.status_code == 404
    assert "store" in errors(visitor(manager).post(RECEIVE, paper(store) | far))


@pytest.mark.parametrize("role", [Role.CASHIER, Role.GUIDE])
def test_it_is_for_managers(store, role):
    browser = visitor(posted(role, store=store))

    assert [browser.get(page).status_code for page in (URL, RECEIVE)] == [403, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_for_many_batches_as_for_one(
    store, manager, count, django_assert_num_queries
):
    for number in range(count):
        stock(store, f"8{number}000001", f"8{number}000009")
    browser = visitor(manager)

    with django_assert_num_queries(4):
        browser.get(URL)
