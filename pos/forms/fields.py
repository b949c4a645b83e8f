"""Fields that read figures and birthdays as people at a till write them."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.birthdays import Birthday, NotABirthday, parse_birthday
from membership.enums import Calendar

MOST_MONEY = Decimal("999999.99")


def half_width(value: object) -> object:
    """Return text in half width without grouping, ¥ and space: ``￥１，０００`` is 1000."""
    if not isinstance(value, str):
        return value
    folded = unicodedata.normalize("NFKC", value).translate(str.maketrans("。", ".", ",¥ \t"))
    return folded.strip()


class MoneyInput(forms.TextInput):
    """A field for an amount: digits on a phone's keyboard, nothing remembered by the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class AmountField(forms.DecimalField):
    """Yuan, not negative, at most two decimals."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", MoneyInput)
        super().__init__(
            min_value=0,
            max_value=MOST_MONEY,
            max_digits=8,
            decimal_places=2,
            error_messages={"invalid": _("Write an amount, such as 128 or 128.50.")},
            **options,
        )

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        """Read full-width digits, grouping and ¥ as well."""
        return super().to_python(half_width(value))


def read_birthday(text: str, *, calendar: str, on: dt.date) -> Birthday | None:
    """Return the birthday typed beside a ticked calendar, or None for an empty field."""
    if not text.strip():
        return None
    says_so = text.strip().upper().startswith("L:")
    written = f"农历{text}" if calendar == Calendar.LUNAR and not says_so else text
    try:
        return parse_birthday(written, on=on)
    except NotABirthday as refusal:
        raise forms.ValidationError(str(refusal)) from None
