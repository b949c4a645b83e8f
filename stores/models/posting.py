"""Who does what, where, and since when."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stores.enums import Role
from stores.models.staff import Staff
from stores.models.store import Region, Store

STORE_ROLES = [Role.CASHIER, Role.GUIDE, Role.STORE_MANAGER]
REGION_ROLES = [Role.AREA_MANAGER]
BRAND_ROLES = [Role.MEMBER_OFFICER, Role.HEAD_OFFICE]


class PostingQuerySet(models.QuerySet["Posting"]):
    """Which postings."""

    def current(self, *, on: dt.date) -> PostingQuerySet:
        """Return the postings that hold on ``on``."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)

    def guides(self) -> PostingQuerySet:
        """Return the postings as guide."""
        return self.filter(role=Role.GUIDE)


class Posting(models.Model):
    """Somebody's role in a store, a region or the brand, from ``starts_on`` until ``ends_on``."""

    staff = models.ForeignKey(
        Staff, models.PROTECT, related_name="postings", verbose_name=_("staff member")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    store = models.ForeignKey(
        Store,
        models.PROTECT,
        related_name="postings",
        null=True,
        blank=True,
        verbose_name=_("store"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="postings",
        null=True,
        blank=True,
        verbose_name=_("region"),
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(
        _("ends on"),
        null=True,
        blank=True,
        help_text=_("The first day it no longer holds."),
    )
    takes_part = models.BooleanField(
        _("takes part in the draw"),
        default=True,
        help_text=_("Whether a guide receives members when the pool is drawn."),
    )
    history = HistoricalRecords()

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=STORE_ROLES, store__isnull=False, region__isnull=True)
                | Q(role__in=REGION_ROLES, store__isnull=True, region__isnull=False)
                | Q(role__in=BRAND_ROLES, store__isnull=True, region__isnull=True),
                name="stores_posting_place_fits_its_role",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="stores_posting_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                "staff",
                "role",
                Coalesce("store", 0),
                Coalesce("region", 0),
                condition=Q(ends_on=None),
                name="stores_posting_is_open_once",
            ),
        ]

    def __str__(self) -> str:
        place = self.store or self.region
        return f"{self.get_role_display()} · {place}" if place else self.get_role_display()
