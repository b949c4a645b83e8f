"""People who may become members: written down, looked after, joined or let go."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from common.masking import mask_phone
from membership.enums import ProspectState
from membership.models.member import JoiningChannel, Member
from stores.models import Store


class ProspectQuerySet(models.QuerySet["Prospect"]):
    """Which prospects."""

    def open(self) -> ProspectQuerySet:
        """Return those who neither joined nor were let go."""
        return self.filter(state=ProspectState.OPEN)

    def due(self, *, on: dt.date) -> ProspectQuerySet:
        """Return the open ones whose next day has come by ``on``."""
        return self.open().filter(next_on__lte=on)

    def next_first(self) -> ProspectQuerySet:
        """Order by the next day, those without one last."""
        return self.order_by(F("next_on").asc(nulls_last=True), "-touched_at", "-pk")


class Prospect(models.Model):
    """Somebody who may become a member. Her phone is kept only if she agreed to be called."""

    name = models.CharField(_("name"), max_length=60)
    phone = PhoneNumberField(_("mobile"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("agreed to be called at"), null=True, blank=True)
    channel = models.ForeignKey(
        JoiningChannel,
        models.PROTECT,
        related_name="prospects",
        null=True,
        blank=True,
        verbose_name=_("source"),
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="prospects", verbose_name=_("store")
    )
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="prospects",
        verbose_name=_("looked after by"),
    )
    interest = models.CharField(_("interest"), max_length=200, blank=True)
    next_on = models.DateField(_("next day"), null=True, blank=True)
    noted_at = models.DateTimeField(_("written down at"))
    touched_at = models.DateTimeField(_("last changed at"))
    state = models.CharField(
        _("state"), max_length=7, choices=ProspectState, default=ProspectState.OPEN
    )
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        related_name="prospects",
        null=True,
        blank=True,
        verbose_name=_("member"),
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = ProspectQuerySet.as_manager()

    class Meta:
        verbose_name = _("prospect")
        verbose_name_plural = _("prospects")
        indexes = [
            models.Index(fields=["store", "state", "next_on"], name="prospect_by_store_and_day"),
            models.Index(fields=["guide", "state"], name="prospect_by_guide"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="membership_prospect_has_a_name"),
            models.UniqueConstraint(
                fields=["phone"],
                condition=Q(state=ProspectState.OPEN),
                name="membership_prospect_waits_once_a_phone",
            ),
            models.CheckConstraint(
                condition=Q(phone=None) | Q(phone__startswith="+", agreed_at__isnull=False),
                name="membership_prospect_agreed_to_be_called",
            ),
            models.CheckConstraint(
                condition=Q(state=ProspectState.OPEN, member=None, closed_at=None, reason="")
                | Q(state=ProspectState.JOINED, member__isnull=False, closed_at__isnull=False)
                | (
                    Q(state=ProspectState.DROPPED, member=None, closed_at__isnull=False)
                    & ~Q(reason="")
                ),
                name="membership_prospect_ends_as_a_member_or_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        """The phone as anybody may see it: 138****8000."""
        return mask_phone(str(self.phone)) if self.phone else ""
