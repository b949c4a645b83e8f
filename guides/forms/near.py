"""What is asked of the list of members near a tier."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guides.enums import NearList
from guides.forms.asking import OfStoreForm
from guides.queries import near
from loyalty.programme import programme
from stores.access import Access

FARTHEST = 1_000_000


class NearForm(OfStoreForm):
    """Which list, of which store, and how near."""

    which = forms.ChoiceField(choices=NearList.choices, widget=forms.HiddenInput)
    within = forms.IntegerField(
        label=_("Missing at most, in yuan or points"), min_value=0, max_value=FARTHEST
    )
    field_order = ("which", "within", "store")

    def __init__(self, asked: Any, *, access: Access, on: dt.date) -> None:
        super().__init__(
            asked,
            stores=near.stores_of(access),
            which=NearList.UP.value,
            within=programme().rule(on=on).near_tier,
        )
