"""What is scanned or typed into the basket."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from common.money import cents
from common.notation import NO_DISCOUNT, NotADiscount, parse_discount
from pos.domain.by_hand import own_price
from pos.forms.fields import AmountField, half_width
from sales.models import Product
from sales.queries import parse_quantity

_TIMES = re.compile(r"(?P<quantity>[0-9]+(?:\.[0-9]+)?)\s*[*×xX]\s*(?P<code>.*)", re.DOTALL)
_NOT_A_QUANTITY = _("“%(text)s” is not a quantity. Write 2, or 0.5.")


class QuantityField(forms.CharField):
    """A quantity above zero, up to three decimals."""

    def clean(self, value: object) -> Decimal:
        """Return the quantity, or say what a quantity looks like."""
        text = super().clean(value)
        quantity = parse_quantity(text)
        if quantity is None:
            raise forms.ValidationError(_NOT_A_QUANTITY, params={"text": text})
        return quantity


class ScanForm(forms.Form):
    """The smart field: a barcode, SKU or name, with ``3*`` before it for three of them."""

    text = forms.CharField(max_length=200, required=False)
    scan = forms.CharField(max_length=40, required=False)

    def clean_text(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["text"]).strip()

    def clean(self) -> dict[str, object]:
        """Part ``3*69012345`` into a quantity and a code."""
        text = self.cleaned_data.get("text", "")
        times = _TIMES.fullmatch(text)
        self.cleaned_data["code"] = times["code"].strip() if times else text
        self.cleaned_data["quantity"] = parse_quantity(times["quantity"]) if times else Decimal(1)
        if self.cleaned_data["quantity"] is None:
            raise forms.ValidationError(_NOT_A_QUANTITY, params={"text": text})
        return self.cleaned_data


class LineForm(forms.Form):
    """A product chosen by name, or one whose price has to be typed."""

    sku = forms.CharField(max_length=60)
    quantity = QuantityField()
    price = AmountField(required=False, label=_("Price"))
    scan = forms.CharField(max_length=40, required=False)


class QuantityForm(forms.Form):
    """A line's quantity, as it shall be."""

    quantity = QuantityField()


class DiscountField(forms.CharField):
    """A discount as Chinese shops write it, as the share the customer pays; empty is none."""

    def clean(self, value: object) -> int | None:
        """Return ten-thousandths, or say what was wrong: a bare 8.8 may mean two things."""
        text = super().clean(value)
        try:
            return parse_discount(text) if text else None
        except NotADiscount as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class DiscountForm(forms.Form):
    """A discount by hand on the whole basket."""

    discount = DiscountField(required=False, max_length=20)


class PriceForm(forms.Form):
    """A line's price: an amount, a discount such as 8.8折, or empty for the product's own."""

    price = forms.CharField(required=False, max_length=20)

    def clean_price(self) -> Decimal | None:
        """Read an amount; a discount is kept as ``share``."""
        text = str(half_width(self.cleaned_data["price"]))
        self.share = None
        if text.endswith(("折", "%")):
            self.share = DiscountField().clean(text)
            return None
        return AmountField(required=False).clean(text)

    def price_of(self, product: Product) -> Decimal | None:
        """Return the yuan one of ``product`` shall cost; None for its own price."""
        own = own_price(product)
        if self.share is None or own is None:
            return self.cleaned_data["price"]
        return cents(own * self.share / NO_DISCOUNT)
