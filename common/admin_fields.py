"""Figures as the shop writes them, in the administration's forms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from common.day_lists import (
    NotDaysOfMonth,
    NotWeekdays,
    parse_days_of_month,
    parse_weekdays,
    weekdays_text,
)
from common.notation import NotADiscount, parse_discount


class DiscountField(forms.CharField):
    """What a customer pays, written 8.8折, 88折, 88 or 0.88; kept in basis points."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("8.8折, 88折, 88 or 0.88: the customer pays 88%."))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write basis points as 折, in which every discount can be typed."""
        return f"{value / 1000:g}折" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if typed in self.empty_values:
            return None
        try:
            return parse_discount(typed)
        except NotADiscount as refusal:
            raise ValidationError(str(refusal)) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class PercentField(forms.DecimalField):
    """A share in per cent with two decimals; kept in basis points."""

    widget = UnfoldAdminDecimalFieldWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, decimal_places=2, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 100:g}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        share = super().clean(value)
        return None if share is None else int(share * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(Decimal(initial) / 100 if initial is not None else None, data)


class WeekdaysField(forms.CharField):
    """Days of the week, written 周一 周三, Mon, Wed or 1-5; kept as numbers from 1."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("周一、周三, Mon, Wed or 1-5; empty: every day."))
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return weekdays_text(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        try:
            return parse_weekdays(super().clean(value))
        except NotWeekdays as refusal:
            raise ValidationError(str(refusal)) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class MonthDaysField(forms.CharField):
    """Days of the month, written 8, 18, 28 or 1-5; kept as numbers."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("8, 18, 28 or 1-5; empty: every day."))
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        try:
            return parse_days_of_month(super().clean(value))
        except NotDaysOfMonth as refusal:
            raise ValidationError(str(refusal)) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
