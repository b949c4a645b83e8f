"""What is typed about texts, and about one that was sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guides.enums import ContactChannel, TemplateKind
from guides.models import MessageTemplate
from membership.enums import Purpose

# By which ways a text goes, and what a member agrees to for recommendations by them.
WAYS = {ContactChannel.WECHAT: Purpose.WECHAT, ContactChannel.SMS: Purpose.SMS}


class TextForm(forms.Form):
    """A text of one's own, or of the house."""

    kind = forms.ChoiceField(
        label=_("What for"), choices=TemplateKind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("Title"), max_length=40)
    body = forms.CharField(
        label=_("Text"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "{姓名} or {name} stands for her name. The store and your name are added at the end."
        ),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    is_of_house = forms.BooleanField(label=_("For everybody, a text of the house"), required=False)

    def __init__(self, data: Any = None, *, writes_for_house: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not writes_for_house:
            del self.fields["is_of_house"]

    @classmethod
    def of(cls, template: MessageTemplate, data: Any = None) -> TextForm:
        """Return the form that changes ``template``."""
        names = ("kind", "title", "body", "is_active")
        initial = {name: getattr(template, name) for name in names}
        return cls(data, initial=initial, writes_for_house=False)


class SentForm(forms.Form):
    """The text as it was sent, and by which way."""

    channel = forms.ChoiceField(label=_("Sent by"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, data: Any = None, *, ways: Iterable[ContactChannel], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [(way.value, way.label) for way in ways]
        field = self.fields["channel"]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = choices[0][0] if choices else None
