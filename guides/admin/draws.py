"""The rules of the draw, and what draws, protections and warnings left, in the administration."""

from __future__ import annotations

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from guides.models import Draw, DrawRule, DueWarning, Protection, SetAside
from membership.admin_base import OfMemberAdmin
from stores.access import Act
from stores.admin_base import DatedRuleAdmin, ShopAdmin, StoreFilter, store_filter
from stores.models import Deputy


@admin.register(DrawRule)
class DrawRuleAdmin(DatedRuleAdmin):
    list_display = (
        "effective_from",
        "store",
        "scope",
        "strata",
        "when_exhausted",
        "protections",
        "may_claim",
        "is_drawn",
    )
    list_select_related = ("store",)
    autocomplete_fields = ("store",)


@admin.register(Draw)
class DrawAdmin(ShopAdmin):
    """Draws for reading; the minutes say more."""

    sees = Act.RUN_DRAW
    at_store = "store"
    list_display = ("day", "place", "state", "members", "placed", "unplaced", "by")
    list_filter = (StoreFilter, ("state", ChoicesDropdownFilter))
    list_select_related = ("store", "region", "by")
    exclude = ("inputs", "result")


@admin.register(SetAside)
class SetAsideAdmin(OfMemberAdmin):
    list_display = ("whose", "kind", "reason", "note", "starts_at", "ends_at", "by")
    list_filter = (
        store_filter("member__home_store"),
        ("kind", ChoicesDropdownFilter),
        ("reason", ChoicesDropdownFilter),
    )
    list_select_related = ("member", "by")
    list_display_links = ("starts_at",)
    linked_by = ("member",)


@admin.register(Protection)
class ProtectionAdmin(OfMemberAdmin):
    at_store = "ownership__member__home_store"
    member_path = "ownership__member"
    list_display = ("whose", "reason", "at_her_wish", "starts_on", "until", "ended_at", "by")
    list_select_related = ("ownership__member", "by")
    list_display_links = ("starts_on",)


@admin.register(DueWarning)
class DueWarningAdmin(OfMemberAdmin):
    at_store = "ownership__member__home_store"
    member_path = "ownership__member"
    list_display = ("whose", "to", "days", "due_on", "made_at")
    list_filter = (("to", ChoicesDropdownFilter),)
    list_select_related = ("ownership__member",)
    list_display_links = ("made_at",)


@admin.register(Deputy)
class DeputyAdmin(ShopAdmin):
    sees = Act.SEE_STAFF
    at_store = "store"
    list_display = ("guide", "deputy", "store", "starts_on", "ends_on", "by")
    list_filter = (StoreFilter,)
    list_select_related = ("guide", "deputy", "store", "by")
