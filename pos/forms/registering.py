"""The form on which a customer becomes a member, in the order of the paper one."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from common.birthdays import Birthday
from common.phones import NotAPhone, parse_phone
from loyalty.models import Tier
from membership.domain.joining import texts_in_force
from membership.enums import Calendar, Gender, Purpose
from membership.forms import organisations_for
from membership.models import CardKind, JoiningChannel, Member, Organisation
from membership.queries import clean_query
from membership.referrers import find_referrer
from membership.stock import kind_of_printed
from pos.domain.registration import Application
from pos.forms.fields import read_birthday
from pos.queries.people import guides_of
from stores.models import Staff, Store

NO_AUTOFILL = {"autocomplete": "off"}
PASSED_OVER = {"data-enter-skips": ""}  # by Enter; Tab stops there
SCANNED = {"autocomplete": "off", "inputmode": "text", "data-scanned": ""}


class RegistrationForm(forms.Form):
    """Name, mobile, birthday, consents, tier, card; then who enrolled her and how she came."""

    store = forms.ModelChoiceField(Store.objects.none(), label=_("Store"), empty_label=None)
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=forms.TextInput({**NO_AUTOFILL, "data-focus": ""}),
        error_messages={"required": _("Write her name, or at least how to address her.")},
    )
    gender = forms.ChoiceField(
        label=_("Gender"), choices=Gender.choices, required=False, widget=forms.RadioSelect
    )
    phone = forms.CharField(
        label=_("Mobile"),
        max_length=30,
        widget=forms.TextInput({**NO_AUTOFILL, "inputmode": "tel"}),
        error_messages={"required": _("Write her mobile number.")},
    )
    calendar = forms.ChoiceField(
        label=_("Calendar"),
        choices=Calendar.choices,
        initial=Calendar.SOLAR,
        required=False,
        widget=forms.RadioSelect(PASSED_OVER),
    )
    birthday = forms.CharField(
        label=_("Birthday"),
        max_length=30,
        required=False,
        help_text=_("Month and day: 0520 or 5-20. The year may stand in front."),
        widget=forms.TextInput(NO_AUTOFILL),
    )
    birthday_declined = forms.BooleanField(
        label=_("Prefers not to say"),
        required=False,
        widget=forms.CheckboxInput({"data-enter-skips": "birthday"}),
    )
    tier = forms.ModelChoiceField(
        Tier.objects.filter(is_entry=True).lowest_first(),
        label=_("Tier"),
        empty_label=None,
        widget=forms.RadioSelect(PASSED_OVER),
    )
    card_number = forms.CharField(
        label=_("Card number"), max_length=40, required=False, widget=forms.TextInput(SCANNED)
    )
    card_again = forms.CharField(
        label=_("Card number once more"),
        max_length=40,
        required=False,
        widget=forms.TextInput({**NO_AUTOFILL, "data-scanned-again": ""}),
    )
    card_kind = forms.ModelChoiceField(
        CardKind.objects.filter(is_offered=True, price=0).order_by("pk"),
        label=_("Card kind"),
        empty_label=None,
        required=False,
        help_text=_("A printed number knows its kind; a digital card needs no number."),
    )
    enroller = forms.ModelChoiceField(
        Staff.objects.none(),
        label=_("Enrolled by"),
        empty_label=_("No guide"),
        required=False,
        help_text=_("The guide looks after her from today."),
    )
    referrer = forms.CharField(
        label=_("Brought by"),
        max_length=40,
        required=False,
        help_text=_("The code, mobile, card or member number of the member who brought her."),
        widget=forms.TextInput(NO_AUTOFILL),
    )
    channel = forms.ModelChoiceField(
        JoiningChannel.objects.filter(is_offered=True).order_by("pk"),
        label=_("How she came"),
        empty_label=None,
        required=False,
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        empty_label="—",
        required=False,
        help_text=_("Whose people she belongs to: a school, a hospital, a union, a firm."),
    )

    def __init__(
        self, *args: Any, stores: QuerySet[Store], staff: Staff, on: dt.date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.on = on
        self._offer_stores(stores)
        self._offer_guides(guides_of(stores=stores, on=on), staff)
        self._offer_consents()
        for name in ("tier", "card_kind", "channel"):
            choice = self._choice(name)
            choice.initial = choice.queryset and choice.queryset.first()

    def _choice(self, name: str) -> forms.ModelChoiceField:
        return cast("forms.ModelChoiceField", self.fields[name])

    def _offer_stores(self, stores: QuerySet[Store]) -> None:
        only = list(stores[:2])
        self._choice("store").queryset = stores
        self._choice("organisation").queryset = organisations_for(stores)
        self.fields["store"].initial = only[0] if only else None
        if len(only) == 1:
            self.fields["store"].widget = forms.HiddenInput()

    def _offer_guides(self, guides: QuerySet[Staff], staff: Staff) -> None:
        self._choice("enroller").queryset = guides
        if guides.filter(pk=staff.pk).exists():
            self.fields["enroller"].initial = staff

    def _offer_consents(self) -> None:
        texts = texts_in_force(on=self.on)
        for purpose in Purpose:
            needed = purpose == Purpose.MEMBERSHIP
            if purpose in texts:
                self.fields[_tick(purpose)] = forms.BooleanField(
                    label=purpose.label,
                    help_text=escape(texts[purpose].body),
                    required=needed,
                    widget=forms.CheckboxInput({} if needed else PASSED_OVER),
                    error_messages={
                        "required": _("She joins only when she agrees to the membership terms.")
                    },
                )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_phone(self) -> str:
        try:
            return parse_phone(self.cleaned_data["phone"])
        except NotAPhone as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean_birthday(self) -> Birthday | None:
        return read_birthday(
            self.cleaned_data["birthday"], calendar=self.cleaned_data["calendar"], on=self.on
        )

    def clean_card_number(self) -> str:
        return clean_query(self.cleaned_data["card_number"])

    def clean_card_kind(self) -> CardKind | None:
        """Return the kind a printed number is of, whatever was chosen."""
        number = self.cleaned_data.get("card_number")
        printed = kind_of_printed(number) if number else None
        if printed and not printed.is_offered:
            words = _("This is a %(kind)s. It is issued on the member's page.")
            raise forms.ValidationError(words, params={"kind": printed})
        chosen: CardKind | None = printed or self.cleaned_data["card_kind"]
        tier = self.cleaned_data.get("tier")
        if number and tier and not tier.has_card and (chosen is None or chosen.is_physical):
            words = _("Members of %(tier)s have no printed card: leave the number out.")
            self.add_error("card_number", words % {"tier": tier})
        return chosen if number or (chosen and not chosen.is_physical) else None

    def clean_card_again(self) -> str:
        again = clean_query(self.cleaned_data["card_again"])
        if again != self.cleaned_data.get("card_number", again):
            raise forms.ValidationError(_("The two card numbers are not the same."))
        return again

    def clean_referrer(self) -> Member | None:
        typed = self.cleaned_data["referrer"]
        found = find_referrer(typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError(_("No member has this code, mobile, card or number."))
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for a birthday, or for the wish not to give one."""
        facts = self.cleaned_data
        if facts.get("birthday_declined"):
            facts["birthday"] = None
        elif facts.get("birthday") is None and "birthday" not in self.errors:
            self.add_error("birthday", _("Write the birthday, or tick that she prefers not to."))
        return facts

    @property
    def consents(self) -> list[forms.BoundField]:
        """The ticks, one for each purpose."""
        return [self[_tick(purpose)] for purpose in Purpose if _tick(purpose) in self.fields]

    def application(self) -> Application:
        """Return what the paper form says."""
        facts = self.cleaned_data
        return Application(
            name=facts["name"],
            phone=facts["phone"],
            birthday=facts["birthday"],
            birthday_declined=facts["birthday_declined"],
            consents=[purpose for purpose in Purpose if facts.get(_tick(purpose))],
            tier=facts["tier"],
            card_number=facts["card_number"],
            card_kind=facts["card_kind"],
            gender=facts["gender"],
            channel=facts["channel"],
            referrer=facts["referrer"],
            organisation=facts["organisation"],
        )


def _tick(purpose: Purpose) -> str:
    return f"consent_{purpose}"
