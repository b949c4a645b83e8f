"""With which record a member is merged, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MergeForm(forms.Form):
    """The reason of a merge, and the key that makes it happen once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why"), max_length=200)
