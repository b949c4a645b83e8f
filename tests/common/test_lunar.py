import datetime as dt

import pytest

from common.lunar import in_chinese, kept_on, lunar_day_exists


@pytest.mark.parametrize(
    ("year", "month", "day", "solar"),
    [
        (2024, 1, 1, "2024-02-10"),
        (2025, 1, 1, "2025-01-29"),
        (2026, 1, 1, "2026-02-17"),
        (2025, 8, 15, "2025-10-06"),
        (2025, 5, 5, "2025-05-31"),
        (2024, 12, 30, "2025-01-28"),
        (1933, 7, 1, "1933-08-21"),
        (1954, 11, 1, "1954-11-25"),
    ],
)
def test_festivals_fall_on_their_known_days(year: int, month: int, day: int, solar: str) -> None:
    assert kept_on(year, month, day, leap=False).isoformat() == solar


def test_a_leap_month_follows_the_plain_one() -> None:
    assert kept_on(2025, 6, 1, leap=False) == dt.date(2025, 6, 25)
    assert kept_on(2025, 6, 1, leap=True) == dt.date(2025, 7, 25)


def test_a_leap_month_is_kept_in_the_plain_one_when_the_year_lacks_it() -> None:
    assert kept_on(2024, 6, 1, leap=True) == kept_on(2024, 6, 1, leap=False)


def test_the_thirtieth_of_a_short_month_is_kept_on_the_twenty_ninth() -> None:
    assert kept_on(2025, 12, 30, leap=False) == dt.date(2026, 2, 16)
    assert kept_on(2025, 6, 30, leap=True) == kept_on(2025, 6, 29, leap=True)


@pytest.mark.parametrize(
    ("year", "month", "day", "leap", "exists"),
    [
        (None, 8, 30, False, True),
        (None, 13, 1, False, False),
        (None, 0, 1, False, False),
        (None, 8, 31, False, False),
        (None, 4, 1, True, True),
        (None, 1, 1, True, False),
        (2025, 6, 1, True, True),
        (2025, 4, 1, True, False),
        (2025, 12, 30, False, False),
        (1899, 1, 1, False, False),
    ],
)
def test_lunar_days_exist_or_not(
    year: int | None, month: int, day: int, leap: bool, exists: bool
) -> None:
    assert lunar_day_exists(year, month, day, leap=leap) is exists


@pytest.mark.parametrize(
    ("month", "day", "leap", "words"),
    [
        (8, 15, False, "八月十五"),
        (4, 1, True, "闰四月初一"),
        (1, 10, False, "正月初十"),
        (11, 20, False, "冬月二十"),
        (12, 30, False, "腊月三十"),
        (2, 21, False, "二月廿一"),
    ],
)
def test_lunar_days_have_words(month: int, day: int, leap: bool, words: str) -> None:
    assert in_chinese(month, day, leap=leap) == words
