"""The rewards catalogue, and what was redeemed from it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import BilingualName
from loyalty.enums import RedemptionState, RewardKind
from loyalty.models.coupon import Coupon, CouponKind
from loyalty.models.entry import PointsEntry
from loyalty.models.tier import Tier
from membership.models import Member
from stores.models import Store


class RewardQuerySet(models.QuerySet["Reward"]):
    """Which rewards."""

    def offered(self, *, on: dt.date) -> RewardQuerySet:
        """Return the rewards that can be redeemed on ``on``, sold out or not."""
        return self.filter(
            Q(opens_on=None) | Q(opens_on__lte=on),
            Q(closes_on=None) | Q(closes_on__gt=on),
            is_active=True,
        )


class Reward(BilingualName):
    """Something points are given for.

    Goods for points and money are a coupon with a price: the points buy the coupon, the till
    takes the price.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=RewardKind)
    points = models.PositiveIntegerField(_("points"))
    coupon_kind = models.ForeignKey(
        CouponKind,
        models.PROTECT,
        related_name="rewards",
        null=True,
        blank=True,
        verbose_name=_("coupon"),
    )
    stock = models.PositiveIntegerField(
        _("in stock"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    per_member = models.PositiveSmallIntegerField(
        _("most per member"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    tiers = models.ManyToManyField(
        Tier, related_name="+", blank=True, verbose_name=_("tiers"), help_text=_("Empty: all.")
    )
    stores = models.ManyToManyField(
        Store, related_name="+", blank=True, verbose_name=_("only in these stores")
    )
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(
        _("closes on"), null=True, blank=True, help_text=_("The first day it is closed again.")
    )
    is_active = models.BooleanField(_("offered"), default=True)
    history = HistoricalRecords()

    objects = RewardQuerySet.as_manager()

    class Meta:
        verbose_name = _("reward")
        verbose_name_plural = _("rewards")
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="loyalty_reward_costs_points"),
            models.CheckConstraint(
                condition=~Q(kind=RewardKind.COUPON) | Q(coupon_kind__isnull=False),
                name="loyalty_reward_that_is_a_coupon_names_it",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gt=F("opens_on")),
                name="loyalty_reward_closes_after_it_opens",
            ),
        ]


class Redemption(models.Model):
    """A reward redeemed: points taken, a voucher given, the thing handed over once."""

    key = models.UUIDField(_("key"), unique=True)
    number = models.CharField(_("voucher number"), max_length=20, unique=True)
    reward = models.ForeignKey(
        Reward, models.PROTECT, related_name="redemptions", verbose_name=_("reward")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="redemptions", verbose_name=_("member")
    )
    entry = models.OneToOneField(
        PointsEntry, models.PROTECT, related_name="redemption", verbose_name=_("points entry")
    )
    coupon = models.OneToOneField(
        Coupon,
        models.PROTECT,
        related_name="redemption",
        null=True,
        blank=True,
        verbose_name=_("coupon"),
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=RedemptionState,
        default=RedemptionState.WAITING,
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="redemptions", verbose_name=_("store")
    )
    redeemed_at = models.DateTimeField(_("redeemed at"))
    redeemed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="redemptions_made",
        verbose_name=_("redeemed by"),
    )
    closed_at = models.DateTimeField(_("handed over or cancelled at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="redemptions_closed",
        null=True,
        blank=True,
        verbose_name=_("handed over or cancelled by"),
    )

    class Meta:
        verbose_name = _("redemption")
        verbose_name_plural = _("redemptions")
        indexes = [models.Index(fields=["member", "redeemed_at"], name="redemption_by_member")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RedemptionState.WAITING, closed_at=None, closed_by=None)
                | ~Q(state=RedemptionState.WAITING)
                & Q(closed_at__isnull=False, closed_by__isnull=False),
                name="loyalty_redemption_is_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.number
