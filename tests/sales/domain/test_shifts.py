"""Opening a till and closing it with a count."""

from decimal import Decimal

import pytest

from sales.domain.shifts import (
    NoteMissing,
    ShiftAlreadyClosed,
    ShiftAlreadyOpen,
    close_shift,
    open_shift,
)
from tests.factories import NOON, StaffFactory, TillFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shift():
    return open_shift(till=TillFactory(), opening_cash=Decimal(500), by=StaffFactory(), at=NOON)


def close(shift, counted, note=""):
    return close_shift(
        shift=shift, counted_cash=Decimal(counted), note=note, by=StaffFactory(), at=NOON
    )


def test_open_twice_is_refused(shift):
    with pytest.raises(ShiftAlreadyOpen):
        open_shift(till=shift.till, opening_cash=Decimal(0), by=StaffFactory(), at=NOON)


def test_close_keeps_what_was_expected_and_counted(shift):
    closed = close(shift, "500")

    assert (closed.expected_cash, closed.counted_cash) == (Decimal(500), Decimal(500))
    assert closed.cash_difference == 0


@pytest.mark.parametrize("note", ["", "  "])
def test_close_with_a_difference_needs_a_note(shift, note):
    with pytest.raises(NoteMissing) as refusal:
        close(shift, "499.90", note)

    assert refusal.value.difference == Decimal("-0.10")
    assert close(shift, "499.90", "a coin is missing").cash_difference == Decimal("-0.10")


def test_close_twice_is_refused(shift):
    close(shift, "500")

    with pytest.raises(ShiftAlreadyClosed):
        close(shift, "500")
