"""What the shop sells."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.fields import MoneyField
from membership.models import CardKind


class Category(models.Model):
    """A group of products."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name


class ProductQuerySet(models.QuerySet["Product"]):
    """Which products."""

    def on_sale(self) -> ProductQuerySet:
        """Return products the till offers."""
        return self.filter(is_active=True)


class Product(models.Model):
    """Something sold, by piece or by measure."""

    sku = models.CharField(_("SKU"), max_length=60, unique=True)
    barcode = models.CharField(_("barcode"), max_length=60, null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=120, db_index=True)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        related_name="products",
        null=True,
        blank=True,
        verbose_name=_("category"),
    )
    regular_price = MoneyField(_("regular price"), null=True, blank=True)
    special_price = MoneyField(
        _("special price"),
        null=True,
        blank=True,
        help_text=_("While set, the product sells at it and no tier discount applies."),
    )
    cost = MoneyField(_("cost"), null=True, blank=True)
    card_kind = models.ForeignKey(
        CardKind,
        models.PROTECT,
        related_name="products",
        null=True,
        blank=True,
        verbose_name=_("membership fee for"),
        help_text=_("Selling it issues a card of this kind. It earns no points."),
    )
    is_active = models.BooleanField(_("on sale"), default=True)
    history = HistoricalRecords()

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.CheckConstraint(
                condition=~Q(sku="") & ~Q(name=""), name="sales_product_has_sku_and_name"
            ),
            models.CheckConstraint(
                condition=(Q(regular_price=None) | Q(regular_price__gte=0))
                & (Q(special_price=None) | Q(special_price__gte=0))
                & (Q(cost=None) | Q(cost__gte=0)),
                name="sales_product_prices_are_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name
