"""Organisations whose people are members: unions, schools, hospitals, firms."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stores.models import Store


class Organisation(models.Model):
    """An organisation and whom to speak to there."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    contact_name = models.CharField(_("contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact's phone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    store = models.ForeignKey(
        Store,
        models.PROTECT,
        related_name="organisations",
        null=True,
        blank=True,
        verbose_name=_("looked after by"),
    )
    note = models.TextField(_("note"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="membership_organisation_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
