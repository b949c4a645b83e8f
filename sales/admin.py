"""Goods, tills and what was sold, in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    RangeDateFilter,
)

from common.notation import discount_label
from common.templatetags.shop import quantity
from membership.admin_base import OfMemberAdmin
from membership.queries import clean_query
from sales.models import Category, Product, Sale, SaleLine, Shift, Tender, Till, Visit
from stores.access import Act
from stores.admin_base import FactInline, KeptRecordAdmin, ShopAdmin, StoreFilter, store_filter
from stores.http import StaffRequest


@admin.display(description=_("units"))
def pieces(row: Sale | Visit) -> str:
    """Say 3 pieces, not 3.000."""
    return quantity(row.units)


@admin.display(description=_("quantity"))
def measure(line: SaleLine) -> str:
    """Say 3 pieces, not 3.000."""
    return quantity(line.quantity)


@admin.register(Category)
class CategoryAdmin(ShopAdmin):
    changes = Act.CHANGE_RULES
    list_display = ("name", "code")
    search_fields = ("name", "code")
    ordering = ("name",)


@admin.register(Product)
class ProductAdmin(KeptRecordAdmin):
    changes = Act.CHANGE_RULES
    list_display = (
        "name",
        "sku",
        "barcode",
        "category",
        "regular_price",
        "special_price",
        "is_active",
    )
    list_filter = (("category", AutocompleteSelectFilter), "is_active")
    list_select_related = ("category",)
    search_fields = ("name", "sku", "barcode")
    sortable_by = ("name", "sku")
    ordering = ("name",)
    autocomplete_fields = ("category",)


@admin.register(Till)
class TillAdmin(ShopAdmin):
    changes = Act.CHANGE_RULES
    at_store = "store"
    list_display = ("code", "store", "last_receipt", "is_active")
    list_filter = (StoreFilter, "is_active")
    list_select_related = ("store",)
    search_fields = ("code", "store__name")
    autocomplete_fields = ("store",)


@admin.register(Shift)
class ShiftAdmin(ShopAdmin):
    sees = Act.SEE_REPORTS
    at_store = "till__store"
    list_display = (
        "till",
        "opened_at",
        "opened_by",
        "closed_at",
        "expected_cash",
        "counted_cash",
        "difference",
    )
    list_filter = (store_filter("till__store"),)
    list_select_related = ("till__store", "opened_by", "closed_by")

    @admin.display(description=_("difference"))
    def difference(self, shift: Shift) -> object:
        if shift.counted_cash is None or shift.expected_cash is None:
            return None
        return shift.counted_cash - shift.expected_cash


class SaleLineInline(FactInline):
    model = SaleLine
    fields = ("position", "product", measure, "regular_total", "net", "reason", "pays")
    readonly_fields = (measure, "pays")
    ordering = ("position",)

    def get_queryset(self, request: StaffRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("product")

    @admin.display(description=_("discount"))
    def pays(self, line: SaleLine) -> str:
        return discount_label(line.discount)


class TenderInline(FactInline):
    model = Tender
    fields = ("kind", "amount", "handed_over", "points")


@admin.register(Sale)
class SaleAdmin(OfMemberAdmin):
    sees = Act.SEE_REPORTS
    at_store = "store"
    list_display = (
        "receipt",
        "kind",
        "store",
        "sold_at",
        "whose",
        "net",
        pieces,
        "seller",
        "source",
    )
    list_filter = (
        ("business_day", RangeDateFilter),
        StoreFilter,
        ("kind", ChoicesDropdownFilter),
        ("source", ChoicesDropdownFilter),
    )
    list_select_related = ("store", "member", "seller")
    search_help_text = _("Receipt number, or the member's number, card or whole phone")
    ordering = ("-business_day", "-pk")
    inlines = (SaleLineInline, TenderInline)
    linked_by = ("member", "original")

    def get_search_results(
        self, request: StaffRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Find a receipt too: by store first, as the index of receipts runs."""
        found, _may_repeat = super().get_search_results(request, queryset, search_term)
        if not (typed := clean_query(search_term)):
            return found, False
        stores = list(request.access.stores(self.sees).values_list("pk", flat=True))
        receipts = queryset.filter(Q(store__in=stores, receipt=typed.upper()))
        return receipts if receipts.exists() else found, False


@admin.register(SaleLine)
class SaleLineAdmin(OfMemberAdmin):
    sees = Act.SEE_REPORTS
    at_store = "sale__store"
    member_path = "sale__member"
    list_display = ("sale", "whose", "product", measure, "regular_total", "net", "reason")
    list_filter = (
        store_filter("sale__store"),
        ("product", AutocompleteSelectFilter),
        ("reason", ChoicesDropdownFilter),
    )
    list_select_related = ("sale__member", "product")
    linked_by = ("sale",)


@admin.register(Tender)
class TenderAdmin(OfMemberAdmin):
    sees = Act.SEE_REPORTS
    at_store = "sale__store"
    member_path = "sale__member"
    list_display = ("sale", "whose", "kind", "amount", "handed_over", "points")
    list_filter = (store_filter("sale__store"), ("kind", ChoicesDropdownFilter))
    list_select_related = ("sale__member",)
    linked_by = ("sale",)


@admin.register(Visit)
class VisitAdmin(OfMemberAdmin):
    sees = Act.SEE_REPORTS
    at_store = "store"
    list_display = ("business_day", "whose", "store", "tickets", pieces, "net", "returned_later")
    list_filter = (("business_day", RangeDateFilter), StoreFilter)
    list_select_related = ("store", "member")
    ordering = ("-business_day", "-pk")
    linked_by = ("member",)
