"""Choosing, opening and closing a till."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pos.forms.fields import AmountField, MoneyInput


class OpeningForm(forms.Form):
    """The float in the drawer."""

    opening_cash = AmountField(
        label=_("Cash in the drawer"),
        help_text=_("Count the float before the first sale; 0 if there is none."),
        widget=MoneyInput({"data-focus": ""}),
    )


NOTES_AND_COINS = ["100", "50", "20", "10", "5", "1", "0.5", "0.1"]  # yuan


class ClosingForm(forms.Form):
    """The count at the end, and a word when it differs."""

    pieces = NOTES_AND_COINS

    counted_cash = AmountField(label=_("Counted cash"), widget=MoneyInput({"data-focus": ""}))
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("Needed when the count differs from what is expected."),
    )


class HoldForm(forms.Form):
    """What the held basket is remembered by."""

    note = forms.CharField(
        label=_("Note"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"autofocus": True, "autocomplete": "off"}),
    )
