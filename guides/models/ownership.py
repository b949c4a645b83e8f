"""Who looks after whom, and until when."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from guides.enums import EndReason, OwnershipReason, OwnershipState
from loyalty.models import Tier
from membership.models import Member
from stores.models import Store


class OwnershipRule(models.Model):
    """How long a guide keeps a member who does not buy. A change is a new row.

    The most particular row in force decides: store and tier, then store, then tier, then
    the row that names neither.
    """

    effective_from = models.DateField(_("effective from"))
    store = models.ForeignKey(
        Store,
        models.PROTECT,
        related_name="ownership_rules",
        null=True,
        blank=True,
        verbose_name=_("store"),
        help_text=_("Empty: every store."),
    )
    tier = models.ForeignKey(
        Tier,
        models.PROTECT,
        related_name="ownership_rules",
        null=True,
        blank=True,
        verbose_name=_("tier"),
        help_text=_("Empty: every tier."),
    )
    months = models.PositiveSmallIntegerField(_("months without a purchase"), default=2)
    trial_months = models.PositiveSmallIntegerField(_("months on trial"), default=2)
    warn_days = models.PositiveSmallIntegerField(
        _("first warning, days ahead"), default=14, help_text=_("To the guide.")
    )
    last_warn_days = models.PositiveSmallIntegerField(
        _("last warning, days ahead"), default=3, help_text=_("To the guide and the manager.")
    )
    counts_elsewhere = models.BooleanField(_("visits to other stores renew"), default=True)
    counts_points = models.BooleanField(
        _("visits without money renew"),
        default=False,
        help_text=_("Visits paid with points alone, or with nothing to pay."),
    )
    rewinds = models.BooleanField(
        _("applies to running clocks"),
        default=False,
        help_text=_("Otherwise from a member's next visit on. May shorten the time she has left."),
    )

    class Meta:
        verbose_name = _("ownership rule")
        verbose_name_plural = _("ownership rules")
        constraints = [
            models.UniqueConstraint(
                "effective_from",
                Coalesce("store", 0),
                Coalesce("tier", 0),
                name="guides_ownership_rule_is_one_per_day_store_and_tier",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, trial_months__gte=1),
                name="guides_ownership_rule_gives_some_time",
            ),
            models.CheckConstraint(
                condition=Q(last_warn_days__lte=F("warn_days")),
                name="guides_ownership_rule_warns_last_after_first",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} · {self.effective_from}"


class OwnershipQuerySet(models.QuerySet["Ownership"]):
    """Which ownerships."""

    def open(self) -> OwnershipQuerySet:
        """Return the ownerships that hold now."""
        return self.filter(ends_at=None)

    def overdue(self, *, on: dt.date) -> OwnershipQuerySet:
        """Return open ownerships whose last day is before ``on``."""
        return self.open().filter(due_on__lt=on)

    def due_soon(self, *, on: dt.date) -> OwnershipQuerySet:
        """Return open ownerships in the days of warning of their rule."""
        return self.open().filter(in_days_of_warning(on=on))


def in_days_of_warning(*, on: dt.date) -> Q:
    """Say of an ownership that its last day is as near to ``on`` as its rule warns ahead."""
    is_near = Q(pk__in=[])
    for days in OwnershipRule.objects.values_list("warn_days", flat=True).distinct():
        is_near |= Q(rule__warn_days=days, due_on__lte=on + dt.timedelta(days))
    return is_near


class Ownership(models.Model):
    """A guide's care for a member, from ``starts_at`` until ``ends_at``.

    ``clock_from`` is the later of card opening and last standing visit; ``due_on`` is the
    last day the guide keeps the member without another one. One that a mistake had ended goes
    on, and says who restored it.
    """

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="ownerships", verbose_name=_("member")
    )
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="ownerships",
        verbose_name=_("guide"),
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="ownerships", verbose_name=_("store")
    )
    state = models.CharField(
        _("state"), max_length=5, choices=OwnershipState, default=OwnershipState.OWNED
    )
    reason = models.CharField(_("came by"), max_length=10, choices=OwnershipReason)
    rule = models.ForeignKey(
        OwnershipRule, models.PROTECT, related_name="ownerships", verbose_name=_("rule")
    )
    starts_at = models.DateTimeField(_("starts at"))
    clock_from = models.DateField(_("clock runs from"))
    due_on = models.DateField(_("last day"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    end_reason = models.CharField(_("ended by"), max_length=10, choices=EndReason, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="ownerships_made",
        null=True,
        blank=True,
        verbose_name=_("by"),
    )
    note = models.CharField(_("reason"), max_length=200, blank=True)
    overrides = models.BooleanField(
        _("although the guide held her before"), default=False, editable=False
    )
    end_note = models.CharField(_("why it ended"), max_length=200, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="ownerships_ended",
        null=True,
        blank=True,
        verbose_name=_("ended by hand by"),
    )
    restored_at = models.DateTimeField(_("restored at"), null=True, blank=True)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="ownerships_restored",
        null=True,
        blank=True,
        verbose_name=_("restored by"),
    )
    draw = models.ForeignKey(
        "guides.Draw",
        models.PROTECT,
        related_name="ownerships",
        null=True,
        blank=True,
        verbose_name=_("draw"),
    )

    objects = OwnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("ownership")
        verbose_name_plural = _("ownerships")
        indexes = [
            models.Index(
                fields=["guide", "due_on"],
                condition=Q(ends_at=None),
                name="open_ownership_by_guide",
            ),
            models.Index(
                fields=["store", "due_on"],
                condition=Q(ends_at=None),
                name="open_ownership_by_store",
            ),
            models.Index(
                fields=["due_on", "member"],
                condition=Q(ends_at=None),
                name="open_ownership_by_due_day",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ends_at=None),
                name="guides_member_is_in_one_hand",
            ),
            models.CheckConstraint(
                # A check passes where it is unknown, so the end may not be null.
                condition=Q(ends_at=None, end_reason="")
                | Q(ends_at__isnull=False, ends_at__gte=F("starts_at")) & ~Q(end_reason=""),
                name="guides_ownership_ends_after_it_starts_and_says_why",
            ),
            models.CheckConstraint(
                condition=Q(restored_at=None, restored_by=None)
                | Q(
                    restored_at__gte=F("starts_at"),
                    restored_at__isnull=False,
                    restored_by__isnull=False,
                ),
                name="guides_ownership_says_who_restored_it",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("clock_from")), name="guides_ownership_gives_some_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guide_id} → {self.member_id}"
