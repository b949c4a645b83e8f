"""Coupons: their kinds, the ones members hold, and what each was used for."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.fields import BasisPointsField, MoneyField
from common.models import BilingualName
from loyalty.enums import CouponEffect, CouponSource
from membership.models import Member
from sales.models import Category, Product, Sale
from stores.models import Store


class CouponKind(BilingualName):
    """What coupons of a kind do, and for whom."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    effect = models.CharField(_("effect"), max_length=10, choices=CouponEffect)
    amount = MoneyField(_("yuan off"), null=True, blank=True)
    pays = BasisPointsField(
        _("customer pays"),
        null=True,
        blank=True,
        help_text=_("In hundredths of a percent: 8800 is 8.8折."),
    )
    price = MoneyField(_("price"), null=True, blank=True, help_text=_("Of one of the product."))
    product = models.ForeignKey(
        Product,
        models.PROTECT,
        related_name="coupon_kinds",
        null=True,
        blank=True,
        verbose_name=_("product"),
        help_text=_("The one that is free, or sells at the price."),
    )
    minimum_spend = MoneyField(
        _("from a ticket of"), default=0, help_text=_("Yuan after other discounts.")
    )
    regular_only = models.BooleanField(_("regular-price goods only"), default=False)
    products = models.ManyToManyField(
        Product, related_name="+", blank=True, verbose_name=_("only these products")
    )
    categories = models.ManyToManyField(
        Category, related_name="+", blank=True, verbose_name=_("only these categories")
    )
    stores = models.ManyToManyField(
        Store, related_name="+", blank=True, verbose_name=_("only in these stores")
    )
    per_member = models.PositiveSmallIntegerField(
        _("most per member"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    life_days = models.PositiveSmallIntegerField(
        _("life in days"),
        null=True,
        blank=True,
        help_text=_("Empty: no end, but that of the kind."),
    )
    usable_from = models.DateField(_("usable from"), null=True, blank=True)
    usable_until = models.DateField(
        _("usable until"), null=True, blank=True, help_text=_("The first day it is not.")
    )
    is_active = models.BooleanField(_("is given out"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("coupon kind")
        verbose_name_plural = _("coupon kinds")
        constraints = [
            models.CheckConstraint(
                # A check passes where it is unknown, so each clause says what may not be null.
                condition=Q(effect=CouponEffect.AMOUNT, amount__isnull=False, amount__gt=0)
                | Q(effect=CouponEffect.PERCENT, pays__isnull=False, pays__range=(1, 9_999))
                | Q(effect=CouponEffect.FREE_ITEM, product__isnull=False)
                | Q(
                    effect=CouponEffect.PRICE,
                    product__isnull=False,
                    price__isnull=False,
                    price__gte=0,
                )
                | Q(effect=CouponEffect.GIFT),
                name="loyalty_coupon_kind_says_what_it_gives",
            ),
            models.CheckConstraint(
                condition=Q(minimum_spend__gte=0),
                name="loyalty_coupon_kind_asks_nothing_negative",
            ),
            models.CheckConstraint(
                condition=Q(usable_from=None)
                | Q(usable_until=None)
                | Q(usable_until__gt=F("usable_from")),
                name="loyalty_coupon_kind_ends_after_it_starts",
            ),
        ]


class CouponQuerySet(models.QuerySet["Coupon"]):
    """Which coupons."""

    def unused(self) -> CouponQuerySet:
        """Return the coupons nobody has used, or whose use was given back."""
        used = CouponUse.objects.filter(coupon=models.OuterRef("pk"), given_back_at=None)
        return self.filter(~models.Exists(used), withdrawn_at=None)

    def usable(self, *, on: dt.date) -> CouponQuerySet:
        """Return the unused coupons whose days include ``on``."""
        return self.unused().live(on=on).filter(usable_from__lte=on)

    def live(self, *, on: dt.date) -> CouponQuerySet:
        """Return the coupons that have not expired by ``on``, also those to be used later."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gt=on))

    def soonest_first(self) -> CouponQuerySet:
        """Order by expiry, those without one last."""
        return self.order_by(F("expires_on").asc(nulls_last=True), "pk")


class Coupon(models.Model):
    """One coupon of one member. Each cause gives it once."""

    kind = models.ForeignKey(
        CouponKind, models.PROTECT, related_name="coupons", verbose_name=_("kind")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="coupons", verbose_name=_("member")
    )
    number = models.CharField(_("coupon number"), max_length=20, unique=True)
    source = models.CharField(_("from"), max_length=10, choices=CouponSource)
    reference = models.CharField(
        _("reference"), max_length=80, help_text=_("The cause; each cause gives once.")
    )
    amount = MoneyField(
        _("yuan off"), null=True, blank=True, help_text=_("Where it is not that of the kind.")
    )
    usable_from = models.DateField(_("usable from"))
    expires_on = models.DateField(
        _("expires on"), null=True, blank=True, help_text=_("The first day it cannot be used.")
    )
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="coupons_issued",
        null=True,
        blank=True,
        verbose_name=_("issued by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    note = models.CharField(_("reason"), max_length=200, blank=True)

    objects = CouponQuerySet.as_manager()

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        indexes = [models.Index(fields=["member", "expires_on"], name="coupon_by_member")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "reference"], name="loyalty_coupon_cause_gives_once"
            ),
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(number=""),
                name="loyalty_coupon_names_its_cause_and_number",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="loyalty_coupon_takes_off_something",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("usable_from")),
                name="loyalty_coupon_can_be_used_for_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CouponUse(models.Model):
    """A coupon used on a sale, or handed over at the desk; a return gives it back."""

    coupon = models.ForeignKey(
        Coupon, models.PROTECT, related_name="uses", verbose_name=_("coupon")
    )
    sale = models.ForeignKey(
        Sale,
        models.PROTECT,
        related_name="coupon_uses",
        null=True,
        blank=True,
        verbose_name=_("sale"),
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="coupon_uses", verbose_name=_("store")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="coupons_taken",
        verbose_name=_("by"),
    )
    used_at = models.DateTimeField(_("used at"))
    saved = MoneyField(_("saved"), default=0)
    given_back_at = models.DateTimeField(_("given back at"), null=True, blank=True)
    given_back_by = models.ForeignKey(
        Sale,
        models.PROTECT,
        related_name="coupons_given_back",
        null=True,
        blank=True,
        verbose_name=_("given back by"),
    )

    class Meta:
        verbose_name = _("use of a coupon")
        verbose_name_plural = _("uses of coupons")
        constraints = [
            models.UniqueConstraint(
                fields=["coupon"],
                condition=Q(given_back_at=None),
                name="loyalty_coupon_is_used_once",
            ),
            models.CheckConstraint(
                condition=Q(saved__gte=0), name="loyalty_coupon_use_saves_nothing_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coupon_id} → {self.sale_id}"
