"""What is typed about points and partners."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loyalty.models.partner import BEST

DayInput = partial(forms.DateInput, attrs={"type": "date"}, format="%Y-%m-%d")


class AdjustForm(forms.Form):
    """How many points, and why. ``seen`` is the number whose consequence was shown."""

    points = forms.IntegerField(
        label=_("Points"),
        min_value=-10_000_000,
        max_value=10_000_000,
        help_text=_("Minus takes points away. They do not count towards a tier."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)
    key = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_points(self) -> int:
        """Refuse nothing at all."""
        points: int = self.cleaned_data["points"]
        if not points:
            raise forms.ValidationError(_("There is nothing to move."))
        return points

    @property
    def is_confirmed(self) -> bool:
        """Whether this very number was shown with its consequence."""
        return self.cleaned_data.get("seen") == self.cleaned_data["points"]


class DecisionForm(forms.Form):
    """Yes or no."""

    approve = forms.TypedChoiceField(
        choices=[("yes", _("Approve")), ("no", _("Refuse"))], coerce=lambda value: value == "yes"
    )


class CheckForm(forms.Form):
    """How a partner's service was found, and what is to be done about it."""

    checked_on = forms.DateField(label=_("Checked on"), widget=DayInput())
    mark = forms.TypedChoiceField(
        label=_("Mark"),
        choices=[("", "—"), *((mark, str(mark)) for mark in range(1, BEST + 1))],
        coerce=int,
        help_text=_("1 is bad, 5 is very good."),
    )
    found = forms.CharField(
        label=_("What you found"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    action = forms.CharField(
        label=_("To be done"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = forms.DateField(label=_("To be done by"), required=False, widget=DayInput())
    key = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, on: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = on
        self.fields["checked_on"].initial = on

    def clean_checked_on(self) -> dt.date:
        """Refuse a day that has not come."""
        checked_on: dt.date = self.cleaned_data["checked_on"]
        if checked_on > self.on:
            raise forms.ValidationError(_("This day has not come."))
        return checked_on

    def clean(self) -> dict[str, Any]:
        """Ask for both, what is to be done and by when, or for neither."""
        cleaned = self.cleaned_data
        action, due_on, checked_on = (
            cleaned.get(name) for name in ("action", "due_on", "checked_on")
        )
        if action and not due_on and "due_on" not in self.errors:
            self.add_error("due_on", _("By when?"))
        if due_on and not action:
            self.add_error("action", _("What is to be done?"))
        if due_on and checked_on and due_on < checked_on:
            self.add_error("due_on", _("This is before the check."))
        return cleaned


class DraftForm(forms.Form):
    """Up to which day."""

    last_day = forms.DateField(label=_("Up to and with"), widget=DayInput())


class FigureForm(forms.Form):
    """What a partner says it is owed."""

    confirmed = forms.DecimalField(
        label=_("Partner's figure"),
        max_digits=14,
        decimal_places=2,
        help_text=_("In yuan. It is what will be paid."),
    )
    reason = forms.CharField(
        label=_("Why it differs"),
        max_length=200,
        required=False,
        help_text=_("Needed where it is not our figure."),
    )


class ShownForm(forms.Form):
    """The figure that was shown to who agrees to it."""

    shown = forms.DecimalField(max_digits=14, decimal_places=2)


class SettleForm(forms.Form):
    """When and how a statement was paid."""

    paid_on = forms.DateField(label=_("Paid on"), widget=DayInput())
    reference = forms.CharField(
        label=_("Reference of the payment"),
        max_length=60,
        help_text=_("The number of the bank transfer."),
    )
