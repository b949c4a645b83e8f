"""Phone numbers: found however they are typed, kept as E.164."""

import re
import unicodedata
from typing import NamedTuple

import phonenumbers
from django.utils.translation import gettext as _


class NotAPhone(ValueError):
    """The text is no phone number anybody could dial.

    The sentence does not repeat the text: numbers stay out of logs.
    """

    def __init__(self) -> None:
        super().__init__(
            _(
                "This is not a phone number. A mainland mobile has 11 digits; for Hong Kong, "
                "Macau or Taiwan put +852, +853 or +886 in front, for other countries + and "
                "the country code."
            )
        )


class _Home(NamedTuple):
    code: str
    mobile: re.Pattern[str]
    trunk: str  # what a landline with its area code starts with


# Wider than the library's tables: operators open new ranges faster than it learns them.
_HOMES = {
    "CN": _Home("86", re.compile(r"0?(1[3-9]\d{9})"), "0"),
    "HK": _Home("852", re.compile(r"([4-9]\d{7})"), ""),
    "MO": _Home("853", re.compile(r"(6\d{7})"), ""),
    "TW": _Home("886", re.compile(r"0?(9\d{8})"), "0"),
}
_HOME_CODES = {int(home.code) for home in _HOMES.values()}

# Long enough, in the form used at home, to be no other region's.
_UNMISTAKABLE = {"CN": re.compile(r"1[3-9]\d{9}"), "TW": re.compile(r"09\d{8}")}

_SEPARATORS = re.compile(r"[\s().·/\-\u2010-\u2015\u2212]+")
_DIALLABLE = re.compile(r"\+?[0-9]{5,17}")


def parse_phone(text: str, *, region: str = "CN") -> str:
    """Return the E.164 number that ``text`` means to somebody in ``region``.

    Takes spaces, hyphens, brackets, full-width digits, ``+86``, ``0086`` and a bare ``86``
    (likewise 852, 853, 886). Mobiles of the four regions and their landlines with area code
    are checked; any other country's number needs its ``+`` and only a plausible length.

    :raises NotAPhone: if it is none of these
    """
    if found := _read(_dialled(text), region):
        return found
    raise NotAPhone


def phone_candidates(text: str) -> list[str]:
    """Return every E.164 number ``text`` may mean, likeliest first, for looking members up.

    Eight digits may be Hong Kong's or Macau's; ``09`` and eight digits are Taiwan's. Text
    that cannot be a phone number has no candidates.
    """
    dialled = _dialled(text)
    readings = (_read(dialled, region) for region in _HOMES)
    found = list(dict.fromkeys(reading for reading in readings if reading))
    if not found and dialled:
        foreign = _international(dialled.lstrip("+"))
        found = [foreign] if foreign else []
    return found


def last_four(phone: str) -> str:
    """Return the last four digits of an E.164 number, as shops ask for them."""
    return phone[-4:]


def _dialled(text: str) -> str:
    """Return the digits of ``text``, with ``+`` before a country code; empty if undiallable."""
    folded = unicodedata.normalize("NFKC", text)
    visible = "".join(char for char in folded if unicodedata.category(char) != "Cf")
    dialled = _SEPARATORS.sub("", visible)
    if not _DIALLABLE.fullmatch(dialled):
        return ""
    return re.sub(r"^00", "+", dialled)


def _read(dialled: str, region: str) -> str | None:
    if not dialled:
        return None
    if dialled.startswith("+"):
        return _international(dialled[1:])
    return (
        _mobile_at_home(dialled, region)
        or _mobile_with_bare_code(dialled)
        or _landline_or_foreign(dialled, region)
        or _unmistakable(dialled)
    )


def _international(digits: str) -> str | None:
    return _mobile_with_bare_code(digits) or _by_the_library(f"+{digits}", None)


def _mobile_at_home(digits: str, region: str) -> str | None:
    home = _HOMES.get(region)
    if home and (match := home.mobile.fullmatch(digits)):
        return f"+{home.code}{match[1]}"
    return None


def _mobile_with_bare_code(digits: str) -> str | None:
    for region, home in _HOMES.items():
        if digits.startswith(home.code) and (
            found := _mobile_at_home(digits.removeprefix(home.code), region)
        ):
            return found
    return None


def _landline_or_foreign(digits: str, region: str) -> str | None:
    home = _HOMES.get(region)
    if home and not digits.startswith(home.trunk):
        return None
    return _by_the_library(digits, region)


def _unmistakable(digits: str) -> str | None:
    for region, shape in _UNMISTAKABLE.items():
        if shape.fullmatch(digits):
            return _mobile_at_home(digits, region)
    return None


def _by_the_library(dialled: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        return None
    at_home = number.country_code in _HOME_CODES
    check = phonenumbers.is_valid_number if at_home else phonenumbers.is_possible_number
    if not check(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
