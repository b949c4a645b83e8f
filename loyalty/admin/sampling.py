"""The sample basket beside the form of an earning rule."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from common.birthdays import Birthday, NotABirthday, parse_birthday
from common.money import ZERO
from loyalty.domain.bonuses import BonusTerms
from loyalty.earning_preview import Sample
from loyalty.models import Tier
from sales.models import Product
from stores.admin_base import RuleForm
from stores.models import Store

SAMPLE = (
    "sample_goods",
    "sample_tier",
    "sample_store",
    "sample_day",
    "sample_birthday",
    "sample_by_points",
)
MOST = 100_000  # of a product in a sample
LINE = re.compile(r"(\S+)(?:\s+[x×*]?\s*(\S+))?")


class SampledRuleForm(RuleForm):
    """A version of the rule, and a basket to try it on, which is not kept."""

    sample_goods = forms.CharField(
        label=_("goods"),
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 3}),
        help_text=_("A line each: SKU or barcode, then how many. Empty: two that are on sale."),
    )
    sample_tier = forms.ModelChoiceField(
        Tier.objects.lowest_first(),
        label=_("tier"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    sample_store = forms.ModelChoiceField(
        Store.objects.order_by("name"),
        label=_("store"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    sample_day = forms.DateField(
        label=_("day"),
        required=False,
        initial=timezone.localdate,
        widget=UnfoldAdminSingleDateWidget,
    )
    sample_birthday = forms.CharField(
        label=_("birthday"), required=False, widget=UnfoldAdminTextInputWidget
    )
    sample_by_points = forms.DecimalField(
        label=_("paid with points, in yuan"),
        required=False,
        min_value=0,
        decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget,
    )

    def clean_sample_goods(self) -> list[tuple[Product, Decimal]]:
        goods = [
            _read_line(line)
            for line in self.cleaned_data["sample_goods"].splitlines()
            if line.strip()
        ]
        if goods:
            return goods
        on_sale = Product.objects.on_sale().exclude(regular_price=None).order_by("pk")
        return [(product, Decimal(1)) for product in on_sale[:2]]

    def clean_sample_birthday(self) -> Birthday | None:
        typed = self.cleaned_data["sample_birthday"]
        try:
            return parse_birthday(typed) if typed else None
        except NotABirthday as refusal:
            raise forms.ValidationError(str(refusal)) from None

    @property
    def sample(self) -> Sample:
        """The basket, who buys it where and when."""
        facts = self.cleaned_data
        return Sample(
            goods=facts["sample_goods"],
            store=facts["sample_store"] or Store.objects.order_by("name").first() or Store(),
            day=facts["sample_day"] or timezone.localdate(),
            tier=facts["sample_tier"],
            birthday=facts["sample_birthday"],
            by_points=facts["sample_by_points"] or ZERO,
        )


def terms_of_forms(forms_of_bonuses: Iterable[forms.ModelForm]) -> list[BonusTerms]:
    """Return the multipliers as typed, without those to be deleted."""
    kept = [
        form.cleaned_data
        for form in forms_of_bonuses
        if form.cleaned_data.get("multiplier") and not form.cleaned_data.get("DELETE")
    ]
    return [_terms(key, facts) for key, facts in enumerate(kept, start=1)]


def _terms(key: int, facts: dict[str, Any]) -> BonusTerms:
    sets = {
        name: frozenset(row.pk for row in facts[name])
        for name in ("tiers", "stores", "categories", "products")
    }
    return BonusTerms(
        multiplier=facts["multiplier"],
        key=key,
        name_zh=facts["name_zh"],
        name_en=facts["name_en"],
        weekdays=frozenset(facts["weekdays"]),
        days_of_month=frozenset(facts["days_of_month"]),
        birthday=facts["birthday"],
        days_around=facts["days_around"],
        since=facts["since"],
        until=facts["until"],
        **sets,
    )


def _read_line(line: str) -> tuple[Product, Decimal]:
    found = LINE.fullmatch(line.strip())
    code = found[1] if found else line.strip()
    product = (
        Product.objects.filter(sku=code).first() or Product.objects.filter(barcode=code).first()
    )
    if product is None:
        raise forms.ValidationError(_now("“%(code)s” is no product.") % {"code": code})
    try:
        quantity = Decimal((found and found[2]) or 1)
    except InvalidOperation:
        quantity = Decimal(0)
    if not 0 < quantity < MOST:
        raise forms.ValidationError(_now("“%(line)s”: how many?") % {"line": line.strip()})
    return product, quantity
