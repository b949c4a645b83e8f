"""One figure: its page, its year, its file. They say what `manage.py kpi` says."""

import csv
import io
import json
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from reports.catalogue import BY_SLUG, FIGURES
from reports.export import rows_of
from tests.reports.history import day
from tests.visitors import words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

FEBRUARY_TO_TODAY = {"period": "custom", "first": "2026-02-01", "last": "2026-03-20"}
EVERY = pytest.mark.parametrize("slug", BY_SLUG)


def page(visit, slug, **asked):
    return visit.get(reverse("reports:figure", args=[slug]), FEBRUARY_TO_TODAY | asked)


def printed(slug, **asked):
    period = {"since": "2026-02-01", "until": "2026-03-21", "as_of": "2026-03-20"}
    if BY_SLUG[slug].by_month:
        period["since"] = "2025-04-01"
    out = io.StringIO()
    with translation.override("en"):
        call_command("kpi", slug, format="json", stdout=out, **period | asked)
    return json.loads(out.getvalue())


def downloaded(visit, slug, **asked):
    answer = visit.get(reverse("reports:download", args=[slug]), FEBRUARY_TO_TODAY | asked)
    return answer, list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@EVERY
def test_it_says_what_the_command_says(head_office, sales, slug):
    answer = page(head_office, slug)

    assert rows_of(answer.context["answer"]) == printed(slug)["rows"]
    assert printed(slug)["definition"] in words(answer)


@EVERY
def test_it_says_what_the_command_says_of_a_store(manager, sales, store, slug):
    answer = page(manager, slug)

    assert rows_of(answer.context["answer"]) == printed(slug, store=store.code)["rows"]


@EVERY
def test_it_shows_each_rate_as_the_command_has_it(head_office, sales, slug):
    rows = printed(slug)["rows"]
    shown = words(page(head_office, slug))

    for row in rows:
        if "rate" in row:
            per_cent = Fraction(row["numerator"]) / Fraction(row["denominator"] or 1) * 100
            assert (f"{float(per_cent):.1f} %" if row["denominator"] else "—") in shown


@EVERY
def test_it_hands_over_the_same_rows_for_a_spreadsheet(head_office, sales, slug):
    answer, rows = downloaded(head_office, slug)
    said = printed(slug)

    context = {key: said[key] for key in ("figure", "since", "until", "scope", "as_of")}
    assert rows == [
        {**context, **{key: as_cell(value) for key, value in row.items()},
         "definition": said["definition"]}
        for row in said["rows"]
    ]  # fmt: skip
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{slug}_{said["since"]}_2026-03-21.csv"'
    )


def as_cell(value):
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_it_takes_so_many_days(head_office, sales):
    shown = words(page(head_office, "new-member-retention", days=30))

    assert "with a second visit within 30 days after joining" in shown


def test_it_does_not_take_days_nobody_offers(head_office, sales):
    answer = page(head_office, "new-member-retention", days=-1)

    assert list(answer.context["form"].errors) == ["days"]


def test_it_shows_movements_with_sums(head_office, sales):
    shown = words(page(head_office, "lifecycle-flow", first="2026-03-01"))

    assert "Active 0 1 0 0 0 1" in shown
    assert "Joined since 0 2 0 0 0 2 Total 0 3 0 0 0 3" in shown


def test_it_follows_cohorts_for_a_year_at_most(head_office, history, store):
    history.sale(day(1, 5, 2025), history.member(store, day(1, 5, 2025)))

    answer = page(head_office, "cohort", first="2025-01-01", last="2025-12-31")

    assert [len(row.cells) for row in answer.context["panel"]["cohorts"]] == [13]


def test_it_shows_the_year_month_by_month(manager, sales):
    answer = manager.get(
        reverse("reports:trend", args=["member-sales-share"]), {"period": "this-month"}
    )

    shown = words(answer)
    march = "March 2026 * not complete yet 80.0 % ¥400.00 of ¥500.00"
    assert f"{march} February 2026 100.0 %" in shown
    assert "April 2025 — ¥0.00 of ¥0.00" in shown
    assert answer.context["chart"]["series"] == [
        {"name": "Member sales share", "values": [None] * 10 + [100.0, None]},
        {"name": "Not complete yet", "values": [None] * 11 + [80.0], "faint": True},
    ]


def test_it_knows_no_other_figure(manager):
    for name in ("figure", "trend", "download"):
        assert manager.get(reverse(f"reports:{name}", args=["weather"])).status_code == 404


def test_a_figure_of_many_rows_has_no_year(manager, sales):
    rows = [figure.slug for figure in FIGURES if figure.kind == "rows"]

    for slug in rows:
        assert manager.get(reverse("reports:trend", args=[slug])).status_code == 404


@pytest.mark.parametrize(("slug", "queries"), [("churn-rate", 7), ("cohort", 6), ("ticket", 8)])
def test_it_asks_the_database_little(
    head_office, few_or_more, django_assert_num_queries, slug, queries
):
    page(head_office, slug)

    with django_assert_num_queries(queries):
        page(head_office, slug)
