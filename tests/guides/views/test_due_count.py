"""The number of members about to be lost, beside the door to them."""

import pytest
from django.urls import reverse

from guides.domain.mornings import do_mornings
from stores.enums import Role
from tests.factories import MemberFactory, StoreFactory, TillFactory, posted
from tests.guides.hands import guide_in, hold, noon
from tests.visitors import visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-04-30 12:00+08:00")]

URL = reverse("guides:due_count")


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def guide(store):
    return guide_in(store)


@pytest.fixture
def _due(store, guide):
    """One has a day left, the other's manager is told of her later."""
    for since in (noon(2026, 3, 1), noon(2026, 3, 10)):
        hold(MemberFactory(home_store=store), guide, at=since)
    do_mornings(at=noon(2026, 4, 30))


@pytest.mark.usefixtures("_due")
def test_it_counts_for_the_guide_and_for_her_manager(store, guide):
    manager = posted(Role.STORE_MANAGER, store=store)

    assert words(visitor(guide).get(URL)) == "2 2 about to be lost"
    assert words(visitor(manager).get(URL)) == "1 1 about to be lost"
    assert words(visitor(guide_in(store)).get(URL)) == ""
    assert visitor(posted(Role.CASHIER, store=store)).get(URL).status_code == 403


@pytest.mark.usefixtures("_due")
def test_it_counts_no_farther_than_one_reads(guide, monkeypatch):
    monkeypatch.setattr("guides.views.warnings.MOST", 2)

    assert words(visitor(guide).get(URL)) == "2+ 2 about to be lost"


def test_it_is_kept_for_a_minute_by_the_visitor_alone(guide):
    answer = visitor(guide).get(URL)

    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("role", "page", "asks"),
    [
        (Role.GUIDE, "guides:day", True),
        (Role.STORE_MANAGER, "guides:day", True),
        (Role.STORE_MANAGER, "pos:till", False),
        (Role.AREA_MANAGER, "guides:my_members", False),
        (Role.CASHIER, "pos:till", False),
    ],
)
def test_it_is_asked_for_where_it_is_of_use_and_never_by_the_till(store, role, page, asks):
    TillFactory(store=store)
    of_area = {"store": None, "region": store.region} if role == Role.AREA_MANAGER else {}
    staff = posted(role, **({"store": store} | of_area))

    content = visitor(staff).get(reverse(page), follow=True).content.decode()

    assert (f'data-counts="{URL}"' in content) == asks
