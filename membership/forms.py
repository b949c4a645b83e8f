"""What is typed when printed cards come in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from membership.models import CardKind, Organisation
from membership.queries import clean_query
from stores.models import Store

NO_AUTOFILL = {"autocomplete": "off", "autocapitalize": "characters"}


class RangeForm(forms.Form):
    """The first and the last number of a range."""

    first = forms.CharField(
        label=_("First number"), max_length=40, widget=forms.TextInput(NO_AUTOFILL)
    )
    last = forms.CharField(
        label=_("Last number"), max_length=40, widget=forms.TextInput(NO_AUTOFILL)
    )

    def clean_first(self) -> str:
        """Return it as the till finds it."""
        return clean_query(self.cleaned_data["first"]).upper()

    def clean_last(self) -> str:
        """Return it as the till finds it."""
        return clean_query(self.cleaned_data["last"]).upper()


class ReceiveForm(RangeForm):
    """A range of printed cards, where they came to, and whom they are for."""

    kind = forms.ModelChoiceField(
        CardKind.objects.filter(is_physical=True).order_by("pk"),
        label=_("Card kind"),
        empty_label=None,
    )
    store = forms.ModelChoiceField(Store.objects.none(), label=_("Store"), empty_label=None)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("For an organisation"),
        empty_label=_("For nobody in particular"),
        required=False,
    )
    occasion = forms.CharField(
        label=_("Occasion"),
        max_length=60,
        required=False,
        help_text=_("Teachers' Day, Nurses' Day, National Day …"),
    )
    expires_on = forms.DateField(
        label=_("First day they serve no more"),
        required=False,
        help_text=_("Empty: by their kind."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("kind", "first", "last", "store", "organisation", "occasion", "expires_on")

    def __init__(self, data: QueryDict | None, *, stores: QuerySet[Store], on: dt.date) -> None:
        super().__init__(data)
        self.on = on
        store: Any = self.fields["store"]
        store.queryset = stores.order_by("name")
        only = list(stores[:2])
        if len(only) == 1:
            store.initial, store.widget = only[0], forms.HiddenInput()
        organisation: Any = self.fields["organisation"]
        organisation.queryset = organisations_for(stores)

    def clean_expires_on(self) -> dt.date | None:
        """Refuse a day that has come."""
        day: dt.date | None = self.cleaned_data["expires_on"]
        if day and day <= self.on:
            raise forms.ValidationError(_("Choose a day to come."))
        return day


def organisations_for(stores: QuerySet[Store]) -> QuerySet[Organisation]:
    """Return the organisations through which people join in ``stores``, by name."""
    theirs = Q(store=None) | Q(store__in=stores)
    return Organisation.objects.filter(theirs, is_active=True).order_by("name")
