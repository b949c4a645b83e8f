"""Organisations with their people and cards, and memberships taken away."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from membership.admin_base import OfMemberAdmin
from membership.models import CardBatch, Disqualification, Organisation
from stores.access import Act
from stores.admin_base import FactInline, KeptRecordAdmin, StoreFilter, store_filter


class CardBatchInline(FactInline):
    model = CardBatch
    fields = ("kind", "store", "occasion", "expires_on", "received_at")
    ordering = ("-received_at",)


@admin.register(Organisation)
class OrganisationAdmin(KeptRecordAdmin):
    changes = Act.CHANGE_RULES
    at_store = "store"
    list_display = ("name", "contact_name", "contact_phone", "store", "is_active")
    list_filter = (StoreFilter, "is_active")
    list_select_related = ("store",)
    search_fields = ("name", "contact_name")
    ordering = ("name",)
    autocomplete_fields = ("store",)
    readonly_fields: ClassVar[tuple[str, ...]] = ("people",)
    inlines = (CardBatchInline,)

    @admin.display(description=_("members"))
    def people(self, organisation: Organisation) -> SafeString | str:
        if organisation.pk is None:
            return "-"
        page = reverse("admin:membership_member_changelist")
        return format_html(
            '<a class="text-link" href="{}?organisation={}">{}</a>',
            page,
            organisation.pk,
            organisation.members.count(),
        )


@admin.register(Disqualification)
class DisqualificationAdmin(OfMemberAdmin):
    list_display = ("at", "whose", "reason", "by", "appeal", "appealed_at", "decided_by")
    list_filter = (("appeal", ChoicesDropdownFilter), store_filter("member__home_store"))
    list_select_related = ("member", "by", "decided_by")
    linked_by = ("member",)
