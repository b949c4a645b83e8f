"""Bands of points: where members stand by what they have."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import PointsField


class PointsBand(models.Model):
    """Members with at least so many points, up to where the next band begins."""

    floor = PointsField(_("points from"), unique=True)

    class Meta:
        verbose_name = _("points band")
        verbose_name_plural = _("points bands")
        ordering = ("floor",)
        constraints = [
            models.CheckConstraint(
                condition=Q(floor__gte=0), name="loyalty_points_band_begins_at_zero_or_above"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.floor:,}+"
