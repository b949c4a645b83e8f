"""What the address of a list may ask: of which store, and what more."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stores.models import Store


class OfStoreForm(forms.Form):
    """Of which store; what cannot be read, here or in further fields, is as it begins."""

    store = forms.ModelChoiceField(
        Store.objects.none(), label=_("Store"), to_field_name="code", empty_label=None
    )

    def __init__(self, asked: Any, *, stores: QuerySet[Store], **begins: Any) -> None:
        first = stores.first()
        begins["store"] = first.code if first else ""
        said = {**begins, **{name: asked[name] for name in begins if asked.get(name)}}
        super().__init__(said)
        field = cast("forms.ModelChoiceField[Store]", self.fields["store"])
        field.queryset, field.required = stores, first is not None
        for name in self.errors:
            said[name] = begins[name]
        self.full_clean()
