"""What is typed on the member's page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.birthdays import Birthday, NotABirthday, parse_birthday, typed
from common.phones import NotAPhone, parse_phone
from membership.enums import ConsentChannel, Gender
from membership.models import Member, Tag
from stores.models import Staff


class EarlierForm(forms.Form):
    """After how many rows of a panel to go on."""

    after = forms.IntegerField(min_value=0, max_value=1_000_000)


class ConsentForm(forms.Form):
    """How the member said so."""

    channel = forms.ChoiceField(
        label=_("How she said so"),
        choices=[
            (channel.value, channel.label)
            for channel in (ConsentChannel.TILL, ConsentChannel.PAPER)
        ],
        initial=ConsentChannel.TILL,
        widget=forms.RadioSelect,
    )


class GuideField(forms.ModelChoiceField):
    """A guide of the store, with what speaks against her."""

    def label_from_instance(self, guide: Any) -> str:
        if guide.held_before:
            return str(_("%(guide)s (held her before)") % {"guide": guide})
        return str(guide)


class AssignForm(forms.Form):
    """Who is to look after the member, and why."""

    def __init__(
        self, data: QueryDict | None, *, guides: QuerySet[Staff], may_override: bool
    ) -> None:
        super().__init__(data)
        self.fields["guide"] = GuideField(
            queryset=guides,
            label=pgettext_lazy("shop guide", "Guide"),
            empty_label=_("Choose a guide"),
            error_messages={
                "required": _("Choose a guide."),
                "invalid_choice": _("She is not a guide of this store today."),
            },
        )
        self.fields["note"] = forms.CharField(label=_("Reason"), max_length=200)
        if may_override:
            self.fields["override"] = forms.BooleanField(
                label=_("Give her back to a guide who held her before"), required=False
            )


class ProfileForm(forms.Form):
    """The member's own facts. Her phone stays hidden: an empty field keeps it."""

    name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(label=_("Mobile"), max_length=40, required=False)
    birthday = forms.CharField(
        label=_("Birthday"),
        max_length=40,
        required=False,
        help_text=_("05-20, 1988-05-20, 5月20日 or 农历八月十五; the year may be left out."),
    )
    birthday_declined = forms.BooleanField(label=_("Prefers not to say"), required=False)
    gender = forms.ChoiceField(
        label=_("Gender"), choices=[("", _("Not given")), *Gender.choices], required=False
    )
    tags = forms.ModelMultipleChoiceField(
        label=_("Tags"),
        queryset=Tag.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: QueryDict | None, *, member: Member, on: dt.date) -> None:
        birthday = member.birthday
        initial = {
            "name": member.name,
            "birthday": typed(birthday) if birthday else "",
            "birthday_declined": member.birthday_declined,
            "gender": member.gender,
            "tags": member.tags.all(),
        }
        super().__init__(data, initial=initial)
        self.member, self.on = member, on
        phone = self.fields["phone"]
        phone.widget.attrs |= {"type": "tel", "autocomplete": "off", "data-no-draft": ""}
        if member.masked_phone:
            phone.help_text = _("Leave empty to keep %(phone)s.") % {"phone": member.masked_phone}

    def clean_phone(self) -> str | None:
        """Return the number as E.164: the present one where none was typed."""
        written = self.cleaned_data["phone"]
        if not written:
            return str(self.member.phone) if self.member.phone else None
        try:
            return parse_phone(written)
        except NotAPhone as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean_birthday(self) -> Birthday | None:
        """Return the birthday that was typed, or None."""
        written = self.cleaned_data["birthday"]
        try:
            return parse_birthday(written, on=self.on) if written else None
        except NotABirthday as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        """Refuse a birthday together with the wish not to give one."""
        facts = self.cleaned_data
        if facts.get("birthday") and facts["birthday_declined"]:
            self.add_error("birthday_declined", _("Either a birthday or the wish not to give one."))
        return facts
