"""A member who stays with her guide for a while, visit or no visit."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guides.models.ownership import Ownership


class ProtectionQuerySet(models.QuerySet["Protection"]):
    """Which protections."""

    def standing(self, *, on: dt.date) -> ProtectionQuerySet:
        """Return those that hold on ``on``."""
        return self.filter(ended_at=None, until__gt=on)


class Protection(models.Model):
    """An ownership that no morning's run ends before ``until``."""

    ownership = models.ForeignKey(
        Ownership, models.PROTECT, related_name="protections", verbose_name=_("ownership")
    )
    at_her_wish = models.BooleanField(_("she asked to keep her guide"), default=False)
    reason = models.CharField(_("reason"), max_length=200)
    starts_on = models.DateField(_("starts on"))
    until = models.DateField(_("until"), help_text=_("The first day it no longer holds."))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="protections_given",
        verbose_name=_("by"),
    )
    ended_at = models.DateTimeField(_("ended early at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="protections_ended",
        null=True,
        blank=True,
        verbose_name=_("ended by"),
    )

    objects = ProtectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("protection")
        verbose_name_plural = _("protections")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("starts_on")), name="guides_protection_has_days"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="guides_protection_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="guides_protection_is_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ownership} · {self.until}"
