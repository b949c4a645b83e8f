"""How points are earned and what they are worth, as dated versions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import BasisPointsField

Rule = TypeVar("Rule", bound="DatedRule")


class DatedRuleQuerySet(models.QuerySet[Rule]):
    """Which version."""

    def in_force(self, *, on: dt.date) -> DatedRuleQuerySet[Rule]:
        """Return the versions in force by ``on``, the newest first."""
        return self.filter(effective_from__lte=on).order_by("-effective_from", "-pk")


class DatedRule(models.Model):
    """A rule with a beginning. A change is a new row; entries keep the row that made them."""

    effective_from = models.DateField(_("effective from"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"#{self.pk} · {self.effective_from}"


class EarningRule(DatedRule):
    """Points for money."""

    points_per_yuan = models.DecimalField(
        _("points per yuan"), max_digits=8, decimal_places=4, default=Decimal(1)
    )
    life_months = models.PositiveSmallIntegerField(
        _("life in months"), null=True, blank=True, help_text=_("Empty: points never expire.")
    )

    class Meta:
        verbose_name = _("earning rule")
        verbose_name_plural = _("earning rules")
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"], name="loyalty_earning_rule_starts_on_its_own_day"
            ),
            models.CheckConstraint(
                condition=Q(points_per_yuan__gte=0), name="loyalty_earning_rule_gives_not_takes"
            ),
        ]


class RedemptionRule(DatedRule):
    """Money for points."""

    point_value = models.DecimalField(
        _("yuan per point"), max_digits=8, decimal_places=4, default=Decimal("0.01")
    )
    minimum = models.PositiveIntegerField(_("smallest number of points"), default=1)
    share = BasisPointsField(
        _("largest share of the ticket"),
        default=10_000,
        help_text=_("In hundredths of a percent: 10000 is the whole ticket."),
    )

    class Meta:
        verbose_name = _("redemption rule")
        verbose_name_plural = _("redemption rules")
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"], name="loyalty_redemption_rule_starts_on_its_own_day"
            ),
            models.CheckConstraint(
                condition=Q(point_value__gt=0, minimum__gte=1, share__range=(0, 10_000)),
                name="loyalty_redemption_rule_is_possible",
            ),
        ]
