"""Chinese numerals up to 99, as dates and discounts use them."""

import re

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_TENS = {"廿": "二十", "卅": "三十"}
_RUN = re.compile("[〇零一二三四五六七八九十廿卅]+")


def arabic(text: str) -> str:
    """Return ``text`` with its Chinese numerals in digits: 十五 is 15, 廿一 21, 一九五八 1958."""
    return _RUN.sub(lambda run: _value(run[0]), text)


def _value(run: str) -> str:
    for short, long in _TENS.items():
        run = run.replace(short, long)
    tens, ten, ones = run.partition("十")
    if not ten:
        return "".join(str(_DIGITS[char]) for char in run)
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return run
    return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))
