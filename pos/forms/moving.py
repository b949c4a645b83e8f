"""To whom a sale goes, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from membership.models import Member
from membership.queries import find_exactly


class MoveForm(forms.Form):
    """The right member, by phone, card or number; the reason; the key of the move."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    member = forms.CharField(
        label=_("The right member: phone, card or number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(label=_("Why"), max_length=200)

    def clean_member(self) -> Member:
        """Return the member who was typed."""
        member = find_exactly(self.cleaned_data["member"])
        if member is None:
            raise forms.ValidationError(_("Nobody has this phone, card or number."))
        return member

    def clean_reason(self) -> str:
        """Return the reason without outer space."""
        reason: Any = self.cleaned_data["reason"]
        return str(reason).strip()
