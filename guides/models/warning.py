"""What a guide and her manager were told about time running out."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from guides.enums import WarningTo
from guides.models.ownership import Ownership


class DueWarningQuerySet(models.QuerySet["DueWarning"]):
    """Which warnings."""

    def standing(self) -> DueWarningQuerySet:
        """Return those that still say something true: held still, and still due that day."""
        return self.filter(ownership__ends_at=None, ownership__due_on=F("due_on"))


class DueWarning(models.Model):
    """One warning, made once: this ownership ends on ``due_on``, at most ``days`` from then."""

    ownership = models.ForeignKey(
        Ownership, models.PROTECT, related_name="warnings", verbose_name=_("ownership")
    )
    to = models.CharField(_("to"), max_length=7, choices=WarningTo)
    days = models.PositiveSmallIntegerField(_("days ahead"))
    due_on = models.DateField(_("last day"))
    made_at = models.DateTimeField(_("made at"))

    objects = DueWarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("warning")
        verbose_name_plural = _("warnings")
        constraints = [
            models.UniqueConstraint(
                fields=["ownership", "due_on", "to", "days"],
                name="guides_warning_is_made_once_per_due_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ownership} · {self.due_on}"
