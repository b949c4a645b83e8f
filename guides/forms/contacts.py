"""What guides type about a contact."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guides.domain.contacting import Said
from guides.enums import ContactChannel, ContactPurpose, DayReason, Outcome
from guides.models import ContactWay

SPOKEN = [
    *((one.value, one.label) for one in Outcome if one not in {Outcome.SENT, Outcome.REFUSED}),
    (Outcome.REFUSED.value, _("Asked not to be contacted (her guide loses her)")),
]


class ContactForm(forms.Form):
    """What was said to the member, how, what came of it and what comes next."""

    channel = forms.ChoiceField(
        label=_("Reached by"),
        choices=ContactChannel.choices,
        initial=ContactChannel.PHONE,
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=SPOKEN,
        initial=Outcome.REACHED,
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What was said"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "required": True}),
        error_messages={"required": _("Write down what was said.")},
    )
    next_on = forms.DateField(
        label=_("Next day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("A day such as 2026-03-08.")},
    )
    next_step = forms.CharField(label=_("What for"), max_length=200, required=False)
    way = forms.ModelChoiceField(
        ContactWay.objects.filter(is_offered=True).order_by("pk"),
        label=_("Way of care"),
        required=False,
        empty_label="—",
    )

    def __init__(self, data: Any = None, *, on: dt.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.on = on
        self.fields["next_on"].widget.attrs["min"] = on.isoformat()

    def clean_outcome(self) -> str:
        return self.cleaned_data["outcome"] or Outcome.REACHED

    def clean_next_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["next_on"]
        if day and day < self.on:
            raise forms.ValidationError(_("The next day is today or later."))
        return day

    def clean(self) -> dict[str, Any]:
        """Let nobody who was not reached need words; lead the eye to the note that is missing."""
        facts = self.cleaned_data
        if not facts.get("note") and "note" not in self.errors:
            if facts.get("outcome") == Outcome.NO_ANSWER:
                facts["note"] = str(Outcome.NO_ANSWER.label)
            else:
                self.add_error("note", self.fields["note"].error_messages["required"])
        if "note" in self.errors:
            self.fields["note"].widget.attrs["data-focus"] = ""
        if facts.get("next_step") and not facts.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Say on which day."))
        return facts

    @property
    def said(self) -> Said:
        """What was typed, as a contact is told of."""
        return Said(**self.cleaned_data)


class FullContactForm(ContactForm):
    """The same, with what the member's page asks besides."""

    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=[("", "—"), *ContactPurpose.choices],
        required=False,
    )
    problem = forms.CharField(label=_("Her problem"), max_length=300, required=False)
    need = forms.CharField(label=_("What she needs"), max_length=300, required=False)


class DayForm(forms.Form):
    """Which part of the list of the day; what cannot be read is as it begins."""

    only = forms.ChoiceField(choices=DayReason.choices, required=False)
    after = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)

    @property
    def asked(self) -> dict[str, Any]:
        """The reason and the place to go on from."""
        self.full_clean()
        return {
            "only": self.cleaned_data.get("only") or "",
            "after": self.cleaned_data.get("after") or 0,
        }
