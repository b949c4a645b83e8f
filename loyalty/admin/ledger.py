"""The ledger in the administration, for reading: accounts, entries, lots, and what came of them."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter

from loyalty.explaining import explain
from loyalty.models import (
    ExpiryNotice,
    LotAllocation,
    PointsAccount,
    PointsAdjustment,
    PointsEntry,
    PointsLot,
)
from membership.admin_base import OfMemberAdmin
from stores.admin_base import store_filter

HOME = "account__member__home_store"


@admin.register(PointsAccount)
class PointsAccountAdmin(OfMemberAdmin):
    list_display = ("whose", "balance", "debt")
    list_filter = (store_filter("member__home_store"),)
    list_select_related = ("member",)
    list_display_links = ("balance",)
    linked_by = ("member",)


@admin.register(PointsEntry)
class PointsEntryAdmin(OfMemberAdmin):
    """Corrections are new entries."""

    at_store = HOME
    member_path = "account__member"
    list_display = (
        "occurred_at",
        "whose",
        "kind",
        "points",
        "qualifying",
        "reference",
        "store",
        "by",
        "note",
    )
    list_filter = (("kind", ChoicesDropdownFilter), store_filter(HOME))
    list_select_related = ("account__member", "store", "by")
    linked_by = ("account", "account__member", "sale")
    readonly_fields = ("whose", "why")

    @admin.display(description=_("why"))
    def why(self, entry: PointsEntry) -> str:
        return explain(entry)


@admin.register(PointsLot)
class PointsLotAdmin(OfMemberAdmin):
    at_store = HOME
    member_path = "account__member"
    list_display = ("whose", "points", "remaining", "spendable_from", "expires_on", "entry")
    list_filter = (("expires_on", RangeDateFilter), store_filter(HOME))
    list_select_related = ("account__member", "entry")
    list_display_links = ("points",)
    linked_by = ("account", "account__member")


@admin.register(LotAllocation)
class LotAllocationAdmin(OfMemberAdmin):
    at_store = f"lot__{HOME}"
    member_path = "lot__account__member"
    list_display = ("whose", "points", "entry", "lot")
    list_filter = (store_filter(f"lot__{HOME}"),)
    list_select_related = ("lot__account__member", "entry")
    list_display_links = ("points",)
    linked_by = ("lot", "entry")


@admin.register(ExpiryNotice)
class ExpiryNoticeAdmin(OfMemberAdmin):
    at_store = HOME
    member_path = "account__member"
    list_display = ("whose", "points", "expires_on", "days_ahead", "written_at")
    list_filter = (("expires_on", RangeDateFilter), "days_ahead", store_filter(HOME))
    list_select_related = ("account__member",)
    list_display_links = ("points",)
    ordering = ("-written_at", "-pk")
    linked_by = ("account", "account__member")


@admin.register(PointsAdjustment)
class PointsAdjustmentAdmin(OfMemberAdmin):
    """Asked for and decided on a page of their own."""

    list_display = (
        "whose",
        "points",
        "reason",
        "state",
        "asked_by",
        "asked_at",
        "decided_by",
        "decided_at",
    )
    list_filter = (("state", ChoicesDropdownFilter), store_filter("member__home_store"))
    list_select_related = ("member", "asked_by", "decided_by")
    list_display_links = ("points",)
    ordering = ("-asked_at", "-pk")
    linked_by = ("member",)
