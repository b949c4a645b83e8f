"""Discounts as Chinese shops write them: 8.8折 means the customer pays 88 %.

Kept as basis points of the price: 8800, and 10000 for no discount.
"""

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from common.languages import reads_chinese
from common.numerals import arabic

NO_DISCOUNT = 10_000
_WHOLE = Decimal(100)  # per cent
_TENTHS = Decimal(10)  # 折

_TYPED = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(折|%off|%)?")


class NotADiscount(ValueError):
    """The text is no discount."""

    def __init__(self, text: str) -> None:
        super().__init__(self.sentence(text))
        self.text = text

    @staticmethod
    def sentence(text: str) -> str:
        return _("“%(text)s” is not a discount. Write 8.8折, 88 or 0.88.") % {"text": text}


class AmbiguousDiscount(NotADiscount):
    """A number up to ten without 折 may be tenths or per cent."""

    @staticmethod
    def sentence(text: str) -> str:
        return _("“%(text)s” may mean two things. Write 8.8折 or 88%%.") % {"text": text}


class DiscountOutOfRange(NotADiscount):
    """The customer would pay nothing, less than nothing or more than the price."""

    @staticmethod
    def sentence(text: str) -> str:
        return _("“%(text)s”: a customer pays more than nothing and at most 100%%.") % {
            "text": text
        }


def parse_discount(text: str) -> int:
    """Return the basis points (1 to 10000) of the price a customer pays.

    ``8.8折``, ``88折``, ``八八折``, ``88``, ``0.88``, ``88%`` and ``12% off`` are all 8800;
    ``10折`` is 10000. Full-width digits and spaces are fine.

    :raises AmbiguousDiscount: for 1 to 10 without 折, and up to 10 with ``%``
    :raises DiscountOutOfRange: for nothing, less than nothing or more than the price
    :raises NotADiscount: for anything else, and for more than two decimals of a per cent
    """
    folded = arabic(unicodedata.normalize("NFKC", text)).replace("点", ".").lower()
    match = _TYPED.fullmatch("".join(folded.split()))
    if not match:
        raise NotADiscount(text)
    percent = _percent(Decimal(match[1]), match[2] or "", text)
    if not 0 < percent <= _WHOLE:
        raise DiscountOutOfRange(text)
    basis_points = percent * 100
    if basis_points != int(basis_points):
        raise NotADiscount(text)
    return int(basis_points)


def discount_label(basis_points: int) -> str:
    """Return 8800 as shop windows say it: ``8.8折`` in Chinese, ``12% off`` in English."""
    if basis_points == NO_DISCOUNT:
        return _("no discount")
    if reads_chinese():
        return f"{basis_points / 1000:g}折"
    return _("%(percent)s%% off") % {"percent": f"{(NO_DISCOUNT - basis_points) / 100:g}"}


def discount_echo(basis_points: int) -> str:
    """Return 8800 in words nobody can misread: ``customer pays 88%``."""
    return _("customer pays %(percent)s%%") % {"percent": f"{basis_points / 100:g}"}


def _percent(number: Decimal, unit: str, text: str) -> Decimal:
    """Return what the customer pays, in per cent; not yet checked for its range."""
    if unit == "%off":
        return _WHOLE - number
    if unit == "折":
        return number * 10 if number <= _TENTHS else number
    if unit == "" and number < 1:
        return number * 100
    if 0 < number <= _TENTHS:
        raise AmbiguousDiscount(text)
    return number
