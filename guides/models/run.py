"""Which mornings' recycling has been done."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.models import Store


class RecyclingRun(models.Model):
    """One morning's run of one store; a store has one a day."""

    store = models.ForeignKey(
        Store, models.PROTECT, related_name="recycling_runs", verbose_name=_("store")
    )
    day = models.DateField(_("day"))
    ran_at = models.DateTimeField(_("ran at"))
    recycled = models.PositiveIntegerField(_("members taken back"))
    drawn_at = models.DateTimeField(_("pool drawn at"), null=True, blank=True)
    warned_at = models.DateTimeField(_("warned at"), null=True, blank=True)

    class Meta:
        verbose_name = _("recycling run")
        verbose_name_plural = _("recycling runs")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "day"], name="guides_recycling_runs_once_a_day_per_store"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store} {self.day}"
