"""The ledger in the administration, for reading: accounts, entries, lots, allocations."""

from __future__ import annotations

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from loyalty.models import LotAllocation, PointsAccount, PointsEntry, PointsLot
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


@admin.register(PointsLot)
class PointsLotAdmin(OfMemberAdmin):
    at_store = HOME
    member_path = "account__member"
    list_display = ("whose", "points", "remaining", "expires_on", "entry")
    list_filter = (store_filter(HOME),)
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
