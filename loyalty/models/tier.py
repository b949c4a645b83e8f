"""Tiers, and who has held which."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.fields import BasisPointsField, PointsField
from common.models import BilingualName
from loyalty.enums import TierReason
from membership.models import Member
from sales.models import Sale


class TierQuerySet(models.QuerySet["Tier"]):
    """Which tiers."""

    def lowest_first(self) -> TierQuerySet:
        """Order by rank."""
        return self.order_by("rank")


class Tier(BilingualName):
    """A step of the ladder: 普卡, 银卡, 金卡, 白金卡 to begin with."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True)
    colour = models.CharField(
        _("colour"),
        max_length=7,
        default="#64748b",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("A colour such as #64748b."))],
    )
    discount = BasisPointsField(
        _("customer pays"),
        default=10_000,
        help_text=_("On regular prices, in hundredths of a percent: 8800 is 8.8折."),
    )
    multiplier = models.DecimalField(
        _("points multiplier"), max_digits=4, decimal_places=2, default=Decimal(1)
    )
    entry_points = PointsField(
        _("points to reach it"),
        null=True,
        blank=True,
        help_text=_(
            "Earned within the window by a member of the tier below. Empty: not by points."
        ),
    )
    window_months = models.PositiveSmallIntegerField(_("window in months"), default=12)
    is_entry = models.BooleanField(_("may be chosen on joining"), default=False)
    history = HistoricalRecords()

    objects = TierQuerySet.as_manager()

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        constraints = [
            models.CheckConstraint(
                condition=Q(discount__range=(1, 10_000)), name="loyalty_tier_discount_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(multiplier__gt=0), name="loyalty_tier_multiplier_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(entry_points=None) | Q(entry_points__gt=0),
                name="loyalty_tier_entry_points_are_positive",
            ),
        ]


class TierAssignmentQuerySet(models.QuerySet["TierAssignment"]):
    """Which assignments."""

    def open(self) -> TierAssignmentQuerySet:
        """Return the assignments that hold now."""
        return self.filter(ends_at=None)

    def holding(self, *, at: dt.datetime) -> TierAssignmentQuerySet:
        """Return the assignments that held at ``at``."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)


class TierAssignment(models.Model):
    """A member's tier from ``starts_at`` until ``ends_at``."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="tier_assignments", verbose_name=_("member")
    )
    tier = models.ForeignKey(
        Tier, models.PROTECT, related_name="assignments", verbose_name=_("tier")
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=TierReason)
    sale = models.ForeignKey(
        Sale,
        models.PROTECT,
        related_name="tier_assignments",
        null=True,
        blank=True,
        verbose_name=_("sale"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="tier_assignments_made",
        null=True,
        blank=True,
        verbose_name=_("by"),
    )

    objects = TierAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tier assignment")
        verbose_name_plural = _("tier assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ends_at=None),
                name="loyalty_tier_assignment_is_open_once_per_member",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="loyalty_tier_assignment_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.tier}"
