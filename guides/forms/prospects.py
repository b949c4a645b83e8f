"""What is typed about who may become a member."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.phones import NotAPhone, parse_phone
from membership.enums import ProspectState
from membership.models import JoiningChannel
from stores.models import Store

DAY = forms.DateInput(attrs={"type": "date"})
A_DAY = {"invalid": _("A day such as 2026-03-08.")}


class FollowUpForm(forms.Form):
    """What she is interested in, and when to speak to her again."""

    interest = forms.CharField(label=_("What she is interested in"), max_length=200, required=False)
    next_on = forms.DateField(label=_("Next day"), required=False, widget=DAY, error_messages=A_DAY)

    def __init__(self, data: Any = None, *, on: dt.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.on = on

    def clean_next_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["next_on"]
        if day and day < self.on:
            raise forms.ValidationError(_("The next day is today or later."))
        return day


class ProspectForm(FollowUpForm):
    """Somebody who may become a member."""

    name = forms.CharField(label=_("Name or how she is called"), max_length=60)
    phone = forms.CharField(
        label=_("Mobile"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    agreed = forms.BooleanField(
        label=_("She agrees that we keep her number and call her"), required=False
    )
    channel = forms.ModelChoiceField(
        JoiningChannel.objects.order_by("pk"),
        label=_("Source"),
        required=False,
        empty_label="—",
    )
    store = forms.ModelChoiceField(Store.objects.none(), label=_("Store"), empty_label=None)
    field_order = ("name", "phone", "agreed", "channel", "interest", "next_on", "store")

    def __init__(
        self, data: Any = None, *, stores: QuerySet[Store], on: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(data, on=on, **kwargs)
        self.fields["store"].queryset = stores  # type: ignore[attr-defined]
        only = stores.first() if stores.count() == 1 else None
        if only:
            self.fields["store"].initial = only
            self.fields["store"].widget = forms.HiddenInput()

    def clean_phone(self) -> str | None:
        written = self.cleaned_data["phone"]
        if not written:
            return None
        try:
            return parse_phone(written)
        except NotAPhone as refusal:
            raise forms.ValidationError(str(refusal)) from None


class ReasonForm(forms.Form):
    """Why she is let go."""

    reason = forms.CharField(
        label=_("Why she is let go"),
        max_length=200,
        error_messages={"required": _("Say why.")},
    )


class StateForm(forms.Form):
    """Which prospects; what cannot be read is the open ones."""

    state = forms.ChoiceField(choices=ProspectState.choices, required=False)

    @property
    def asked(self) -> ProspectState:
        """The state that was asked for."""
        self.full_clean()
        return ProspectState(self.cleaned_data.get("state") or ProspectState.OPEN)
