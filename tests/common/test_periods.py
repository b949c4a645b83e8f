import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.periods import (
    EmptyPeriod,
    NaiveMoment,
    Period,
    add_months,
    business_day,
    month_of,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
MIDNIGHT = dt.time(0)
TWO = dt.time(2)

days = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31))


def shanghai(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2025, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "day_ends_at", "day"),
    [
        (shanghai(8, 0), MIDNIGHT, 8),
        (shanghai(8, 23, 59), MIDNIGHT, 8),
        (shanghai(8, 1, 30), TWO, 7),
        (shanghai(8, 1, 59), TWO, 7),
        (shanghai(8, 2), TWO, 8),
        (shanghai(1, 1), TWO, None),
    ],
)
def test_business_day_ends_when_the_store_says(
    at: dt.datetime, day_ends_at: dt.time, day: int | None
) -> None:
    expected = dt.date(2025, 3, day) if day else dt.date(2025, 2, 28)

    assert business_day(at, day_ends_at=day_ends_at, tz=SHANGHAI) == expected


def test_business_day_reads_the_shops_clock_not_the_servers() -> None:
    at = dt.datetime(2025, 3, 7, 17, 0, tzinfo=dt.UTC)

    assert business_day(at, day_ends_at=MIDNIGHT) == dt.date(2025, 3, 8)
    assert business_day(at, day_ends_at=TWO) == dt.date(2025, 3, 7)


def test_business_day_survives_a_clock_change() -> None:
    skipped_an_hour = dt.datetime(2025, 3, 9, 7, 30, tzinfo=dt.UTC)

    assert business_day(skipped_an_hour, day_ends_at=TWO, tz=NEW_YORK) == dt.date(2025, 3, 9)


def test_business_day_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(NaiveMoment):
        business_day(shanghai(8, 12).replace(tzinfo=None), day_ends_at=MIDNIGHT)


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-03-31", -1, "2025-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-01-15", 0, "2025-01-15"),
        ("2025-01-15", -13, "2023-12-15"),
    ],
)
def test_add_months_clips_to_the_end_of_the_month(day: str, months: int, moved: str) -> None:
    assert add_months(dt.date.fromisoformat(day), months).isoformat() == moved


@given(days, days, st.integers(min_value=-120, max_value=120))
def test_add_months_keeps_the_order_of_days(one: dt.date, other: dt.date, months: int) -> None:
    earlier, later = sorted((one, other))

    assert add_months(earlier, months) <= add_months(later, months)


def test_month_of_is_its_first_day() -> None:
    assert month_of(dt.date(2025, 2, 28)) == dt.date(2025, 2, 1)


def test_period_holds_its_first_day_and_not_its_last() -> None:
    march = Period(dt.date(2025, 3, 1), dt.date(2025, 4, 1))

    assert [
        day in march
        for day in (
            dt.date(2025, 2, 28),
            dt.date(2025, 3, 1),
            dt.date(2025, 3, 31),
            dt.date(2025, 4, 1),
        )
    ] == [False, True, True, False]
    assert march.days == 31


@given(days, st.integers(min_value=1, max_value=800))
def test_previous_period_is_as_long_and_adjacent(since: dt.date, length: int) -> None:
    period = Period(since, since + dt.timedelta(days=length))
    previous = period.previous()

    assert (previous.until, previous.days) == (period.since, period.days)


def test_months_are_all_those_touched() -> None:
    winter = Period(dt.date(2024, 11, 30), dt.date(2025, 2, 1))

    assert list(winter.months()) == [
        dt.date(2024, 11, 1),
        dt.date(2024, 12, 1),
        dt.date(2025, 1, 1),
    ]


@pytest.mark.parametrize("until", [dt.date(2025, 3, 1), dt.date(2025, 2, 1)])
def test_period_refuses_to_be_empty(until: dt.date) -> None:
    with pytest.raises(EmptyPeriod):
        Period(dt.date(2025, 3, 1), until)
