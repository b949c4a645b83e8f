"""Who stands in for a guide while she is away."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stores.models.staff import Staff
from stores.models.store import Store


class DeputyQuerySet(models.QuerySet["Deputy"]):
    """Which deputies."""

    def current(self, *, on: dt.date) -> DeputyQuerySet:
        """Return those who stand in on ``on``."""
        return self.filter(starts_on__lte=on, ends_on__gt=on)


class Deputy(models.Model):
    """Somebody who sees and serves a guide's members from ``starts_on`` until ``ends_on``.

    The members stay the guide's own; only their care is shared.
    """

    guide = models.ForeignKey(
        Staff,
        models.PROTECT,
        related_name="leaves",
        verbose_name=pgettext_lazy("shop guide", "Guide"),
    )
    deputy = models.ForeignKey(
        Staff, models.PROTECT, related_name="deputations", verbose_name=_("deputy")
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="deputies", verbose_name=_("store")
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), help_text=_("The first day it no longer holds."))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        Staff, models.PROTECT, related_name="deputies_named", verbose_name=_("by")
    )

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="stores_deputy_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(guide=F("deputy")), name="stores_deputy_is_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} → {self.guide}"
