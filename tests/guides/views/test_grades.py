"""Members by grade: counted with what they are worth, narrowed, listed, as a file."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from loyalty.domain.scoring import score_members
from membership.models import Tag
from sales.models import Visit
from stores.enums import Role
from tests.factories import MemberFactory, StoreFactory, posted
from tests.guides.hands import guide_in, hold, noon
from tests.visitors import table_rows, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

URL, FILE = reverse("guides:grades"), reverse("guides:grades_file")
YESTERDAY = dt.date(2026, 3, 19)
NETS = (100, 200, 300, 400, 1000)


@pytest.fixture
def store():
    return StoreFactory(code="24", name="Nanjing Road")


@pytest.fixture
def manager(store):
    return posted(Role.STORE_MANAGER, store=store)


def bought(store, name, net, *, tag=None):
    member = MemberFactory(home_store=store, name=name, phone=f"+86138{net:08d}")
    Visit.objects.create(
        member=member,
        store=store,
        business_day=YESTERDAY,
        month=YESTERDAY.replace(day=1),
        tickets=1,
        units=1,
        net=Decimal(net),
    )
    if tag:
        member.tags.add(Tag.objects.get_or_create(name=tag)[0])
    return member


@pytest.fixture
def five(store):
    members = [bought(store, name, net) for name, net in zip("VWXYZ", NETS, strict=True)]
    score_members(on=YESTERDAY)
    return members


def names(answer) -> list[str]:
    return [row[0].split()[0] for row in table_rows(answer)]


def test_it_says_what_each_grade_is_worth(manager, five):
    answer = visitor(manager).get(URL)

    assert [
        (one.grade.value, one.members, one.visits, one.net) for one in answer.context["shares"]
    ] == [("A", 1, 1, 1000), ("B", 2, 2, 700), ("C", 2, 2, 300)]
    assert "1 member, 20.0 %" in words(answer)
    assert "¥1,000.00, 50.0 % of the money" in words(answer)
    assert "the last visit counts 30%, the visits 30%, the money 40%" in words(answer)


def test_it_lists_the_members_of_one_grade_the_best_first(manager, five):
    browser = visitor(manager)

    assert names(browser.get(URL)) == ["Z"]
    assert names(browser.get(URL, {"grade": "B"})) == ["Y", "X"]
    assert names(browser.get(URL, {"grade": "B", "sort": "score"})) == ["X", "Y"]
    assert names(browser.get(URL, {"grade": "nonsense"})) == ["Z"]


def test_a_guide_sees_her_own_alone(store, five):
    guide = guide_in(store)
    hold(five[0], guide, at=noon(2026, 3, 1))

    answer = visitor(guide).get(URL, {"grade": "C"})

    assert [(one.grade.value, one.members) for one in answer.context["shares"]] == [
        ("A", 0),
        ("B", 0),
        ("C", 1),
    ]
    assert names(answer) == ["V"]


def test_another_stores_members_are_not_shown(five):
    stranger = posted(Role.STORE_MANAGER, store=StoreFactory())

    answer = visitor(stranger).get(URL)

    assert answer.context["shares"] == []
    assert "Nobody is graded yet" in words(answer)


def test_it_is_narrowed_by_tag(store, manager, five):
    bought(store, "T", 50, tag="VIP")
    score_members(on=YESTERDAY)

    answer = visitor(manager).get(URL, {"tag": "VIP", "grade": "C"})

    assert names(answer) == ["T"]


def test_the_file_has_who_is_listed_phones_masked(manager, five):
    lines = visitor(manager).get(FILE, {"grade": "B"}).getvalue().decode("utf-8-sig").splitlines()

    assert len(lines) == 3
    assert lines[1].split(",")[1:6] == ["Y", "138****0400", "B", "44", "400.00"]


def test_it_asks_the_database_as_often_for_many_as_for_one(store, manager):
    def statements():
        score_members(on=YESTERDAY)
        with CaptureQueriesContext(connection) as asked:
            browser.get(URL, {"grade": "C"})
        return len(asked)

    browser = visitor(manager)
    for net in (10, 20, 30):
        bought(store, "M", net)
    few = statements()
    for net in range(100, 120):
        bought(store, "M", net)

    assert statements() == few


def test_a_members_page_says_her_grade_and_why(manager, five):
    page = visitor(manager).get(reverse("campaigns:member", args=[five[-1].number]))

    assert "A · 52 of 100: last visit 2026-03-19 (1 of 5, counts 30%)" in words(page)
