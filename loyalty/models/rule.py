"""How points are earned, spent and kept, as dated versions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import BasisPointsField, MoneyField, PointsField
from common.models import BilingualName
from loyalty.enums import BirthdayWindow, Combining, DebtPolicy, LifeEnd, Occasion
from sales.models import Category, Product
from stores.models import Store

Rule = TypeVar("Rule", bound="DatedRule")


class DatedRuleQuerySet(models.QuerySet[Rule]):
    """Which version."""

    def in_force(self, *, on: dt.date) -> DatedRuleQuerySet[Rule]:
        """Return the versions in force by ``on``, the newest first."""
        return self.filter(effective_from__lte=on).order_by("-effective_from", "-pk")


class DatedRule(models.Model):
    """A rule with a beginning. A change is a new row; entries keep the row that made them."""

    effective_from = models.DateField(_("effective from"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"#{self.pk} · {self.effective_from}"


class EarningRule(DatedRule):
    """Points for money."""

    points_per_yuan = models.DecimalField(
        _("points per yuan"), max_digits=8, decimal_places=4, default=Decimal(1)
    )
    minimum_ticket = MoneyField(
        _("smallest ticket"),
        default=0,
        help_text=_("In yuan paid in money; a smaller ticket earns nothing."),
    )
    ticket_cap = models.PositiveIntegerField(
        _("most points of one ticket"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    combining = models.CharField(
        _("several multipliers"),
        max_length=5,
        choices=Combining,
        default=Combining.BEST,
        help_text=_("What counts when the tier and several multipliers fit one line."),
    )
    pending_days = models.PositiveSmallIntegerField(
        _("days pending"),
        default=0,
        help_text=_("Days after the sale until the points can be spent: the time for returns."),
    )
    life_months = models.PositiveSmallIntegerField(
        _("life in months"), null=True, blank=True, help_text=_("Empty: points never expire.")
    )
    life_end = models.CharField(
        _("life ends with"),
        max_length=7,
        choices=LifeEnd,
        default=LifeEnd.DAY,
        help_text=_("12 months and the end of the year: the end of next year."),
    )

    class Meta:
        verbose_name = _("earning rule")
        verbose_name_plural = _("earning rules")
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"], name="loyalty_earning_rule_starts_on_its_own_day"
            ),
            models.CheckConstraint(
                condition=Q(points_per_yuan__gte=0, minimum_ticket__gte=0),
                name="loyalty_earning_rule_gives_not_takes",
            ),
        ]


class EarningBonus(BilingualName):
    """More points for some purchases: part of one version of the earning rule.

    Every condition that is set has to be met; one that is empty asks nothing.
    """

    rule = models.ForeignKey(
        EarningRule, models.CASCADE, related_name="bonuses", verbose_name=_("earning rule")
    )
    multiplier = models.DecimalField(_("multiplier"), max_digits=4, decimal_places=2)
    tiers = models.ManyToManyField(
        "loyalty.Tier", related_name="+", blank=True, verbose_name=_("tiers")
    )
    stores = models.ManyToManyField(Store, related_name="+", blank=True, verbose_name=_("stores"))
    categories = models.ManyToManyField(
        Category, related_name="+", blank=True, verbose_name=_("categories")
    )
    products = models.ManyToManyField(
        Product, related_name="+", blank=True, verbose_name=_("products")
    )
    weekdays = models.JSONField(
        _("weekdays"), default=list, blank=True, help_text=_("1 is Monday, 7 is Sunday.")
    )
    days_of_month = models.JSONField(
        _("days of the month"), default=list, blank=True, help_text=_("A member day such as 18.")
    )
    birthday = models.CharField(
        _("birthday"), max_length=6, choices=BirthdayWindow, blank=True, default=""
    )
    days_around = models.PositiveSmallIntegerField(
        _("days around the birthday"), default=0, help_text=_("Before and after.")
    )
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day it no longer holds.")
    )

    class Meta:
        verbose_name = _("points multiplier")
        verbose_name_plural = _("points multipliers")
        constraints = [
            models.CheckConstraint(
                condition=Q(multiplier__gt=0), name="loyalty_bonus_multiplier_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
                name="loyalty_bonus_ends_after_it_starts",
            ),
        ]


class RedemptionRule(DatedRule):
    """Money for points."""

    point_value = models.DecimalField(
        _("yuan per point"), max_digits=8, decimal_places=4, default=Decimal("0.01")
    )
    minimum = models.PositiveIntegerField(_("smallest number of points"), default=1)
    step = models.PositiveIntegerField(
        _("in steps of"), default=1, help_text=_("100: only 100, 200, 300 … points can be used.")
    )
    share = BasisPointsField(
        _("largest share of the ticket"),
        default=10_000,
        help_text=_("In hundredths of a percent: 10000 is the whole ticket."),
    )
    opens_on = models.DateField(
        _("opens on"),
        null=True,
        blank=True,
        help_text=_("Empty: always open. For a window such as the end of the year."),
    )
    closes_on = models.DateField(
        _("closes on"), null=True, blank=True, help_text=_("The first day it is closed again.")
    )

    class Meta:
        verbose_name = _("redemption rule")
        verbose_name_plural = _("redemption rules")
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"], name="loyalty_redemption_rule_starts_on_its_own_day"
            ),
            models.CheckConstraint(
                condition=Q(
                    point_value__gt=0, minimum__gte=1, step__gte=1, share__range=(0, 10_000)
                ),
                name="loyalty_redemption_rule_is_possible",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gt=F("opens_on")),
                name="loyalty_redemption_closes_after_it_opens",
            ),
        ]


class ProgrammeRule(DatedRule):
    """What the shop decided about points besides rates."""

    debt_policy = models.CharField(
        _("points spent before a return"),
        max_length=7,
        choices=DebtPolicy,
        default=DebtPolicy.DEBT,
    )
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"),
        default=0,
        help_text=_(
            "Points given back after their expiry live so many days more; 0: they stay expired."
        ),
    )
    adjustment_limit = models.PositiveIntegerField(
        _("largest adjustment by one person"),
        default=500,
        help_text=_("In points; above it a second person approves."),
    )
    cashier_pays_least = BasisPointsField(
        _("discount by a cashier, customer pays at least"),
        default=10_000,
        help_text=_("In hundredths of a percent of the price; 10000: none."),
    )
    manager_pays_least = BasisPointsField(
        _("discount by a manager, customer pays at least"),
        default=5_000,
        help_text=_("In hundredths of a percent of the price."),
    )
    near_tier = models.PositiveIntegerField(
        _("near the next tier"),
        default=500,
        help_text=_("Points or yuan that may be missing for a member to be listed as near."),
    )
    invite_from = MoneyField(
        _("one purchase that asks for an invitation"),
        default=Decimal(1_000),
        null=True,
        blank=True,
        help_text=_(
            "In yuan: from so much on, the till tells the cashier to invite a customer"
            " who is no member. Empty: never."
        ),
    )

    class Meta:
        verbose_name = _("programme rule")
        verbose_name_plural = _("programme rules")
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"], name="loyalty_programme_rule_starts_on_its_own_day"
            ),
            models.CheckConstraint(
                condition=Q(
                    cashier_pays_least__range=(0, 10_000), manager_pays_least__range=(0, 10_000)
                ),
                name="loyalty_programme_discounts_are_shares",
            ),
            models.CheckConstraint(
                condition=Q(invite_from=None) | Q(invite_from__gt=0),
                name="loyalty_programme_invites_from_an_amount",
            ),
        ]


class OccasionReward(DatedRule):
    """Points and a coupon for something other than buying."""

    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion)
    points = PointsField(_("points"), default=0)
    qualifies = models.BooleanField(_("counts towards a tier"), default=False)
    coupon_kind = models.ForeignKey(
        "loyalty.CouponKind",
        models.PROTECT,
        related_name="occasion_rewards",
        null=True,
        blank=True,
        verbose_name=_("coupon"),
    )
    minimum_ticket = MoneyField(
        _("smallest ticket"),
        default=0,
        help_text=_("For referrals: the friend's first purchase must reach it, in yuan."),
    )

    class Meta:
        verbose_name = _("reward for an occasion")
        verbose_name_plural = _("rewards for occasions")
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "effective_from"],
                name="loyalty_occasion_reward_starts_on_its_own_day",
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, minimum_ticket__gte=0),
                name="loyalty_occasion_reward_gives_not_takes",
            ),
        ]


class SpendRebateRule(DatedRule):
    """Part of a ticket back as a coupon for the next one."""

    share = BasisPointsField(
        _("share of the ticket"),
        default=0,
        help_text=_("In hundredths of a percent of the money paid; 0: no rebate."),
    )
    minimum_ticket = MoneyField(_("smallest ticket"), default=0)
    coupon_kind = models.ForeignKey(
        "loyalty.CouponKind",
        models.PROTECT,
        related_name="spend_rebates",
        verbose_name=_("coupon"),
        help_text=_("Yuan off; its amount is set by the ticket."),
    )

    class Meta:
        verbose_name = _("spend rebate rule")
        verbose_name_plural = _("spend rebate rules")
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"], name="loyalty_spend_rebate_starts_on_its_own_day"
            ),
            models.CheckConstraint(
                condition=Q(share__range=(0, 10_000), minimum_ticket__gte=0),
                name="loyalty_spend_rebate_is_a_share",
            ),
        ]
