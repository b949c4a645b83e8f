"""What is typed about points."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _


class AdjustForm(forms.Form):
    """How many points, and why. ``seen`` is the number whose consequence was shown."""

    points = forms.IntegerField(
        label=_("Points"),
        min_value=-10_000_000,
        max_value=10_000_000,
        help_text=_("Minus takes points away. They do not count towards a tier."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)
    key = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_points(self) -> int:
        """Refuse nothing at all."""
        points: int = self.cleaned_data["points"]
        if not points:
            raise forms.ValidationError(_("There is nothing to move."))
        return points

    @property
    def is_confirmed(self) -> bool:
        """Whether this very number was shown with its consequence."""
        return self.cleaned_data.get("seen") == self.cleaned_data["points"]


class DecisionForm(forms.Form):
    """Yes or no."""

    approve = forms.TypedChoiceField(
        choices=[("yes", _("Approve")), ("no", _("Refuse"))], coerce=lambda value: value == "yes"
    )
