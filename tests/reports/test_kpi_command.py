"""`manage.py kpi`: the shapes analysts rely on, and what it refuses."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.catalogue import BY_SLUG
from tests.reports.history import day

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-06-15 12:00+08:00")]

MARCH = {"since": "2026-03-01", "until": "2026-04-01"}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def sales(history):
    """Ada joins on 1 March and comes thrice; a walk-in; Bob of another store comes once."""
    store = history.store(code="24")
    ada = history.member(store, day(3, 1))
    for on, net in ((day(3, 1), "100.50"), (day(3, 9), 200), (day(4, 2), 10)):
        history.sale(on, ada, net=net, units=2)
    history.sale(day(3, 5), store=store, net=60, units="1.5")
    other = history.store(code="3")
    history.sale(day(3, 6), history.member(other, day(2, 1)), net=40)


def kpi(figure, **options):
    out = io.StringIO()
    call_command("kpi", figure, stdout=out, **MARCH | options)
    return out.getvalue()


def as_json(figure, **options):
    return json.loads(kpi(figure, format="json", **options))


def refused(figure, **options):
    with pytest.raises(CommandError) as refusal:
        kpi(figure, **options)
    assert refusal.value.returncode == 2
    return str(refusal.value)


def test_json_carries_the_whole_context(sales):
    assert as_json("member-sales-share", store="24") == {
        "figure": "member-sales-share",
        "definition": (
            "Net sales with a member on the ticket ÷ all net sales. Net is sales less returns."
        ),
        "since": "2026-03-01",
        "until": "2026-04-01",
        "scope": "24",
        "as_of": "2026-06-15",
        "rows": [{"numerator": "300.50", "denominator": "360.50", "rate": "0.8336"}],
    }


def test_json_of_the_brand(sales):
    answer = as_json("new-members", as_of="2026-03-31")

    assert (answer["scope"], answer["as_of"]) == ("brand", "2026-03-31")


@pytest.mark.parametrize(
    ("figure", "rows"),
    [
        ("new-members", [{"value": 1}]),
        ("new-member-retention", [{"numerator": 1, "denominator": 1, "rate": "1.0000"}]),
        ("old-member-repeat-amount", [{"value": "40.00"}]),
        ("old-member-repurchase-rate", [{"numerator": 1, "denominator": 1, "rate": "1.0000"}]),
        ("churn-rate", [{"numerator": 0, "denominator": 1, "rate": "0.0000"}]),
        ("conversion-rate", [{"numerator": 1, "denominator": 2, "rate": "0.5000"}]),
        ("share-of-new", [{"numerator": 1, "denominator": 2, "rate": "0.5000"}]),
        ("repurchase-rate", [{"numerator": 1, "denominator": 2, "rate": "0.5000"}]),
        ("returning-rate", [{"numerator": 0, "denominator": 2, "rate": "0.0000"}]),
        ("retention", [{"numerator": 0, "denominator": 0, "rate": None}]),
        (
            "ticket",
            [
                {
                    "who": "members",
                    "tickets": 3,
                    "units": 5,
                    "net": "340.50",
                    "price_per_item": "68.10",
                    "items_per_ticket": "1.6667",
                    "ticket_value": "113.50",
                },
                {
                    "who": "others",
                    "tickets": 1,
                    "units": "1.5",
                    "net": "60.00",
                    "price_per_item": "40.00",
                    "items_per_ticket": "1.5000",
                    "ticket_value": "60.00",
                },
                {
                    "who": "all",
                    "tickets": 4,
                    "units": "6.5",
                    "net": "400.50",
                    "price_per_item": "61.62",
                    "items_per_ticket": "1.6250",
                    "ticket_value": "100.13",
                },
            ],
        ),
        ("new-members-by-channel", [{"channel": None, "members": 1}]),
        (
            "cohort",
            [
                {"cohort": "2026-03", "age": 0, "size": 2, "retained": 2},
                {"cohort": "2026-03", "age": 1, "size": 2, "retained": 1},
                {"cohort": "2026-03", "age": 2, "size": 2, "retained": 0},
            ],
        ),
        (
            "n-day-repurchase",
            [{"cohort": "2026-03", "size": 2, "returned": 1, "complete": False}],
        ),
        (
            "lifecycle",
            [
                {"state": "prospect", "members": 0},
                {"state": "active", "members": 1},
                {"state": "silent", "members": 1},
                {"state": "sleeping", "members": 0},
                {"state": "lost", "members": 0},
            ],
        ),
        (
            "lifecycle-flow",
            [
                {"from": "prospect", "to": "active", "members": 1},
                {"from": "new", "to": "active", "members": 1},
            ],
        ),
    ],
)
def test_json_rows(sales, figure, rows):
    assert as_json(figure)["rows"] == rows


def test_csv_says_on_every_row_what_it_is(sales):
    rows = list(csv.DictReader(io.StringIO(kpi("n-day-repurchase", format="csv", days=8))))

    assert rows == [
        {
            "figure": "n-day-repurchase",
            "since": "2026-03-01",
            "until": "2026-04-01",
            "scope": "brand",
            "as_of": "2026-06-15",
            "cohort": "2026-03",
            "size": "2",
            "returned": "1",
            "complete": "true",
            "definition": (
                "Of the members whose first visit was in a month: those with another visit "
                "within 8 days ÷ all of them."
            ),
        }
    ]


def test_csv_of_nothing_has_its_header():
    assert kpi("cohort", format="csv") == "figure,since,until,scope,as_of,definition\r\n"


def test_the_table_is_for_people(sales):
    assert kpi("new-member-retention", days=90, as_of="2026-06-29").splitlines() == [
        "New-member retention (new-member-retention)",
        (
            "Of the members who joined in the period: those with a second visit within 90 days "
            "after joining ÷ all of them."
        ),
        "2026-03-01 until 2026-04-01 (exclusive) · All stores · as known on 2026-06-29",
        "Not complete yet: the window of the last ones has not ended.",
        "",
        "numerator  denominator    rate",
        "        1            1  1.0000",
    ]


def test_lifecycle_stands_on_a_day_and_needs_no_period(sales):
    out = io.StringIO()
    call_command("kpi", "lifecycle", stdout=out, format="json", as_of="2026-06-15")

    answer = json.loads(out.getvalue())
    assert (answer["since"], answer["until"]) == ("2026-06-15", "2026-06-16")


def test_it_refuses_what_it_does_not_know(db):
    assert refused("weather") == (
        f"There is no figure weather. The figures are: {', '.join(BY_SLUG)}."
    )
    assert refused("new-members", store="99") == "There is no store with the code 99."


@pytest.mark.parametrize("text", ["2026-02-30", "yesterday", "01.03.2026", "0001-01-01"])
@pytest.mark.parametrize("option", ["since", "until", "as_of"])
def test_it_refuses_days_that_do_not_exist(option, text):
    assert refused("new-members", **{option: text}) == (
        f"--{option.replace('_', '-')}: {text} is no day; write it as YYYY-MM-DD."
    )


def test_it_refuses_periods_without_days():
    assert refused("new-members", until="2026-03-01") == (
        "A period from 2026-03-01 until 2026-03-01 has no days."
    )
    assert refused("new-members", since=None) == "new-members needs --since and --until."


def test_it_refuses_options_a_figure_does_not_have():
    assert refused("new-members", days=30) == "new-members has no option --days."
    assert refused("n-day-repurchase", days=0) == "--days 0 is not between 1 and 3650."
