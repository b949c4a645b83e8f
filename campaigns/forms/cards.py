"""What is typed to issue, block and replace cards, and to take a membership away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.money import yuan
from membership.enums import IssueWay
from membership.models import CardKind
from membership.queries import clean_query
from stores.models import Store

SCANNED = {"autocomplete": "off", "inputmode": "text", "data-scanned": ""}
AGAIN = {"autocomplete": "off", "data-scanned-again": ""}


class CardKindField(forms.ModelChoiceField):
    """A kind of card, with what one has to know of it."""

    def label_from_instance(self, kind: Any) -> str:
        traits = [str(kind)]
        if kind.value:
            traits.append(str(_("worth %(value)s") % {"value": yuan(kind.value)}))
        if kind.term_months:
            traits.append(str(_("%(months)d months") % {"months": kind.term_months}))
        if kind.store_quota is not None:
            traits.append(str(_("%(quota)d a store and year") % {"quota": kind.store_quota}))
        return " · ".join(traits)


class NumberForm(forms.Form):
    """A card's number, typed or scanned twice; a scanner fills both."""

    number = forms.CharField(
        label=_("Card number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(SCANNED),
        help_text=_("A digital card goes without: it is numbered after the member."),
    )
    again = forms.CharField(
        label=_("Card number once more"),
        max_length=40,
        required=False,
        widget=forms.TextInput(AGAIN),
    )
    store = forms.ModelChoiceField(Store.objects.none(), label=_("Store"), empty_label=None)

    def __init__(self, data: QueryDict | None, *, stores: QuerySet[Store], home: Store) -> None:
        super().__init__(data, initial={"store": home})
        store: Any = self.fields["store"]
        store.queryset = stores.order_by("name")
        if len(stores[:2]) == 1:
            store.widget = forms.HiddenInput()

    def clean_number(self) -> str:
        """Return the number as the till finds it."""
        return clean_query(self.cleaned_data["number"])

    def clean_again(self) -> str:
        """Refuse a slip of the fingers."""
        again = clean_query(self.cleaned_data["again"])
        if again != self.cleaned_data.get("number", again):
            raise forms.ValidationError(_("The two card numbers are not the same."))
        return again


class IssueForm(NumberForm):
    """A new card: its kind, how it comes to her, and in whose hand it will be.

    Unless ``printed``, only cards without a printed body are offered: her tier has no other.
    """

    kind = CardKindField(
        CardKind.objects.filter(price=0).order_by("pk"),
        label=_("Card kind"),
        empty_label=None,
        help_text=_("Cards that cost something are sold at the till."),
    )
    way = forms.ChoiceField(
        label=_("It comes to her"),
        choices=[(way.value, way.label) for way in (IssueWay.FREE, IssueWay.GIVEN)],
        initial=IssueWay.FREE,
        widget=forms.RadioSelect,
    )
    holder = forms.CharField(
        label=_("For somebody else"),
        max_length=60,
        required=False,
        help_text=_("The name of who will hold it: a supplementary card, which earns for her."),
    )
    field_order = ("kind", "number", "again", "way", "holder", "store")

    def __init__(self, *args: Any, printed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        kind: Any = self.fields["kind"]
        if not printed:
            kind.queryset = kind.queryset.filter(is_physical=False)


class FreezeForm(forms.Form):
    """Why a card is frozen."""

    reason = forms.CharField(max_length=100)


class DisqualifyForm(forms.Form):
    """Why the membership is taken away."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("She may read it, and appeal against it."),
        error_messages={"required": _("Nobody is disqualified without a reason.")},
    )


class AppealForm(forms.Form):
    """What the member says against it."""

    text = forms.CharField(
        label=_("What the member says"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write down what she says.")},
    )


class DecideForm(forms.Form):
    """The answer to an appeal."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("granted", _("Granted: she is a member as before")),
            ("rejected", _("Rejected: it stays as it is")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Decide one way or the other.")},
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=200,
        error_messages={"required": _("She is owed an answer.")},
    )

    @property
    def granted(self) -> bool:
        """Whether the appeal is granted."""
        return bool(self.cleaned_data["verdict"] == "granted")
