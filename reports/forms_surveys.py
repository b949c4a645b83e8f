"""Which replies to a survey a visitor asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.periods import midnight
from reports.forms import DayInput
from reports.periods import A_DAY
from reports.scope import Scope


class RepliesForm(forms.Form):
    """Which stores, from which day to which; no day: all of them."""

    scope = forms.ChoiceField(label=_("Stores"))
    first = forms.DateField(
        label=pgettext_lazy("period", "First day"), widget=DayInput, required=False
    )
    last = forms.DateField(
        label=pgettext_lazy("period", "Last day"), widget=DayInput, required=False
    )

    def __init__(self, asked: Mapping[str, str], *, scopes: dict[str, Scope]) -> None:
        super().__init__({"scope": next(iter(scopes)), **asked}, label_suffix="")
        self.scopes = scopes
        choices = [(code, scope.label) for code, scope in scopes.items()]
        cast("forms.ChoiceField", self.fields["scope"]).choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse days that are the wrong way round."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", _("This is before the first day."))
        return cleaned

    @property
    def wanted(self) -> dict[str, Any]:
        """The stores, and the moments between which she was asked."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return {
            "scope": self.scopes[self.cleaned_data["scope"]],
            "since": midnight(first) if first else None,
            "until": midnight(last + A_DAY) if last else None,
        }
