"""What is asked before ownership changes by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guides.enums import Standing
from guides.forms.asking import OfStoreForm
from stores.models import Staff, Store

AT_MOST = 2_000  # members at once


class WhereForm(OfStoreForm):
    """Which store, and who of its members."""

    standing = forms.ChoiceField(choices=Standing.choices, widget=forms.HiddenInput, required=False)

    def __init__(self, asked: Any, *, stores: QuerySet[Store]) -> None:
        super().__init__(asked, stores=stores, standing=Standing.POOL.value)


class GuideChoice(forms.ModelChoiceField):
    """A guide by name and number."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} · {obj.number}"


class HandForm(forms.Form):
    """Which of the listed members, what to do to them, and why."""

    ACTS = ("assign", "put_back", "leave", "let_back")

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS], widget=forms.HiddenInput)
    everybody = forms.BooleanField(required=False)
    member = forms.TypedMultipleChoiceField(coerce=int, required=False)
    guide = GuideChoice(
        Staff.objects.none(),
        label=pgettext_lazy("shop guide", "Guide"),
        required=False,
        empty_label=_("Choose a guide"),
    )
    note = forms.CharField(label=_("Reason"), max_length=200, required=False)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    override = forms.BooleanField(label=_("also to a guide who held her before"), required=False)

    def __init__(self, data: Any, *, guides: QuerySet[Staff], may_override: bool) -> None:
        super().__init__(data)
        cast("forms.ModelChoiceField[Staff]", self.fields["guide"]).queryset = guides
        member = cast("forms.TypedMultipleChoiceField", self.fields["member"])
        member.choices = [(key, key) for key in data.getlist("member")] if data else []
        if not may_override:
            del self.fields["override"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        act = said.get("act")
        if not said.get("everybody") and not said.get("member"):
            self.add_error(None, _("Tick at least one member."))
        if act != "let_back" and not said.get("note", "").strip():
            self.add_error("note", _("Say why."))
        if act == "assign" and not said.get("guide"):
            self.add_error("guide", _("Choose a guide."))
        return said


class ProtectForm(forms.Form):
    """Until when a member stays with her guide, and why."""

    until = forms.DateField(
        label=_("Until"),
        help_text=_("The first day it no longer holds."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    at_her_wish = forms.BooleanField(label=_("She asked to keep her guide"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class DeputyForm(forms.Form):
    """Who stands in for a guide, from when until when."""

    deputy = GuideChoice(Staff.objects.none(), label=_("Deputy"), empty_label=_("Choose a guide"))
    starts_on = forms.DateField(
        label=_("Away from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label=_("Back on"),
        help_text=_("The first day she is here again."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: Any, *, guides: QuerySet[Staff], on: dt.date) -> None:
        super().__init__(data, initial={"starts_on": on})
        cast("forms.ModelChoiceField[Staff]", self.fields["deputy"]).queryset = guides


class MoveForm(forms.Form):
    """To which store a guide moves."""

    to = forms.ModelChoiceField(
        Store.objects.none(), label=_("New store"), empty_label=_("Choose a store")
    )

    def __init__(self, data: Any, *, stores: QuerySet[Store]) -> None:
        super().__init__(data)
        cast("forms.ModelChoiceField[Store]", self.fields["to"]).queryset = stores


class SimulateForm(forms.Form):
    """Which rule to try: in months, or in days."""

    store = forms.ModelChoiceField(
        Store.objects.none(),
        label=_("Store"),
        to_field_name="code",
        required=False,
        empty_label=_("Every store"),
    )
    time = forms.IntegerField(label=_("Time without a purchase"), min_value=1, max_value=1_000)
    trial = forms.IntegerField(label=_("Time on trial"), min_value=1, max_value=1_000)
    unit = forms.ChoiceField(
        label=_("Counted in"), choices=[("months", _("months")), ("days", _("days"))]
    )

    def __init__(self, asked: Any, *, stores: QuerySet[Store]) -> None:
        begins = {"time": "2", "trial": "2", "unit": "months", "store": ""}
        super().__init__({name: asked.get(name) or begins[name] for name in begins})
        cast("forms.ModelChoiceField[Store]", self.fields["store"]).queryset = stores
