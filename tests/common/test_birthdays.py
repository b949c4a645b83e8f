import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.birthdays import (
    AmbiguousBirthday,
    Birthday,
    BirthdayInFuture,
    Feb29,
    FillerBirthday,
    ImpossibleBirthday,
    NotABirthday,
    age_on,
    days_until,
    display,
    next_on,
    occurrence_in,
    parse_birthday,
    typed,
)

MAY_20 = Birthday(5, 20)
LEAP_DAY = Birthday(2, 29)
MID_AUTUMN = Birthday(8, 15, lunar=True)
LEAP_FOURTH = Birthday(4, 1, lunar=True, leap=True)
TODAY = dt.date(2026, 8, 22)

days = st.dates(min_value=dt.date(1902, 1, 1), max_value=dt.date(2098, 12, 31))
solar_birthdays = st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2000, 12, 31)).map(
    lambda day: Birthday(day.month, day.day)
)
lunar_birthdays = st.builds(
    Birthday,
    month=st.integers(2, 11),
    day=st.integers(1, 30),
    lunar=st.just(True),
    leap=st.booleans(),
)
rules = st.sampled_from(["28", "1 March"])


@pytest.mark.parametrize(
    ("text", "birthday"),
    [
        ("05-20", MAY_20),
        ("5-20", MAY_20),
        ("0520", MAY_20),
        ("5/20", MAY_20),
        ("5.20", MAY_20),
        ("5月20日", MAY_20),
        ("5月20号", MAY_20),
        ("5月20", MAY_20),
        ("五月二十日", MAY_20),
        ("公历5月20日", MAY_20),
        ("０５－２０", MAY_20),
        (" 5 月 20 日 ", MAY_20),
        ("02-29", LEAP_DAY),
        ("1988-05-20", Birthday(5, 20, 1988)),
        ("1988.5.20", Birthday(5, 20, 1988)),
        ("1988/5/20", Birthday(5, 20, 1988)),
        ("1988年5月20日", Birthday(5, 20, 1988)),
        ("19880520", Birthday(5, 20, 1988)),
        ("1988-05-20 00:00:00", Birthday(5, 20, 1988)),
        ("1988-05-20T00:00", Birthday(5, 20, 1988)),
        ("L:08-15", MID_AUTUMN),
        ("l:8-15", MID_AUTUMN),
        ("Ｌ：０８－１５", MID_AUTUMN),
        ("农历八月十五", MID_AUTUMN),
        ("農曆八月十五", MID_AUTUMN),
        ("阴历8月15日", MID_AUTUMN),
        ("8月15日(农历)", MID_AUTUMN),
        ("L:+04-01", LEAP_FOURTH),
        ("闰四月初一", LEAP_FOURTH),
        ("閏四月初一", LEAP_FOURTH),
        ("农历闰4月1日", LEAP_FOURTH),
        ("L:2020-+04-01", Birthday(4, 1, 2020, lunar=True, leap=True)),
        ("农历2020年闰四月初一", Birthday(4, 1, 2020, lunar=True, leap=True)),
        ("正月初一", Birthday(1, 1, lunar=True)),
        ("冬月廿五", Birthday(11, 25, lunar=True)),
        ("腊月三十", Birthday(12, 30, lunar=True)),
        ("1958年农历八月十五", Birthday(8, 15, 1958, lunar=True)),
    ],
)
def test_parse_birthday_reads_what_people_write(text: str, birthday: Birthday) -> None:
    assert parse_birthday(text) == birthday


@pytest.mark.parametrize(
    "text",
    ["", " ", "hello", "520", "880520", "20/5/1988", "5月", "1988", "L:", "农历", "5--20", "+"],
)
def test_parse_birthday_refuses_what_is_no_day(text: str) -> None:
    with pytest.raises(NotABirthday):
        parse_birthday(text)


@pytest.mark.parametrize(
    "text",
    [
        "02-30",
        "13-01",
        "00-10",
        "04-31",
        "2023-02-29",
        "1899-12-31",
        "0000-05-20",
        "L:08-31",
        "L:13-01",
        "L:+01-01",
        "L:2025-+04-01",
        "+04-01",
    ],
)
def test_parse_birthday_refuses_days_no_calendar_has(text: str) -> None:
    with pytest.raises(ImpossibleBirthday):
        parse_birthday(text)


