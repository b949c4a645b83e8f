"""Tiers, and who has held which."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.fields import BasisPointsField, MoneyField
from common.models import BilingualName
from loyalty.enums import CriterionUse, Decision, Lowering, Match, Measure, TierReason, Window
from membership.models import Member
from sales.models import Sale


class Asked(NamedTuple):
    """Criteria, and how many of them have to be met."""

    criteria: list[TierCriterion]
    match: Match


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
    entry_match = models.CharField(
        _("to reach it, meet"), max_length=3, choices=Match, default=Match.ANY
    )
    keep_match = models.CharField(
        _("to keep it, meet"), max_length=3, choices=Match, default=Match.ANY
    )
    window = models.CharField(
        _("criteria count over"), max_length=10, choices=Window, default=Window.ROLLING
    )
    window_months = models.PositiveSmallIntegerField(
        _("window in months"), default=12, help_text=_("For the last months.")
    )
    one_step = models.BooleanField(
        _("only from the tier below"),
        default=True,
        help_text=_("Off: members of any lower tier may rise to it directly."),
    )
    keep_months = models.PositiveSmallIntegerField(
        _("kept for months"),
        null=True,
        blank=True,
        help_text=_("Then it is reviewed. Empty: kept for good."),
    )
    notice_days = models.PositiveSmallIntegerField(
        _("notice before the review, in days"), default=30
    )
    lowering = models.CharField(
        _("who does not keep it goes"),
        max_length=8,
        choices=Lowering,
        default=Lowering.ONE_STEP,
    )
    upgrade_coupon = models.ForeignKey(
        "loyalty.CouponKind",
        models.PROTECT,
        related_name="upgrade_tiers",
        null=True,
        blank=True,
        verbose_name=_("upgrade gift"),
        help_text=_("A coupon, once, when a member first reaches the tier."),
    )
    has_card = models.BooleanField(_("has a physical card"), default=True)
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
        ]

    def asks(self, use: CriterionUse) -> Asked:
        """Return what it takes to reach it, or to keep it; kept by what reached it if not said."""
        said = [one for one in self.criteria.all() if one.use == use]
        if said or use == CriterionUse.ENTRY:
            return Asked(
                said, Match(self.keep_match if use == CriterionUse.KEEP else self.entry_match)
            )
        return self.asks(CriterionUse.ENTRY)


class TierCriterion(models.Model):
    """One thing that opens a tier, or keeps it."""

    tier = models.ForeignKey(Tier, models.CASCADE, related_name="criteria", verbose_name=_("tier"))
    use = models.CharField(_("for"), max_length=5, choices=CriterionUse, default=CriterionUse.ENTRY)
    measure = models.CharField(_("what counts"), max_length=10, choices=Measure)
    threshold = MoneyField(
        _("at least"),
        default=0,
        help_text=_("Yuan, points or visits; nothing for a paid card or an approval."),
    )

    class Meta:
        verbose_name = _("criterion of a tier")
        verbose_name_plural = _("criteria of tiers")
        constraints = [
            models.UniqueConstraint(
                fields=["tier", "use", "measure"], name="loyalty_tier_measures_a_thing_once"
            ),
            models.CheckConstraint(
                condition=Q(measure__in=[Measure.PAID_CARD, Measure.APPROVAL], threshold=0)
                | ~Q(measure__in=[Measure.PAID_CARD, Measure.APPROVAL]) & Q(threshold__gt=0),
                name="loyalty_tier_criterion_has_a_threshold_where_it_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tier}: {self.get_measure_display()} {self.threshold}"


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
    review_on = models.DateField(
        _("review on"),
        null=True,
        blank=True,
        help_text=_("The day it is reviewed, or a trial is over."),
    )
    before = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="followers",
        null=True,
        blank=True,
        verbose_name=_("comes back to"),
        help_text=_("Of a trial: the assignment that returns when it is over."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True, db_default="")
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
        indexes = [
            models.Index(
                fields=["review_on"],
                condition=Q(ends_at=None),
                name="tier_assignment_to_review",
            ),
        ]
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
            models.CheckConstraint(
                condition=~Q(reason=TierReason.TRIAL) | Q(review_on__isnull=False),
                name="loyalty_trial_of_a_tier_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.tier}"

    @property
    def is_trial(self) -> bool:
        """Whether it ends with its day, and what was before returns."""
        return self.reason == TierReason.TRIAL


class TierApplication(models.Model):
    """A member asks for a tier; somebody decides."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="tier_applications", verbose_name=_("member")
    )
    tier = models.ForeignKey(
        Tier, models.PROTECT, related_name="applications", verbose_name=_("tier")
    )
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=Decision, default=Decision.WAITING)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="tier_applications_made",
        verbose_name=_("asked by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="tier_applications_decided",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )
    answer = models.CharField(_("answer"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("application for a tier")
        verbose_name_plural = _("applications for tiers")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "tier"],
                condition=Q(state=Decision.WAITING),
                name="loyalty_tier_application_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state=Decision.WAITING, decided_at=None, decided_by=None)
                | ~Q(state=Decision.WAITING)
                & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="loyalty_tier_application_is_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} → {self.tier}"
