"""The front page of the figures: who may ask what, and how it is said."""

import pytest
from django.urls import reverse

from stores.enums import Role
from stores.models import Region
from tests.factories import PostingFactory, posted
from tests.visitors import errors, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

URL = reverse("reports:home")


def offered(answer):
    return [label for _code, label in answer.context["form"].fields["scope"].choices]


def test_it_says_which_days_where_and_known_when(head_office, sales):
    page = words(head_office.get(URL, {"period": "this-month"}))

    assert "March 1, 2026 – March 20, 2026 All stores as known on March 20, 2026" in page
    assert "compared with Feb. 1, 2026 – Feb. 20, 2026" in page


def test_it_offers_each_visitor_what_she_may_see(manager, area_manager, head_office, sales, store):
    """The stranger's region has one store."""
    regions = list(Region.objects.order_by("code").values_list("name", flat=True))
    names = [store.name, words(store.region.stores.exclude(pk=store.pk).get().name)]

    assert offered(manager.get(URL)) == [store.name]
    assert offered(area_manager.get(URL)) == [store.region.name, *names]
    assert offered(head_office.get(URL)) == ["All stores", *regions, *names, "别人的店"]


def test_it_offers_two_stores_one_by_one_to_who_manages_both(store, stranger):
    """Neither is her whole region: each has another store."""
    staff = posted(Role.STORE_MANAGER, store=store)
    PostingFactory(staff=staff, role=Role.STORE_MANAGER, store=stranger)
    for place in (store, stranger):
        place.region.stores.create(code=f"X{place.code}", name="another")

    assert offered(visitor(staff).get(URL)) == [store.name, stranger.name]


@pytest.mark.parametrize(
    "path", ["", "groups/sales/", "ticket/", "ticket/csv/", "retention/trend/"]
)
def test_another_store_is_not_there(manager, area_manager, stranger, path):
    for visit in (manager, area_manager):
        for scope in (stranger.code, f"region:{stranger.region.code}", "brand", "nonsense"):
            assert visit.get(f"{URL}{path}", {"scope": scope}).status_code == 404


@pytest.mark.parametrize(
    "path", ["", "groups/sales/", "ticket/", "ticket/csv/", "retention/trend/"]
)
def test_it_is_not_for_cashiers(cashier, path):
    assert cashier.get(f"{URL}{path}").status_code == 403


def test_it_leaves_a_manager_of_no_store_before_a_closed_door(db):
    staff = posted(Role.AREA_MANAGER, region=Region.objects.create(code="new", name="New"))

    assert visitor(staff).get(URL).status_code == 404


@pytest.mark.parametrize(
    ("asked", "complaints"),
    [
        ({}, {"first": ["Which day?"], "last": ["Which day?"]}),
        ({"first": "2026-03-02"}, {"last": ["Which day?"]}),
        ({"first": "2026-03-02", "last": "2026-03-01"},
         {"last": ["This is before the first day."]}),
        ({"first": "0001-01-01", "last": "9999-12-31"},
         {"first": ["Please check the year."], "last": ["Please check the year."]}),
        ({"first": "2026-02-30", "last": "2026-03-01"}, {"first": ["Enter a valid date."]}),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_with_other_days(head_office, asked, complaints):
    answer = head_office.get(URL, {"period": "custom", **asked})

    assert errors(answer) == complaints
    assert "asked" not in answer.context


def test_it_does_not_look_ahead(head_office):
    assert errors(head_office.get(URL, {"as_of": "2026-03-21"})) == {
        "as_of": ["This day is still to come."]
    }


def test_it_goes_back_to_what_was_known(head_office):
    """Named periods end on the day of knowledge too."""
    page = words(head_office.get(URL, {"period": "last-30-days", "as_of": "2026-02-10"}))

    assert "Jan. 12, 2026 – Feb. 10, 2026 All stores as known on Feb. 10, 2026" in page


def test_it_leads_to_where_the_last_sale_is(manager, sales, store):
    answer = manager.get(
        URL, {"period": "custom", "first": "2026-03-10", "last": "2026-03-19", "scope": store.code}
    )

    assert "The last sale here was on March 5, 2026." in words(answer)
    query = f"?period=custom&first=2026-03-01&last=2026-03-05&scope={store.code}"
    assert answer.context["latest_query"] == query


def test_it_is_kind_to_an_empty_house(head_office, store):
    assert "No sales yet" in words(head_office.get(URL))


def test_it_asks_the_database_little(head_office, few_or_more, django_assert_num_queries):
    head_office.get(URL)

    with django_assert_num_queries(6):
        head_office.get(URL)
