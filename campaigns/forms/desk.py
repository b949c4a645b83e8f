"""What is typed and tapped at the service desk."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from loyalty.enums import RedemptionState
from loyalty.models import Perk, Reward
from stores.models import Store


class FindForm(forms.Form):
    """Whom the desk serves."""

    member = forms.CharField(
        label=_("Phone, card or member number"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "enterkeyhint": "search"}
        ),
    )


class StoreForm(forms.Form):
    """In which of ``stores`` the desk stands; ``store`` is where it stands now."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        stores: QuerySet[Store],
        store: Store | None = None,
    ) -> None:
        super().__init__(data, initial={"store": store})
        self.fields["store"] = forms.ModelChoiceField(
            stores.order_by("name"), label=_("Store"), empty_label=None
        )


class UseForm(forms.Form):
    """A perk to be used once; ``key`` makes it once."""

    key = forms.UUIDField()
    perk = forms.ModelChoiceField(Perk.objects.all(), to_field_name="code")


class RedeemForm(forms.Form):
    """A reward at the price that was shown; ``key`` makes it once."""

    key = forms.UUIDField()
    reward = forms.ModelChoiceField(
        Reward.objects.select_related("coupon_kind"), to_field_name="code"
    )
    points = forms.IntegerField(min_value=1)


class VouchersForm(forms.Form):
    """Which vouchers to list."""

    number = forms.CharField(
        label=_("Voucher number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *RedemptionState.choices], required=False
    )
