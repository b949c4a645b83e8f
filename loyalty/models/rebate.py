"""The annual rebate: a year's points earned become a coupon."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import MoneyField
from loyalty.enums import RebateState
from loyalty.models.coupon import CouponKind


class AnnualRebate(models.Model):
    """The policy of one year: who approved it, and when its coupons were issued."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    coupon_kind = models.ForeignKey(
        CouponKind,
        models.PROTECT,
        related_name="annual_rebates",
        verbose_name=_("coupon"),
        help_text=_("Yuan off; its amount is set by the band."),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=RebateState, default=RebateState.DRAFT
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="rebates_drafted",
        null=True,
        blank=True,
        verbose_name=_("drafted by"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="rebates_approved",
        null=True,
        blank=True,
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)

    class Meta:
        verbose_name = _("annual rebate")
        verbose_name_plural = _("annual rebates")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RebateState.DRAFT, approved_at=None, issued_at=None)
                | Q(state=RebateState.APPROVED, approved_at__isnull=False, issued_at=None)
                | Q(state=RebateState.ISSUED, approved_at__isnull=False, issued_at__isnull=False),
                name="loyalty_rebate_is_approved_before_it_is_issued",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class RebateBand(models.Model):
    """Who earned this many points or more receives this coupon; the highest band counts."""

    rebate = models.ForeignKey(
        AnnualRebate, models.CASCADE, related_name="bands", verbose_name=_("annual rebate")
    )
    points_from = models.PositiveIntegerField(_("points from"))
    amount = MoneyField(_("coupon of"), help_text=_("Yuan."))

    class Meta:
        verbose_name = _("rebate band")
        verbose_name_plural = _("rebate bands")
        constraints = [
            models.UniqueConstraint(
                fields=["rebate", "points_from"], name="loyalty_rebate_band_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(points_from__gt=0, amount__gt=0),
                name="loyalty_rebate_band_gives_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points_from}+ → {self.amount}"
