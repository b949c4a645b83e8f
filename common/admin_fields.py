"""Figures as the shop writes them, in the administration's forms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

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
        try:
            return parse_discount(super().clean(value))
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
