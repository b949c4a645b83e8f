"""What is typed about a complaint."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from guides.enums import ComplaintState


class WordsForm(forms.Form):
    """A few sentences: the complaint, the answer, or how it was settled."""

    words = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write down what was said.")},
    )

    def __init__(self, *args: object, label: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["words"].label = label


class StateForm(forms.Form):
    """Which complaints; what cannot be read is the open ones."""

    state = forms.ChoiceField(choices=ComplaintState.choices, required=False)

    @property
    def asked(self) -> ComplaintState:
        """The state that was asked for."""
        self.full_clean()
        return ComplaintState(self.cleaned_data.get("state") or ComplaintState.OPEN)
