"""The catalogue, its document and the names of periods say the same."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.utils import translation

from common.periods import Period
from reports.catalogue import BY_SLUG, FIGURES
from reports.enums import PeriodName
from reports.periods import named_period, period_before
from tests.house.documents import codes, tables

DEFINITIONS = "docs/kpis.md"


def test_every_figure_is_defined_once_in_the_document():
    rows = [row for body in tables(DEFINITIONS).values() for row in body]
    defined = [codes(row[0])[0] for row in rows if row[0].startswith("`")]

    assert defined == list(BY_SLUG)
    assert len(BY_SLUG) == len(FIGURES)


def test_the_document_groups_figures_as_the_page_does():
    groups = {
        heading: [codes(row[0])[0] for row in body if row[0].startswith("`")]
        for heading, body in tables(DEFINITIONS).items()
        if body[0][0].startswith("`")
    }

    with translation.override("en"):
        assert groups == {
            str(figure.group.label): [one.slug for one in FIGURES if one.group == figure.group]
            for figure in FIGURES
        }


def test_the_document_names_the_default_of_each_option():
    options = {
        codes(row[0])[0]: int(re.findall(r"--days (\d+)", row[0])[0])
        for body in tables(DEFINITIONS).values()
        for row in body
        if "--days" in row[0]
    }

    assert options == {figure.slug: figure.days for figure in FIGURES if figure.days}


def test_every_query_in_sql_is_asked_and_says_its_grain():
    folder = settings.BASE_DIR / "reports" / "sql"
    asked = "".join(path.read_text() for path in (folder.parent / "queries").glob("*.py"))

    for file in folder.glob("*.sql"):
        text = file.read_text()
        assert f'"{file.name.split(".")[0]}"' in asked
        assert re.match(r"-- .+\n-- Grain:  .+", text)
        assert text.count("-- Params: ") == 1


@pytest.mark.parametrize("name", ["new_member_retention", "n_day_repurchase"])
def test_two_dialects_differ_only_in_counting_days(name):
    folder = settings.BASE_DIR / "reports" / "sql"
    lines = [
        (folder / f"{name}.{vendor}.sql").read_text().splitlines()
        for vendor in ("postgresql", "sqlite")
    ]

    assert len([pair for pair in zip(*lines, strict=True) if pair[0] != pair[1]]) == 1


@pytest.mark.parametrize(
    ("name", "today", "period", "before"),
    [
        ("this-month", "2026-03-20", "2026-03-01/2026-03-21", "2026-02-01/2026-02-21"),
        ("this-month", "2026-03-31", "2026-03-01/2026-04-01", "2026-02-01/2026-03-01"),
        ("this-month", "2026-01-01", "2026-01-01/2026-01-02", "2025-12-01/2025-12-02"),
        ("last-month", "2026-03-20", "2026-02-01/2026-03-01", "2026-01-01/2026-02-01"),
        ("last-30-days", "2026-03-20", "2026-02-19/2026-03-21", "2026-01-20/2026-02-19"),
        ("last-90-days", "2026-03-20", "2025-12-21/2026-03-21", "2025-09-22/2025-12-21"),
        ("this-quarter", "2026-03-20", "2026-01-01/2026-03-21", "2025-10-01/2025-12-21"),
        ("this-quarter", "2026-11-30", "2026-10-01/2026-12-01", "2026-07-01/2026-08-31"),
    ],
)
def test_named_period(name, today, period, before):
    found = named_period(PeriodName(name), today=dt.date.fromisoformat(today))

    assert found == days(period)
    assert period_before(PeriodName(name), found) == days(before)


def test_other_days_are_compared_with_as_many_before_them():
    assert period_before(PeriodName.CUSTOM, days("2026-03-10/2026-03-20")) == days(
        "2026-02-28/2026-03-10"
    )


def days(text):
    since, until = text.split("/")
    return Period(dt.date.fromisoformat(since), dt.date.fromisoformat(until))
