"""What the administration asks about staff and their postings."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.forms import UserCreationForm
from unfold.widgets import UnfoldAdminPasswordWidget

from stores.admin_acts import ActForm
from stores.domain.signing_in import PIN
from stores.models import Posting, Staff
from stores.models.posting import REGION_ROLES, STORE_ROLES


class NewStaffForm(UserCreationForm):
    """Somebody new, with her first password."""

    class Meta:
        model = Staff
        fields = ("number", "display_name", "language")


class PostingForm(forms.ModelForm):
    """A role and the place that belongs to it."""

    class Meta:
        model = Posting
        fields = ("staff", "role", "store", "region", "starts_on", "ends_on", "takes_part")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # in the table of somebody's postings nothing else does
            widget = cast("forms.Widget", getattr(field.widget, "widget", field.widget))
            widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        role = facts.get("role")
        for field, roles, missing, needless in PLACES:
            if role in roles and not facts.get(field):
                self.add_error(field, ValidationError(missing))
            elif role and role not in roles and facts.get(field):
                self.add_error(field, ValidationError(needless))
        return facts


# For each place: the roles that have one, and what to say when it is missing or too much.
PLACES = [
    ("store", STORE_ROLES, _("This role needs a store."), _("This role belongs to no store.")),
    ("region", REGION_ROLES, _("This role needs a region."), _("This role belongs to no region.")),
]


def _secret(label: Any, **attrs: str) -> forms.CharField:
    attrs = {"autocomplete": "new-password", **attrs}
    return forms.CharField(label=label, widget=UnfoldAdminPasswordWidget(attrs))


class TwiceForm(ActForm):
    """A secret, typed twice because nobody sees it."""

    secret: ClassVar[str]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get(self.secret) != facts.pop("again", None):
            self.add_error("again", ValidationError(_("The two differ.")))
        return facts


class PinForm(TwiceForm):
    secret = "pin"  # noqa: S105 - the field's name
    pin = _secret(_("New PIN"), inputmode="numeric")
    again = _secret(_("New PIN, again"), inputmode="numeric")

    def clean_pin(self) -> str:
        pin: str = self.cleaned_data["pin"]
        if not PIN.fullmatch(pin):
            raise ValidationError(_("A PIN is four to six digits."))
        return pin


class PasswordForm(TwiceForm):
    secret = "password"  # noqa: S105 - the field's name
    password = _secret(_("New password"))
    again = _secret(_("New password, again"))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
