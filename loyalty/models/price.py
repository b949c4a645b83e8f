"""Prices for members only."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import MoneyField
from loyalty.enums import LimitPeriod
from sales.models import Product
from stores.models import Store


class MemberPriceQuerySet(models.QuerySet["MemberPrice"]):
    """Which member prices."""

    def on(self, day: dt.date) -> MemberPriceQuerySet:
        """Return the prices that hold on ``day``."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class MemberPrice(models.Model):
    """What members pay for one of a product, from ``since`` up to ``until``."""

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="member_prices", verbose_name=_("product")
    )
    price = MoneyField(_("member price"))
    since = models.DateField(_("from"))
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day it no longer holds.")
    )
    tiers = models.ManyToManyField(
        "loyalty.Tier",
        related_name="+",
        blank=True,
        verbose_name=_("tiers"),
        help_text=_("Empty: every member."),
    )
    stores = models.ManyToManyField(
        Store, related_name="+", blank=True, verbose_name=_("only in these stores")
    )
    limit = models.PositiveIntegerField(
        _("most per member"), null=True, blank=True, help_text=_("Pieces; empty: no limit.")
    )
    limit_period = models.CharField(
        _("the limit counts for"), max_length=7, choices=LimitPeriod, default=LimitPeriod.EVER
    )
    card_needed = models.BooleanField(
        _("card needed"), default=False, help_text=_("The member has to show her card.")
    )

    objects = MemberPriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("member price")
        verbose_name_plural = _("member prices")
        constraints = [
            models.CheckConstraint(
                condition=Q(price__gte=0), name="loyalty_member_price_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="loyalty_member_price_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(limit=None) | Q(limit__gt=0),
                name="loyalty_member_price_limit_lets_one_pass",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.price}"
