"""How the customer pays."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from common.money import ZERO
from pos.forms.fields import AmountField
from sales.domain.recording import Payment
from sales.enums import TenderKind

TENDERS = [TenderKind.WECHAT, TenderKind.ALIPAY, TenderKind.CASH, TenderKind.CARD]


class PaymentForm(forms.Form):
    """One tender takes the whole, or what the parts typed for others leave of it.

    ``shown_due`` and ``points`` are what the customer was told; the posting compares them
    with what is due and refuses to take another amount.
    """

    shown_due = AmountField(widget=forms.HiddenInput)
    points = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    tender = forms.ChoiceField(
        label=_("Paid with"),
        choices=[(kind.value, kind.label) for kind in TENDERS],
        widget=forms.RadioSelect,
        required=False,
    )
    part_wechat = AmountField(label=TenderKind.WECHAT.label, required=False)
    part_alipay = AmountField(label=TenderKind.ALIPAY.label, required=False)
    part_cash = AmountField(label=TenderKind.CASH.label, required=False)
    part_card = AmountField(label=TenderKind.CARD.label, required=False)
    handed_over = AmountField(label=_("Cash handed over"), required=False)

    def clean(self) -> dict[str, object]:
        """Give each tender its amount."""
        if self.errors:
            return self.cleaned_data
        amounts = {kind: self.cleaned_data[f"part_{kind}"] or ZERO for kind in TENDERS}
        rest = self.cleaned_data["shown_due"] - sum(amounts.values())
        if rest < 0:
            self.add_error("tender", _("The parts are more than what is due."))
        elif rest > 0 and not self.cleaned_data["tender"]:
            self.add_error("tender", _("Choose how the customer pays."))
        elif rest > 0:
            amounts[TenderKind(self.cleaned_data["tender"])] += rest
        self.cleaned_data["amounts"] = amounts
        self._check_cash(amounts[TenderKind.CASH])
        return self.cleaned_data

    def _check_cash(self, cash: Decimal) -> None:
        handed_over = self.cleaned_data["handed_over"]
        if cash and handed_over is not None and handed_over < cash:
            self.add_error("handed_over", _("That is less than the customer has to pay in cash."))

    @property
    def split(self) -> bool:
        """Whether any part was typed."""
        return any(self[f"part_{kind}"].value() for kind in TENDERS)

    @property
    def parts(self) -> list[forms.BoundField]:
        """The fields of the parts."""
        return [self[f"part_{kind}"] for kind in TENDERS]

    def payments(self) -> list[Payment]:
        """Return the tenders that pay the due; cash with what was handed over."""
        return [
            Payment(
                kind,
                amount,
                handed_over=self.cleaned_data["handed_over"] if kind == TenderKind.CASH else None,
            )
            for kind, amount in self.cleaned_data["amounts"].items()
            if amount
        ]


class PointsForm(forms.Form):
    """How many points pay."""

    points = forms.IntegerField(label=_("Points to pay with"), min_value=0, max_value=99_999_999)
