"""What is typed for an annual rebate."""

from __future__ import annotations

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loyalty.enums import CouponEffect
from loyalty.models import AnnualRebate, CouponKind

BAND = re.compile(r"(?P<points>\d{1,9})\D+?(?P<yuan>\d{1,7}(?:\.\d{1,2})?)\D*")


class RebateForm(forms.Form):
    """A year, its coupon, and its bands: a line each, points from and yuan."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    coupon_kind = forms.ModelChoiceField(
        CouponKind.objects.filter(effect=CouponEffect.AMOUNT, is_active=True).order_by("pk"),
        label=_("Coupon"),
        help_text=_("A kind that takes yuan off; the amount is that of the band."),
    )
    bands = forms.CharField(
        label=_("Bands"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A line each: points from, then yuan. For example: 1000 10"),
    )

    @classmethod
    def showing(cls, rebate: AnnualRebate) -> RebateForm:
        """Return the form filled with what was drafted."""
        lines = [
            f"{band.points_from} {band.amount.normalize():f}"
            for band in rebate.bands.order_by("points_from")
        ]
        facts = {"year": rebate.year, "coupon_kind": rebate.coupon_kind_id}
        return cls(initial=facts | {"bands": "\n".join(lines)})

    def clean_bands(self) -> dict[int, Decimal]:
        """Return points to yuan."""
        bands: dict[int, Decimal] = {}
        for line in filter(str.strip, self.cleaned_data["bands"].splitlines()):
            read = BAND.fullmatch(line.strip().replace(",", ""))
            points, yuan = (int(read["points"]), Decimal(read["yuan"])) if read else (0, Decimal(0))
            if not points or not yuan:
                raise ValidationError(_("Not understood: %(line)s"), params={"line": line})
            if points in bands:
                raise ValidationError(
                    _("Two bands begin at %(points)s."), params={"points": points}
                )
            bands[points] = yuan
        return bands
