"""The ledger: every movement of points, in order, for ever."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import PointsField
from loyalty.enums import EntryKind
from loyalty.models.account import PointsAccount
from loyalty.models.rule import EarningRule
from sales.models import Sale
from stores.models import Store

GIVING = [EntryKind.EARN, EntryKind.AWARD, EntryKind.OPENING, EntryKind.FORGIVE]


class PointsEntryQuerySet(models.QuerySet["PointsEntry"]):
    """Which entries."""

    def newest_first(self) -> PointsEntryQuerySet:
        """Order by time, latest first."""
        return self.order_by("-occurred_at", "-pk")


class PointsEntry(models.Model):
    """One movement. A trigger refuses change and deletion; corrections are new entries.

    ``qualifying`` is what the movement counts towards a tier: what was earned, less what
    returns took back. Spending points never lowers it.
    """

    account = models.ForeignKey(
        PointsAccount, models.PROTECT, related_name="entries", verbose_name=_("account")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind)
    points = PointsField(_("points"))
    qualifying = PointsField(_("counts towards a tier"), default=0)
    reference = models.CharField(
        _("reference"), max_length=80, help_text=_("The cause; each cause posts once.")
    )
    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="reversals",
        null=True,
        blank=True,
        verbose_name=_("reverses"),
    )
    sale = models.ForeignKey(
        Sale,
        models.PROTECT,
        related_name="points_entries",
        null=True,
        blank=True,
        verbose_name=_("sale"),
    )
    rule = models.ForeignKey(
        EarningRule,
        models.PROTECT,
        related_name="entries",
        null=True,
        blank=True,
        verbose_name=_("rule"),
    )
    rate = models.DecimalField(
        _("points per yuan"),
        max_digits=8,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("As earned, the tier's multiplier included; a return undoes it at this rate."),
    )
    working = models.JSONField(
        _("working"),
        null=True,
        blank=True,
        help_text=_("How the points were worked out, where lines earned at different rates."),
    )
    store = models.ForeignKey(
        Store,
        models.PROTECT,
        related_name="points_entries",
        null=True,
        blank=True,
        verbose_name=_("store"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="points_entries",
        null=True,
        blank=True,
        verbose_name=_("by"),
    )
    occurred_at = models.DateTimeField(_("occurred at"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    note = models.CharField(_("reason"), max_length=200, blank=True)

    objects = PointsEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("points entry")
        verbose_name_plural = _("points entries")
        indexes = [
            models.Index(fields=["account", "occurred_at"], name="entry_by_account_and_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "reference"], name="loyalty_entry_cause_posts_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=GIVING, points__gt=0)
                | Q(kind__in=[EntryKind.REDEEM, EntryKind.EXPIRE], points__lt=0)
                | Q(kind=EntryKind.REVERSE, reverses__isnull=False) & ~Q(points=0)
                | Q(kind=EntryKind.ADJUST) & ~Q(points=0) & ~Q(note="")
                | Q(kind=EntryKind.MERGE) & ~Q(points=0, qualifying=0),
                name="loyalty_entry_has_the_sign_of_its_kind",
            ),
            models.CheckConstraint(
                condition=~Q(reference=""), name="loyalty_entry_names_its_cause"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.points:+}"
