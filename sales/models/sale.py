"""A sale, its lines and what it was paid with. Nothing here is ever deleted or rewritten."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import BasisPointsField, MoneyField
from membership.models import Card, Member
from sales.enums import PriceReason, SaleKind, SaleSource, TenderKind
from sales.models.product import Product
from sales.models.till import Shift
from stores.models import Store


class SaleQuerySet(models.QuerySet["Sale"]):
    """Which sales."""

    def within(self, since: dt.date, until: dt.date) -> SaleQuerySet:
        """Return documents of the business days from ``since`` up to ``until``."""
        return self.filter(business_day__gte=since, business_day__lt=until)

    def newest_first(self) -> SaleQuerySet:
        """Order by time of sale, latest first."""
        return self.order_by("-sold_at", "-pk")


class Sale(models.Model):
    """A receipt: goods sold, or goods taken back (``kind`` RETURN, with negative lines).

    ``seller``, ``owner`` and ``enroller`` are the three credits, as they stood at the time.
    """

    kind = models.CharField(_("kind"), max_length=6, choices=SaleKind, default=SaleKind.SALE)
    store = models.ForeignKey(Store, models.PROTECT, related_name="sales", verbose_name=_("store"))
    receipt = models.CharField(_("receipt number"), max_length=60)
    key = models.UUIDField(
        _("key"),
        null=True,
        blank=True,
        unique=True,
        help_text=_("Made by the till; a sale with one key happens once."),
    )
    request_hash = models.CharField(max_length=64, blank=True, editable=False)
    original = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="returns",
        null=True,
        blank=True,
        verbose_name=_("original sale"),
    )
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        related_name="sales",
        null=True,
        blank=True,
        verbose_name=_("member"),
    )
    shift = models.ForeignKey(
        Shift,
        models.PROTECT,
        related_name="sales",
        null=True,
        blank=True,
        verbose_name=_("shift"),
    )
    cashier = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sales_rung_up",
        null=True,
        blank=True,
        verbose_name=_("cashier"),
    )
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sales_made",
        null=True,
        blank=True,
        verbose_name=_("seller"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sales_as_owner",
        null=True,
        blank=True,
        verbose_name=_("owner at the time"),
    )
    enroller = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sales_as_enroller",
        null=True,
        blank=True,
        verbose_name=_("enroller"),
    )
    sold_at = models.DateTimeField(_("sold at"))
    business_day = models.DateField(_("business day"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    units = models.DecimalField(_("units"), max_digits=14, decimal_places=3)
    regular_total = MoneyField(_("total at regular prices"))
    net = MoneyField(_("net"))
    source = models.CharField(
        _("source"), max_length=6, choices=SaleSource, default=SaleSource.TILL
    )

    objects = SaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sale")
        verbose_name_plural = _("sales")
        indexes = [
            models.Index(fields=["business_day", "store"], name="sale_by_day_and_store"),
            models.Index(fields=["member", "sold_at"], name="sale_by_member_and_time"),
            models.Index(fields=["store", "sold_at"], name="sale_by_store_and_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "receipt", "kind"],
                name="sales_sale_receipt_is_unique_in_its_store",
            ),
            models.CheckConstraint(
                condition=Q(kind=SaleKind.SALE, net__gte=0, units__gt=0, original=None)
                | Q(kind=SaleKind.RETURN, net__lte=0, units__lt=0),
                name="sales_sale_has_the_sign_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(source=SaleSource.IMPORT)
                | Q(key__isnull=False, shift__isnull=False, cashier__isnull=False),
                name="sales_sale_at_the_till_has_key_shift_and_cashier",
            ),
            models.CheckConstraint(
                condition=~Q(receipt=""), name="sales_sale_has_a_receipt_number"
            ),
        ]

    def __str__(self) -> str:
        return self.receipt


class SaleMove(models.Model):
    """A sale rung on the wrong member, moved to the right one with all that follows from it."""

    key = models.UUIDField(_("key"), unique=True)
    sale = models.ForeignKey(Sale, models.PROTECT, related_name="moves", verbose_name=_("sale"))
    from_member = models.ForeignKey(
        Member,
        models.PROTECT,
        related_name="sales_moved_away",
        null=True,
        blank=True,
        verbose_name=_("from member"),
    )
    to_member = models.ForeignKey(
        Member,
        models.PROTECT,
        related_name="sales_moved_here",
        null=True,
        blank=True,
        verbose_name=_("to member"),
    )
    reason = models.CharField(_("reason"), max_length=200)
    moved_at = models.DateTimeField(_("moved at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sales_moved",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("move of a sale")
        verbose_name_plural = _("moves of sales")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="sales_move_of_a_sale_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sale}: {self.from_member_id} → {self.to_member_id}"


class SaleLine(models.Model):
    """One product on a receipt: what it would have cost, what was paid, and why."""

    sale = models.ForeignKey(Sale, models.PROTECT, related_name="lines", verbose_name=_("sale"))
    position = models.PositiveSmallIntegerField(_("position"))
    product = models.ForeignKey(
        Product, models.PROTECT, related_name="lines", verbose_name=_("product")
    )
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    regular_total = MoneyField(_("at regular price"))
    net = MoneyField(_("paid"))
    reason = models.CharField(
        _("price reason"), max_length=10, choices=PriceReason, default=PriceReason.REGULAR
    )
    discount = BasisPointsField(
        _("customer pays"), default=10_000, help_text=_("In hundredths of a percent.")
    )
    steps = models.JSONField(
        _("steps of the price"),
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text=_("From the regular price to what was paid; each names what it took off."),
    )
    cost = MoneyField(_("cost"), null=True, blank=True)
    card = models.ForeignKey(
        Card,
        models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
        blank=True,
        verbose_name=_("card sold"),
        help_text=_("Of a membership fee."),
    )
    original = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="returns",
        null=True,
        blank=True,
        verbose_name=_("original line"),
    )

    class Meta:
        verbose_name = _("sale line")
        verbose_name_plural = _("sale lines")
        constraints = [
            models.UniqueConstraint(
                fields=["sale", "position"], name="sales_sale_line_position_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, net__gte=0, original=None)
                | Q(quantity__lt=0, net__lte=0, original__isnull=False),
                name="sales_sale_line_goes_out_or_names_what_comes_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sale_id}/{self.position}"


class Tender(models.Model):
    """A part of the payment. ``amount`` counts against the sale; cash may give change."""

    sale = models.ForeignKey(Sale, models.PROTECT, related_name="tenders", verbose_name=_("sale"))
    kind = models.CharField(_("kind"), max_length=10, choices=TenderKind)
    amount = MoneyField(_("amount"))
    handed_over = MoneyField(_("handed over"), null=True, blank=True)
    points = models.PositiveIntegerField(_("points"), default=0)

    class Meta:
        verbose_name = _("tender")
        verbose_name_plural = _("tenders")
        constraints = [
            models.UniqueConstraint(
                fields=["sale", "kind"], name="sales_tender_kind_is_used_once_per_sale"
            ),
            models.CheckConstraint(
                condition=Q(kind=TenderKind.POINTS, points__gt=0) | Q(points=0),
                name="sales_tender_points_belong_to_the_points_tender",
            ),
            models.CheckConstraint(
                condition=Q(handed_over=None)
                | Q(kind=TenderKind.CASH, handed_over__gte=F("amount")),
                name="sales_tender_hands_over_enough_cash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    @property
    def change(self) -> Decimal:
        """What went back to the customer in cash."""
        return (self.handed_over or self.amount) - self.amount
