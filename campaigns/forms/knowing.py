"""What is typed about a member besides her facts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.birthdays import Birthday, NotABirthday, parse_birthday
from membership.models import SoftProfile


class TastesForm(forms.ModelForm):
    """The soft profile, as far as it is asked for."""

    class Meta:
        model = SoftProfile
        fields = (
            "sizes",
            "colours",
            "why_she_buys",
            "how_she_buys",
            "family",
            "service",
            "avoid",
        )

    def __init__(self, *args: Any, asked: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(asked):
            del self.fields[name]


class AnniversaryForm(forms.Form):
    """A day that matters to her."""

    name = forms.CharField(label=_("What for"), max_length=40)
    day = forms.CharField(
        label=_("Day"), max_length=40, help_text=_("8月15日, 农历八月十五 or 2010-05-20")
    )

    def __init__(self, data: Any = None, *, on: dt.date) -> None:
        super().__init__(data)
        self.on = on

    def clean_day(self) -> Birthday:
        try:
            return parse_birthday(self.cleaned_data["day"], on=self.on)
        except NotABirthday as refusal:
            raise forms.ValidationError(str(refusal)) from None


class NoteForm(forms.Form):
    """A private note of the store."""

    text = forms.CharField(
        label=_("Private note of the store"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
