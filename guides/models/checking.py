"""What managers set and check: targets, and contacts looked at again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common.fields import MoneyField
from guides.enums import TargetFigure
from guides.models.contact import Contact
from stores.models import Store


class GuideTarget(models.Model):
    """What a guide, or the whole store, is to reach in a month."""

    store = models.ForeignKey(
        Store, models.PROTECT, related_name="guide_targets", verbose_name=_("store")
    )
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="targets",
        null=True,
        blank=True,
        verbose_name=_("guide"),
        help_text=_("Empty: the whole store."),
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    figure = models.CharField(_("figure"), max_length=15, choices=TargetFigure)
    value = MoneyField(_("target"))

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(
                "store",
                Coalesce("guide", 0),
                "month",
                "figure",
                name="guides_target_is_set_once",
            ),
            models.CheckConstraint(condition=Q(value__gt=0), name="guides_target_is_something"),
            models.CheckConstraint(condition=Q(month__day=1), name="guides_target_is_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} · {self.get_figure_display()}"


class SpotCheck(models.Model):
    """A manager looked at a contact again and asked the member."""

    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="spot_checks", verbose_name=_("contact")
    )
    is_right = models.BooleanField(_("as written down"))
    note = models.CharField(_("what was found"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="spot_checks",
        verbose_name=_("checked by"),
    )
    at = models.DateTimeField(_("checked at"))

    class Meta:
        verbose_name = _("spot check")
        verbose_name_plural = _("spot checks")
        constraints = [
            models.UniqueConstraint(fields=["contact"], name="guides_contact_is_checked_once"),
            models.CheckConstraint(
                condition=Q(is_right=True) | ~Q(note=""),
                name="guides_spot_check_says_what_is_wrong",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} · {self.at}"
