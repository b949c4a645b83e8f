"""Switching cashiers at a shared till, and the PIN that takes."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pos.forms.fields import half_width
from stores.models import Staff


class PinField(forms.CharField):
    """Digits nobody else reads, and no browser keeps."""

    widget = forms.PasswordInput

    def __init__(self, **options: Any) -> None:
        super().__init__(min_length=4, max_length=6, **options)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: object) -> str:
        """Read full-width digits as well."""
        return super().to_python(half_width(value)) or ""


class SwitchForm(forms.Form):
    """Who takes over: her name among the store's cashiers, or her number, and her PIN."""

    cashier = forms.ModelChoiceField(
        queryset=Staff.objects.none(),
        label=_("Who takes over"),
        widget=forms.RadioSelect,
        empty_label=None,
        required=False,
    )
    number = forms.CharField(label=_("or staff number"), max_length=20, required=False)
    pin = PinField(label=_("PIN"))

    def __init__(self, *args: Any, cashiers: QuerySet[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField", self.fields["cashier"]).queryset = cashiers
        self.cashiers = cashiers

    def clean(self) -> dict[str, object]:
        """Find the cashier by number where no name was chosen."""
        number = str(half_width(self.cleaned_data.get("number") or ""))
        if number:
            self.cleaned_data["cashier"] = self.cashiers.filter(number__iexact=number).first()
        if not self.cleaned_data.get("cashier"):
            field = "number" if number else "cashier"
            self.add_error(field, _("Choose a cashier of this store who has a PIN."))
        return self.cleaned_data


class PinForm(forms.Form):
    """A new PIN, twice, from somebody who knows the password."""

    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput({"autocomplete": "current-password", "data-focus": ""}),
    )
    pin = PinField(label=_("New PIN"), help_text=_("Four to six digits, not 1234 or 1111."))
    again = PinField(label=_("New PIN once more"))

    def __init__(self, *args: Any, staff: Staff, **options: Any) -> None:
        super().__init__(*args, **options)
        self.staff = staff

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.staff.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("pin"):
            raise forms.ValidationError(_("The two PINs are not the same."))
        return self.cleaned_data["again"]
