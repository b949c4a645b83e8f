from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money import NotAnAmount, cents, yuan

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("1.004", "1.00"),
        ("1.005", "1.01"),
        ("-1.005", "-1.01"),
        ("2.675", "2.68"),
        ("0", "0.00"),
        ("-0.001", "0.00"),
        ("10000000", "10000000.00"),
    ],
)
def test_cents_rounds_half_up(value: str, rounded: str) -> None:
    assert str(cents(Decimal(value))) == rounded


@given(amounts)
def test_cents_of_a_return_mirrors_its_sale(value: Decimal) -> None:
    assert cents(-value) == -cents(value)


@given(amounts)
def test_cents_moves_by_half_a_fen_at_most(value: Decimal) -> None:
    assert abs(cents(value) - value) <= Decimal("0.005")


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_cents_refuses_what_is_no_number(value: str) -> None:
    with pytest.raises(NotAnAmount):
        cents(Decimal(value))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1234.5"), "¥1,234.50"),
        (Decimal(-3), "-¥3.00"),
        (Decimal("-0.00"), "¥0.00"),
        (88, "¥88.00"),
        (Decimal("123456789.015"), "¥123,456,789.02"),
    ],
)
def test_yuan_shows_thousands_and_two_decimals(value: Decimal | int, shown: str) -> None:
    assert yuan(value) == shown