@pytest.mark.parametrize("text", ["八月十五", "五月二十", "8月十五"])
def test_parse_birthday_asks_which_calendar(text: str) -> None:
    with pytest.raises(AmbiguousBirthday):
        parse_birthday(text)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("1900-01-01", FillerBirthday),
        ("1901-05-20", FillerBirthday),
        ("2026-08-23", BirthdayInFuture),
        ("2099-01-01", BirthdayInFuture),
        ("L:2026-08-15", BirthdayInFuture),
    ],
)
def test_parse_birthday_refuses_the_unlikely(text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        parse_birthday(text, on=TODAY)


@pytest.mark.parametrize("text", ["2026-08-22", "1920-01-01", "01-01", "12-31"])
def test_parse_birthday_believes_the_likely(text: str) -> None:
    assert parse_birthday(text, on=TODAY) == parse_birthday(text)


@given(st.text(max_size=12))
def test_parse_birthday_answers_or_refuses(text: str) -> None:
    try:
        parse_birthday(text)
    except NotABirthday:
        return


@given(solar_birthdays | lunar_birthdays, st.sampled_from(["zh-hans", "en"]))
def test_a_typed_birthday_reads_back(birthday: Birthday, language: str) -> None:
    with translation.override(language):
        assert parse_birthday(typed(birthday)) == birthday


@pytest.mark.parametrize(
    ("birthday", "text"),
    [
        (Birthday(5, 20, 1988), "1988-05-20"),
        (Birthday(8, 15, 1988, lunar=True), "L:1988-08-15"),
        (LEAP_FOURTH, "L:闰04-01"),
    ],
)
def test_typed_writes_what_a_field_takes(birthday: Birthday, text: str) -> None:
    with translation.override("en"):
        assert typed(birthday) == text
        assert parse_birthday(text) == birthday


@given(solar_birthdays | lunar_birthdays)
def test_a_displayed_birthday_reads_back(birthday: Birthday) -> None:
    with translation.override("zh-hans"):
        assert parse_birthday(display(birthday)) == birthday


@pytest.mark.parametrize(
    ("birthday", "on", "kept_on"),
    [
        (MAY_20, "2025-05-20", "2025-05-20"),
        (MAY_20, "2025-05-21", "2026-05-20"),
        (LEAP_DAY, "2025-01-01", "2025-02-28"),
        (LEAP_DAY, "2024-02-28", "2024-02-29"),
        (LEAP_DAY, "2025-03-01", "2026-02-28"),
        (MID_AUTUMN, "2025-10-06", "2025-10-06"),
        (MID_AUTUMN, "2025-10-07", "2026-09-25"),
        (Birthday(1, 1, lunar=True), "2025-01-30", "2026-02-17"),
        (Birthday(12, 30, lunar=True), "2026-01-01", "2026-02-16"),
        (Birthday(6, 1, lunar=True), "2025-07-01", "2026-07-14"),
        (Birthday(6, 1, lunar=True, leap=True), "2025-07-01", "2025-07-25"),
        (Birthday(6, 1, lunar=True, leap=True), "2026-07-01", "2026-07-14"),
    ],
)
def test_next_on_is_the_next_day_it_is_kept(birthday: Birthday, on: str, kept_on: str) -> None:
    assert next_on(birthday, on=dt.date.fromisoformat(on)).isoformat() == kept_on


def test_leap_day_may_be_kept_on_the_first_of_march() -> None:
    on = dt.date(2025, 2, 28)

    assert next_on(LEAP_DAY, on=on, feb29="1 March") == dt.date(2025, 3, 1)
    assert days_until(LEAP_DAY, on=on, feb29="1 March") == 1
    assert days_until(LEAP_DAY, on=on) == 0


@given(solar_birthdays, days, rules)
def test_a_solar_birthday_comes_within_a_year(birthday: Birthday, on: dt.date, rule: Feb29) -> None:
    assert 0 <= days_until(birthday, on=on, feb29=rule) <= 366


@given(lunar_birthdays, days)
def test_a_lunar_birthday_comes_within_a_lunar_year(birthday: Birthday, on: dt.date) -> None:
    longest = 414 if birthday.leap else 385

    assert 0 <= days_until(birthday, on=on) <= longest


@given(solar_birthdays | lunar_birthdays, days, rules)
def test_no_day_is_kept_between_now_and_the_next(
    birthday: Birthday, on: dt.date, rule: Feb29
) -> None:
    kept_on = next_on(birthday, on=on, feb29=rule)
    kept = {
        occurrence_in(birthday, year, feb29=rule) for year in (on.year - 1, on.year, on.year + 1)
    }

    assert min(day for day in kept if day >= on) == kept_on


@pytest.mark.parametrize(
    ("birthday", "on", "age"),
    [
        (Birthday(5, 20, 1988), "2025-05-19", 36),
        (Birthday(5, 20, 1988), "2025-05-20", 37),
        (Birthday(5, 20, 1988), "1988-05-20", 0),
        (Birthday(5, 20, 1988), "1988-05-19", None),
        (Birthday(2, 29, 2012), "2026-02-28", 13),
        (Birthday(2, 29, 2012), "2026-03-01", 14),
        (Birthday(12, 20, 1957, lunar=True), "2026-02-07", 67),
        (Birthday(12, 20, 1957, lunar=True), "2026-02-08", 68),
        (MAY_20, "2025-05-20", None),
    ],
)
def test_age_counts_completed_years(birthday: Birthday, on: str, age: int | None) -> None:
    assert age_on(birthday, on=dt.date.fromisoformat(on)) == age


@pytest.mark.parametrize(
    ("birthday", "chinese", "english"),
    [
        (MAY_20, "5月20日", "20 May"),
        (LEAP_DAY, "2月29日", "29 February"),
        (Birthday(5, 20, 1988), "1988年5月20日", "20 May 1988"),
        (MID_AUTUMN, "农历八月十五", "day 15 of lunar month 8"),
        (LEAP_FOURTH, "农历闰四月初一", "day 1 of lunar leap month 4"),
        (
            Birthday(8, 15, 1958, lunar=True),
            "农历1958年八月十五",
            "day 15 of lunar month 8, 1958",
        ),
    ],
)
def test_display_speaks_the_readers_language(
    birthday: Birthday, chinese: str, english: str
) -> None:
    with translation.override("zh-hans"):
        assert display(birthday) == chinese
    with translation.override("en"):
        assert str(birthday) == english


def test_a_solar_birthday_has_no_leap_month() -> None:
    with pytest.raises(ImpossibleBirthday):
        Birthday(4, 1, leap=True)
