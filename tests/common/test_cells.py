import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from common import cells
from common.csvfile import BadCell


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_text_loses_only_its_outer_space():
    assert cells.text("name", " \u3000曾\u3000黎 ", longest=10) == "曾\u3000黎"


@pytest.mark.parametrize(
    ("written", "whole"), [("1.5", 150), (" -0.01 ", -1), ("+7", 700), ("2.500", 250), ("0", 0)]
)
def test_units_are_whole_numbers_of_the_smallest_step(written, whole):
    assert cells.units("amount", written, places=2, most=10) == whole


@pytest.mark.parametrize(
    "written", ["", "x", "NaN", "inf", "-Infinity", "1e5", "1,5", "¥5", "٣", "0x10", "--1", "1."]
)
def test_units_are_numbers_and_nothing_else(written):
    with pytest.raises(BadCell) as refusal:
        cells.units("amount", written, places=2, most=10)

    assert (refusal.value.column, refusal.value.reason) == (
        "amount",
        "This is not a number. Write it as 1234.50.",
    )


def test_units_have_an_end():
    assert cells.units("amount", "-10", places=2, most=10) == -1_000
    with pytest.raises(BadCell, match="More than 10 is not believed"):
        cells.units("amount", "-10.01", places=2, most=10)


def test_moments_survive_the_stage():
    at = dt.datetime(1999, 12, 31, 23, 59, 59, 123456, tzinfo=dt.UTC)

    assert cells.moment_of(cells.microseconds(at)) == at
    assert cells.moment_of(cells.moment("sold_at", at.isoformat())) == at


def test_decimals_survive_the_stage():
    assert cells.decimal_of(-1, places=2) == Decimal("-0.01")
    assert str(cells.decimal_of(150, places=2)) == "1.50"


@pytest.mark.parametrize("written", ["", "yesterday", "2026-13-01", "2026-02-29", "1899-12-31"])
def test_days_are_in_the_calendar(written):
    with pytest.raises(BadCell):
        cells.day("joined_on", written)
    with pytest.raises(BadCell):
        cells.moment("sold_at", written)
