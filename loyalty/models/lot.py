"""Lots: points that were earned together and expire together; and who took from them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import PointsField
from loyalty.models.account import PointsAccount
from loyalty.models.entry import PointsEntry
from membership.models import Member

NEVER = dt.date(9999, 12, 31)
"""The expiry of points that do not expire."""

ALWAYS = dt.date(1970, 1, 1)
"""The first day of points that can be spent at once."""


class PointsLotQuerySet(models.QuerySet["PointsLot"]):
    """Which lots."""

    def of_member(self, member: Member) -> PointsLotQuerySet:
        """Return the lots of one member."""
        return self.filter(account__member=member)

    def live(self, *, on: dt.date) -> PointsLotQuerySet:
        """Return lots with something left that has not expired by ``on``, pending ones too."""
        return self.filter(remaining__gt=0, expires_on__gt=on)

    def spendable(self, *, on: dt.date) -> PointsLotQuerySet:
        """Return live lots that are no longer pending on ``on``."""
        return self.live(on=on).filter(spendable_from__lte=on)

    def due(self, *, on: dt.date) -> PointsLotQuerySet:
        """Return lots with something left whose life was over by ``on``."""
        return self.filter(remaining__gt=0, expires_on__lte=on)

    def oldest_first(self) -> PointsLotQuerySet:
        """Order as points are spent: soonest expiry, then first earned."""
        return self.order_by("expires_on", "pk")


class PointsLot(models.Model):
    """What one entry brought in. ``remaining`` = ``points`` - its allocations."""

    account = models.ForeignKey(
        PointsAccount, models.PROTECT, related_name="lots", verbose_name=_("account")
    )
    entry = models.OneToOneField(
        PointsEntry, models.PROTECT, related_name="lot", verbose_name=_("entry")
    )
    points = PointsField(_("points"))
    remaining = PointsField(_("remaining"))
    spendable_from = models.DateField(
        _("can be spent from"),
        default=ALWAYS,
        db_default=ALWAYS,
        help_text=_("Until then they are pending."),
    )
    expires_on = models.DateField(
        _("expires on"), default=NEVER, help_text=_("The first day they cannot be spent.")
    )

    objects = PointsLotQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot of points")
        verbose_name_plural = _("lots of points")
        indexes = [
            models.Index(
                fields=["account", "expires_on"],
                condition=Q(remaining__gt=0),
                name="lot_with_points_by_account",
            ),
            models.Index(
                fields=["expires_on", "account"],
                condition=Q(remaining__gt=0) & ~Q(expires_on=NEVER),
                name="lot_with_points_by_expiry",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gt=0, remaining__gte=0, remaining__lte=F("points")),
                name="loyalty_lot_remaining_within_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.remaining}/{self.points}"


class LotAllocation(models.Model):
    """How much an entry took from a lot; negative where a reversal put it back."""

    entry = models.ForeignKey(
        PointsEntry, models.PROTECT, related_name="allocations", verbose_name=_("entry")
    )
    lot = models.ForeignKey(
        PointsLot, models.PROTECT, related_name="allocations", verbose_name=_("lot")
    )
    points = PointsField(_("points"))

    class Meta:
        verbose_name = _("lot allocation")
        verbose_name_plural = _("lot allocations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(points=0), name="loyalty_allocation_moves_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} ← {self.lot_id}: {self.points}"


class ExpiryNotice(models.Model):
    """That somebody's points are about to expire was put on the list; nothing expires without.

    ``days_ahead`` is 30, 7, or 0 for one that was written only when the day had come.
    """

    account = models.ForeignKey(
        PointsAccount, models.PROTECT, related_name="expiry_notices", verbose_name=_("account")
    )
    expires_on = models.DateField(_("expires on"))
    days_ahead = models.PositiveSmallIntegerField(_("days ahead"))
    points = PointsField(_("points"))
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("expiry notice")
        verbose_name_plural = _("expiry notices")
        indexes = [models.Index(fields=["expires_on"], name="expiry_notice_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "expires_on", "days_ahead"],
                name="loyalty_expiry_is_noticed_once",
            ),
            models.CheckConstraint(
                condition=Q(points__gt=0), name="loyalty_expiry_notice_is_of_points"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.points} · {self.expires_on}"
