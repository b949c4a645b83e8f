from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation


def shown(expression: str, **values: Any) -> str:
    with translation.override("en"):
        return Template(f"{{% load shop %}}{{{{ {expression} }}}}").render(Context(values))


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("value|yuan", Decimal("1234.5"), "¥1,234.50"),
        ("value|yuan", Decimal(-3), "-¥3.00"),
        ("value|yuan", 0, "¥0.00"),
        ("value|yuan", None, "—"),
        ("value|points", 12345, "12,345"),
        ("value|points", -120, "-120"),
        ("value|points", None, "—"),
        ("value|quantity", Decimal("2.000"), "2"),
        ("value|quantity", Decimal("0.500"), "0.5"),
        ("value|quantity", Decimal("1200.000"), "1,200"),
        ("value|quantity", None, "—"),
        ("value|masked_phone", "+8613812348000", "138****8000"),
        ("value|masked_phone", None, ""),
        ("value|masked_name", "欧阳娜娜", "欧阳**"),
        ("value|discount", 8800, "12% off"),
        ("value|discount", None, "—"),
        ("value|days", 1, "1 day"),
        ("value|days", 14, "14 days"),
        ("value|days", None, "—"),
        ("nothing|yuan", None, "—"),
        ("nothing|rate", None, "—"),
    ],
)
def test_filters_show_a_value(expression: str, value: Any, text: str) -> None:
    assert shown(expression, value=value) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (123, 1000, "12.3 %"),
        (1, 3, "33.3 %"),
        (2, 3, "66.7 %"),
        (1, 2000, "0.1 %"),
        (0, 5, "0.0 %"),
        (5, 5, "100.0 %"),
        (50, 2, "2,500.0 %"),
        (0, 0, "—"),
        (7, 0, "—"),
        (None, 5, "—"),
        (5, None, "—"),
        (Decimal("12.50"), Decimal("100.00"), "12.5 %"),
        (Decimal("12.50"), Decimal("0.00"), "—"),
    ],
)
def test_rate_shows_two_numbers_in_per_cent(part: Any, whole: Any, text: str) -> None:
    assert shown("part|rate:whole", part=part, whole=whole) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(1, 8), "12.5 %"), (Fraction(-1, 8), "-12.5 %"), (None, "—")],
)
def test_rate_shows_a_fraction(value: Fraction | None, text: str) -> None:
    assert shown("value|rate", value=value) == text
