"""Perks: what a tier gives besides points, and what was used of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.fields import BasisPointsField
from common.models import BilingualName
from loyalty.enums import BirthdayWindow, LimitPeriod, PerkKind
from loyalty.models.tier import Tier
from membership.models import Member
from sales.models import Sale
from stores.models import Store


class Perk(BilingualName):
    """Something members of some tiers may have."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=PerkKind)
    text_zh = models.TextField(_("Chinese text"), blank=True, help_text=_("For the handbook."))
    text_en = models.TextField(_("English text"), blank=True)
    pays = BasisPointsField(
        _("customer pays"),
        null=True,
        blank=True,
        help_text=_("For discounts, in hundredths of a percent: 8800 is 8.8折."),
    )
    stacks = models.BooleanField(
        _("on top of other discounts"),
        default=False,
        help_text=_("折上折. Off: the best single percentage wins."),
    )
    regular_only = models.BooleanField(_("regular-price goods only"), default=True)
    birthday = models.CharField(
        _("birthday"), max_length=6, choices=BirthdayWindow, blank=True, default=""
    )
    days_around = models.PositiveSmallIntegerField(
        _("days around the birthday"), default=0, help_text=_("Before and after.")
    )
    lead_days = models.PositiveSmallIntegerField(
        _("greeting days ahead"), default=0, help_text=_("How early the greeting is due.")
    )
    coupon_kind = models.ForeignKey(
        "loyalty.CouponKind",
        models.PROTECT,
        related_name="perks",
        null=True,
        blank=True,
        verbose_name=_("coupon"),
        help_text=_("For gifts: what the member receives."),
    )
    is_internal = models.BooleanField(
        _("internal only"), default=False, help_text=_("Never printed in the handbook.")
    )
    is_active = models.BooleanField(_("offered"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("perk")
        verbose_name_plural = _("perks")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=[PerkKind.BIRTHDAY, PerkKind.DISCOUNT])
                | Q(pays__isnull=False, pays__range=(1, 9_999)),
                name="loyalty_perk_that_discounts_says_how_much",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PerkKind.BIRTHDAY) | ~Q(birthday=""),
                name="loyalty_birthday_perk_has_a_window",
            ),
        ]


class TierPerk(models.Model):
    """A cell of the matrix: this tier has this perk, so many times a period."""

    tier = models.ForeignKey(
        Tier, models.CASCADE, related_name="perk_cells", verbose_name=_("tier")
    )
    perk = models.ForeignKey(
        Perk, models.CASCADE, related_name="tier_cells", verbose_name=_("perk")
    )
    quota = models.PositiveSmallIntegerField(
        _("times"), null=True, blank=True, help_text=_("Empty: as often as she likes.")
    )
    period = models.CharField(
        _("a period"), max_length=7, choices=LimitPeriod, default=LimitPeriod.YEAR
    )

    class Meta:
        verbose_name = _("perk of a tier")
        verbose_name_plural = _("perks of tiers")
        constraints = [
            models.UniqueConstraint(fields=["tier", "perk"], name="loyalty_tier_has_a_perk_once"),
            models.CheckConstraint(
                condition=Q(quota=None) | Q(quota__gt=0), name="loyalty_tier_perk_can_be_used"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tier} · {self.perk}"


class PerkUse(models.Model):
    """A perk used once. ``place`` counts the uses of the period from 1."""

    key = models.UUIDField(_("key"), unique=True)
    perk = models.ForeignKey(Perk, models.PROTECT, related_name="uses", verbose_name=_("perk"))
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="perk_uses", verbose_name=_("member")
    )
    period_starts_on = models.DateField(_("counts from"))
    place = models.PositiveIntegerField(_("which one"))
    used_at = models.DateTimeField(_("used at"))
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="perk_uses", verbose_name=_("store")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="perk_uses_recorded",
        verbose_name=_("by"),
    )
    sale = models.ForeignKey(
        Sale,
        models.PROTECT,
        related_name="perk_uses",
        null=True,
        blank=True,
        verbose_name=_("sale"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="perk_uses_undone",
        null=True,
        blank=True,
        verbose_name=_("undone by"),
    )

    class Meta:
        verbose_name = _("use of a perk")
        verbose_name_plural = _("uses of perks")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "perk", "period_starts_on", "place"],
                condition=Q(undone_at=None),
                name="loyalty_perk_use_has_its_own_place",
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1), name="loyalty_perk_use_is_counted_from_one"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(undone_at__gte=F("used_at")),
                name="loyalty_perk_use_is_undone_after_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.perk_id}: {self.member_id}"
