"""Points moved by hand, and who agreed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import PointsField
from loyalty.enums import Decision
from loyalty.models.entry import PointsEntry
from membership.models import Member


class PointsAdjustment(models.Model):
    """Points somebody adds or takes by hand; above the limit, a second person agrees first."""

    key = models.UUIDField(_("key"), unique=True)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="points_adjustments", verbose_name=_("member")
    )
    points = PointsField(_("points"))
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=Decision, default=Decision.WAITING)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="adjustments_asked",
        verbose_name=_("asked by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="adjustments_decided",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )
    needs_second = models.BooleanField(_("needs a second person"), default=False)
    entry = models.OneToOneField(
        PointsEntry,
        models.PROTECT,
        related_name="adjustment",
        null=True,
        blank=True,
        verbose_name=_("points entry"),
    )

    class Meta:
        verbose_name = _("points adjustment")
        verbose_name_plural = _("points adjustments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(points=0) & ~Q(reason=""),
                name="loyalty_adjustment_moves_something_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=Decision.WAITING, decided_at=None, decided_by=None, entry=None)
                | Q(state=Decision.APPROVED, decided_at__isnull=False, entry__isnull=False)
                | Q(state=Decision.REFUSED, decided_at__isnull=False, entry=None),
                name="loyalty_adjustment_is_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False) | Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="loyalty_adjustment_needs_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.points:+}"
