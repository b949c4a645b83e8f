"""What is asked of the list of members near a tier."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from guides.enums import NearList
from guides.queries import near
from loyalty.programme import programme
from stores.access import Access
from stores.models import Store

FARTHEST = 1_000_000


class NearForm(forms.Form):
    """Which list, of which store, and how near; what cannot be read is as it begins."""

    which = forms.ChoiceField(choices=NearList.choices, widget=forms.HiddenInput)
    within = forms.IntegerField(
        label=_("Missing at most, in yuan or points"), min_value=0, max_value=FARTHEST
    )
    store = forms.ModelChoiceField(
        Store.objects.none(), label=_("Store"), to_field_name="code", empty_label=None
    )

    def __init__(self, asked: Any, *, access: Access, on: dt.date) -> None:
        stores = near.stores_of(access)
        first = stores.first()
        begins = {
            "which": NearList.UP.value,
            "within": programme().rule(on=on).near_tier,
            "store": first.code if first else "",
        }
        said = {**begins, **{name: asked[name] for name in begins if asked.get(name)}}
        super().__init__(said)
        field = cast("forms.ModelChoiceField[Store]", self.fields["store"])
        field.queryset, field.required = stores, first is not None
        for name in self.errors:
            said[name] = begins[name]
        self.full_clean()
