"""Weekdays and days of the month as people write them: 周一 周三, Mon-Fri, 8, 18, 28."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from common.languages import reads_chinese
from common.numerals import arabic

WORKDAYS, WEEKEND = [1, 2, 3, 4, 5], [6, 7]
LONGEST_MONTH = 31  # days
_NAMES = {
    name: day
    for day, names in enumerate(
        [
            ("monday", "mon", "一"),
            ("tuesday", "tue", "二"),
            ("wednesday", "wed", "三"),
            ("thursday", "thu", "四"),
            ("friday", "fri", "五"),
            ("saturday", "sat", "六"),
            ("sunday", "sun", "日", "天"),
        ],
        start=1,
    )
    for name in names
}
_WORDS: Mapping[str, Sequence[int]] = {
    "weekend": WEEKEND,
    "weekends": WEEKEND,
    "周末": WEEKEND,
    "工作日": WORKDAYS,
    "weekdays": WORKDAYS,
    "每天": [*WORKDAYS, *WEEKEND],
}
_SEPARATORS = re.compile(r"[\s,;、，；和及/]+")
_RANGE = re.compile(r"(.+?)(?:-|–|~|至|到)(.+)")


class NotWeekdays(ValueError):
    """The text names no days of the week."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“%(text)s” is no day of the week. Write 周一 周三, Mon, Wed or 1-5.")
            % {"text": text}
        )


class NotDaysOfMonth(ValueError):
    """The text names no days of the month."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“%(text)s” is no day of the month. Write 8, 18, 28 or 1-5.") % {"text": text}
        )


def parse_weekdays(text: str) -> list[int]:
    """Return the days of the week ``text`` names, 1 for Monday to 7 for Sunday, in order.

    ``周一、三、五``, ``一三五``, ``周末``, ``Mon, Wed``, ``1-5`` and 周六至周日 are all fine;
    a range may go over the weekend.

    :raises NotWeekdays: for anything else
    """
    days: set[int] = set()
    for word in _words(text):
        if word in _WORDS:
            days.update(_WORDS[word])
        elif ends := _RANGE.fullmatch(word):
            first, last = _weekday(ends[1], text), _weekday(ends[2], text)
            days.update((first + step - 1) % 7 + 1 for step in range((last - first) % 7 + 1))
        else:
            days.update(_weekday(sign, text) for sign in _signs(word))
    return sorted(days)


def parse_days_of_month(text: str) -> list[int]:
    """Return the days of the month ``text`` names, 1 to 31, in order.

    ``8, 18, 28``, ``每月18日``, ``1-5`` and 十八号 are all fine.

    :raises NotDaysOfMonth: for anything else
    """
    days: set[int] = set()
    for word in _words(text):
        ends = _RANGE.fullmatch(word)
        first, last = (ends[1], ends[2]) if ends else (word, word)
        low, high = _day_of_month(first, text), _day_of_month(last, text)
        if low > high:
            raise NotDaysOfMonth(text)
        days.update(range(low, high + 1))
    return sorted(days)


def weekdays_text(days: Sequence[int]) -> str:
    """Return ``days`` (1 to 7) as ``parse_weekdays`` reads them, in the reader's language."""
    if reads_chinese():
        return "、".join("周" + "一二三四五六日"[day - 1] for day in days)
    names = [name.title() for name in _NAMES if len(name) == len("mon") and name.isascii()]
    return ", ".join(names[day - 1] for day in days)


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).lower().replace("每月", "").strip()
    return [word for word in _SEPARATORS.split(folded) if word]


def _signs(word: str) -> list[str]:
    """Return the days written together, as 一三五 or 周六日; other words stay whole."""
    bare = word.removeprefix("每").removeprefix("周").removeprefix("星期").removeprefix("礼拜")
    return list(bare) if bare and all(sign in _NAMES for sign in bare) else [word]


def _weekday(word: str, text: str) -> int:
    bare = word.removeprefix("每").removeprefix("周").removeprefix("星期").removeprefix("礼拜")
    if bare in _NAMES:
        return _NAMES[bare]
    if bare.isdecimal() and 1 <= int(bare) <= len(WORKDAYS + WEEKEND):
        return int(bare)
    raise NotWeekdays(text)


def _day_of_month(word: str, text: str) -> int:
    digits = arabic(word.rstrip("日号"))
    if not digits.isdecimal() or not 1 <= int(digits) <= LONGEST_MONTH:
        raise NotDaysOfMonth(text)
    return int(digits)
