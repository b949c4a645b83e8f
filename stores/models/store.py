"""Where the chain is: regions and their stores."""

import datetime as dt

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Region(models.Model):
    """A group of stores under one area manager."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(code="") & ~models.Q(name=""),
                name="stores_region_has_code_and_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Store(models.Model):
    """One shop. Its code is text, as issued, never padded: ``24``, ``3``."""

    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-Za-z]+$", _("Only letters and digits."))],
        help_text=_("Stands in every member number of this store and is never recomputed."),
    )
    name = models.CharField(_("name"), max_length=60)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="stores",
        null=True,
        blank=True,
        verbose_name=_("region"),
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    day_ends_at = models.TimeField(
        _("business day ends at"),
        default=dt.time(0, 0),
        help_text=_("Sales before this time in the night belong to the day before."),
    )
    recycles_at = models.TimeField(
        _("recycles members at"),
        default=dt.time(7, 0),
        help_text=_("When the morning's run takes back the members whose time is over."),
    )
    is_open = models.BooleanField(_("open"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("store")
        verbose_name_plural = _("stores")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(code="") & ~models.Q(name=""),
                name="stores_store_has_code_and_name",
            ),
            models.CheckConstraint(
                condition=models.Q(day_ends_at__lt=dt.time(12, 0)),
                name="stores_store_day_ends_before_noon",
            ),
        ]

    def __str__(self) -> str:
        return self.name
