"""Days as people write them."""

import pytest
from django.utils import translation

from common.day_lists import (
    NotDaysOfMonth,
    NotWeekdays,
    parse_days_of_month,
    parse_weekdays,
    weekdays_text,
)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周一", [1]),
        ("周一、三、五", [1, 3, 5]),
        ("一三五", [1, 3, 5]),
        ("星期二，星期天", [2, 7]),
        ("周末", [6, 7]),
        ("周六日", [6, 7]),
        ("周六至周一", [1, 6, 7]),
        ("工作日", [1, 2, 3, 4, 5]),
        ("1,3", [1, 3]),
        ("1-5", [1, 2, 3, 4, 5]),
        ("Mon, Wed", [1, 3]),
        ("friday-sunday", [5, 6, 7]),
        ("３", [3]),
        ("", []),
        ("周一 周一", [1]),
    ],
)
def test_parse_weekdays_reads(text, days):
    assert parse_weekdays(text) == days


@pytest.mark.parametrize("text", ["8", "0", "someday", "周八", "1-9", "-", "一x"])
def test_parse_weekdays_refuses(text):
    with pytest.raises(NotWeekdays):
        parse_weekdays(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("18", [18]),
        ("8, 18, 28", [8, 18, 28]),
        ("每月18日", [18]),
        ("每月8号、18号", [8, 18]),
        ("1-3 31", [1, 2, 3, 31]),
        ("十八号", [18]),
        ("", []),
    ],
)
def test_parse_days_of_month_reads(text, days):
    assert parse_days_of_month(text) == days


@pytest.mark.parametrize("text", ["0", "32", "5-1", "月底", "1.5", "-3"])
def test_parse_days_of_month_refuses(text):
    with pytest.raises(NotDaysOfMonth):
        parse_days_of_month(text)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_weekdays_text_can_be_typed_again(language):
    with translation.override(language):
        assert parse_weekdays(weekdays_text([1, 3, 7])) == [1, 3, 7]


def test_weekdays_text_speaks_the_readers_language():
    with translation.override("en"):
        assert weekdays_text([1, 3]) == "Mon, Wed"
    with translation.override("zh-hans"):
        assert weekdays_text([1, 3]) == "周一、周三"
