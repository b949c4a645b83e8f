"""The groups of the front page: figures as tiles, tables and heat map."""

import pytest
from django.urls import reverse

from reports.enums import Group
from tests.visitors import words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

MARCH = {"period": "this-month"}


def group(visit, value, **asked):
    return visit.get(reverse("reports:group", args=[value]), MARCH | asked)


def test_it_shows_sales_to_members_and_tickets(manager, sales):
    page = words(group(manager, "sales"))

    assert "Member sales share 80.0 % ¥400.00 of ¥500.00" in page
    assert "−20.0 percentage points before: 100.0 %" in page
    assert "Members ¥200.00 1.00 ¥200.00 2 2 ¥400.00" in page
    assert "Without membership ¥100.00 1.00 ¥100.00 1 1 ¥100.00" in page
    assert "All ¥166.67 1.00 ¥166.67 3 3 ¥500.00" in page


def test_it_shows_the_whole_brand_to_head_office(head_office, sales):
    page = words(group(head_office, "sales"))

    assert "Member sales share 99.0 % ¥9,460.00 of ¥9,560.00" in page


def test_it_marks_what_is_not_complete(manager, area_manager, sales):
    assert "New-member retention — 0 of 0" in words(group(manager, "new"))
    page = words(group(area_manager, "new"))
    assert "New members 1 unchanged before: 1 Definition" in page
    assert "New-member retention 0.0 % 0 of 1 before: 100.0 % Not complete yet" in page


def test_it_shows_old_members_and_how_often_they_came(manager, sales):
    page = words(group(manager, "old"))

    assert "Repeat purchases of old members ¥400.00 before: ¥0.00" in page
    assert "Repurchase rate of old members 100.0 % 1 of 1 before: —" in page
    assert "Visits per member who came: 2.00" in page


def test_it_shows_the_four_rates(area_manager, sales):
    page = words(group(area_manager, "rates"))

    assert "Churn rate 0.0 % 0 of 1" in page
    assert "Conversion rate 50.0 % 1 of 2" in page
    assert "Prospects who became members: —" in page
    assert "Share of new members 50.0 % 1 of 2" in page
    assert "Repurchase rate 50.0 % 1 of 2" in page


def test_it_shows_cohorts_of_a_year_with_the_open_month_marked(manager, sales):
    page = words(group(manager, "retention"))

    assert "Returning rate 100.0 % 1 of 1" in page
    assert "April 1, 2025 – March 20, 2026" in page
    assert "February 2026 1 100.0 % 100.0 % * not complete yet" in page
    assert "* not complete yet: part of its time is still to come." in page


def test_it_shows_the_lifecycle(head_office, sales):
    page = words(group(head_office, "lifecycle"))

    assert "Prospect 0 0.0 % Active 3 100.0 % Silent 0 0.0 %" in page


def test_it_says_when_there_is_nothing(manager, store):
    assert "Nothing to show for these days" in words(group(manager, "retention"))


def test_it_knows_no_other_group(manager):
    assert group(manager, "weather").status_code == 404


def test_it_is_not_there_for_a_wrong_question(manager):
    assert group(manager, "sales", period="custom").status_code == 404


@pytest.mark.parametrize(
    ("value", "queries"),
    [("sales", 10), ("new", 11), ("old", 11), ("rates", 17), ("retention", 10), ("lifecycle", 6)],
)
def test_it_asks_the_database_little(
    head_office, few_or_more, django_assert_num_queries, value, queries
):
    group(head_office, value)

    with django_assert_num_queries(queries):
        group(head_office, value)


def test_every_group_is_counted():
    assert Group.values == ["sales", "new", "old", "rates", "retention", "lifecycle", "guides"]
