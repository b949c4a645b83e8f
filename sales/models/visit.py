"""A member's day in a store: what ownership, tiers and nearly every figure read."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import MoneyField
from common.periods import add_months
from membership.models import Member
from stores.models import Store


class VisitQuerySet(models.QuerySet["Visit"]):
    """Which visits."""

    def counted(self) -> VisitQuerySet:
        """Return the days on which the member bought more than she gave back."""
        return self.filter(net__gt=0)

    def standing(self) -> VisitQuerySet:
        """Return counted days that later returns did not undo: these renew ownership."""
        return self.counted().filter(net__gt=F("returned_later"))

    def within(self, since: dt.date, until: dt.date) -> VisitQuerySet:
        """Return days from ``since`` up to ``until``."""
        return self.filter(business_day__gte=since, business_day__lt=until)

    def of_last_year(self, *, on: dt.date) -> VisitQuerySet:
        """Return days of the 12 months that end with ``on``."""
        return self.filter(business_day__gt=add_months(on, -12), business_day__lte=on)


class Visit(models.Model):
    """Sales and returns of one member in one store on one business day, added up.

    A row whose ``net`` is not positive is no visit, but it keeps the sums right. What comes
    back on a later day counts there, and is remembered here as ``returned_later``.
    """

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="visits", verbose_name=_("member")
    )
    store = models.ForeignKey(Store, models.PROTECT, related_name="visits", verbose_name=_("store"))
    business_day = models.DateField(_("business day"))
    month = models.DateField(_("month"))
    tickets = models.PositiveIntegerField(_("tickets"), default=0)
    units = models.DecimalField(_("units"), max_digits=14, decimal_places=3, default=0)
    net = MoneyField(_("net"), default=0)
    returned_later = MoneyField(_("returned later"), default=0)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [
            models.Index(fields=["member", "month"], name="visit_by_member_and_month"),
            models.Index(fields=["business_day", "store"], name="visit_by_day_and_store"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "store", "business_day"],
                name="sales_visit_is_one_per_member_store_and_day",
            ),
            models.CheckConstraint(
                condition=Q(returned_later__gte=0),
                name="sales_visit_returned_later_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.business_day}"
