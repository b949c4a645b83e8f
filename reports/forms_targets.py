"""What is typed to set a target."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guides.enums import TargetFigure
from stores.models import Staff


class TargetForm(forms.Form):
    """For whom, of what, and how much."""

    guide = forms.ModelChoiceField(
        Staff.objects.none(),
        label=pgettext_lazy("shop guide", "Guide"),
        required=False,
        empty_label=_("The whole store"),
    )
    figure = forms.ChoiceField(
        label=pgettext_lazy("target", "Figure"), choices=TargetFigure.choices
    )
    value = forms.DecimalField(
        label=_("Target"), min_value=1, max_digits=12, decimal_places=2, localize=False
    )

    def __init__(self, data: Any = None, *, guides: QuerySet[Staff]) -> None:
        super().__init__(data)
        field = cast("forms.ModelChoiceField[Staff]", self.fields["guide"])
        field.queryset = guides
