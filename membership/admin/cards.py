"""Kinds of cards, the cards in members' hands, and the printed ones."""

from __future__ import annotations

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter

from membership.admin_base import OfMemberAdmin
from membership.models import Card, CardBatch, CardKind, PrintedCard
from stores.access import Act
from stores.admin_base import KeptRecordAdmin, ShopAdmin, StoreFilter, store_filter


@admin.register(CardKind)
class CardKindAdmin(KeptRecordAdmin):
    changes = Act.CHANGE_RULES
    list_display = (
        "__str__",
        "code",
        "price",
        "value",
        "term_months",
        "store_quota",
        "is_physical",
        "is_personal",
        "is_giftable",
        "is_sellable",
        "is_offered",
    )
    search_fields = ("code", "name_zh", "name_en")
    ordering = ("pk",)


@admin.register(Card)
class CardAdmin(KeptRecordAdmin, OfMemberAdmin):
    list_display = (
        "number",
        "kind",
        "whose",
        "status",
        "way",
        "is_supplementary",
        "issued_at",
        "issued_in",
        "expires_on",
    )
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("kind", RelatedDropdownFilter),
        ("way", ChoicesDropdownFilter),
        "is_supplementary",
        store_filter("member__home_store"),
    )
    list_select_related = ("kind", "member", "issued_in")
    found_by = ("number",)
    linked_by = ("member",)


@admin.register(CardBatch)
class CardBatchAdmin(ShopAdmin):
    sees = Act.ISSUE_CARD
    at_store = "store"
    list_display = (
        "__str__",
        "organisation",
        "occasion",
        "expires_on",
        "received_at",
        "received_by",
    )
    list_filter = (StoreFilter, ("kind", RelatedDropdownFilter))
    list_select_related = ("kind", "store", "organisation", "received_by")
    linked_by = ("organisation",)


@admin.register(PrintedCard)
class PrintedCardAdmin(ShopAdmin):
    sees = Act.ISSUE_CARD
    at_store = "batch__store"
    list_display = ("number", "batch", "status")
    list_filter = (("status", ChoicesDropdownFilter), store_filter("batch__store"))
    list_select_related = ("batch__kind", "batch__store")
    search_fields = ("=number",)
    linked_by = ("batch",)
