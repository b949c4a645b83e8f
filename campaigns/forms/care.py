"""What is typed when a member leaves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from guides.models import LossReason


class ReasonField(forms.ModelChoiceField):
    """A reason for leaving, and what follows from it."""

    def label_from_instance(self, obj: LossReason) -> str:
        if obj.leaves_in_peace:
            return _("%(reason)s (she is left in peace)") % {"reason": obj.label}
        return obj.label


class LossForm(forms.Form):
    """Why the member left."""

    reason = ReasonField(
        LossReason.objects.none(),
        label=_("Why did she leave?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        reasons = LossReason.objects.filter(is_offered=True).order_by("pk")
        self.fields["reason"].queryset = reasons  # type: ignore[attr-defined]
