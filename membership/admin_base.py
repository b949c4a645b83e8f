"""Records that belong to a member: found by her, and shown without giving her away."""

from __future__ import annotations

from functools import reduce
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.masking import mask_name
from membership.models import Member
from membership.queries import clean_query, find_exactly
from stores.access import Act
from stores.admin_base import ShopAdmin
from stores.http import StaffRequest

REPLACED = {"member", "account", "whose"}


class OfMemberAdmin(ShopAdmin):
    """Facts of a member, for reading.

    ``member_path`` leads from a row to her; ``found_by`` are columns searched for exactly what
    was typed, besides her number, card and phone. All of them are indexed.
    """

    sees = Act.LIST_MEMBERS
    at_store = "member__home_store"
    member_path: ClassVar[str] = "member"
    found_by: ClassVar[tuple[str, ...]] = ()
    search_fields: ClassVar[tuple[str, ...]] = ("pk",)  # offers the search; see get_search_results
    search_help_text = _("Member number, card or whole phone")
    readonly_fields: ClassVar[tuple[str, ...]] = ("whose",)

    @admin.display(description=_("member"), empty_value="-")
    def whose(self, row: models.Model) -> SafeString | None:
        """Name the member by surname where somebody else's shop may look on."""
        member = cast("Member | None", reduce(getattr, self.member_path.split("__"), row))
        if member is None:
            return None
        hers = self.at_store is not None and self.at_store.startswith(self.member_path)
        name = member.name if hers else mask_name(member.name)
        page = reverse("admin:membership_member_change", args=[member.pk])
        return format_html('<a class="text-link" href="{}">{} {}</a>', page, member.number, name)

    def get_fields(self, request: StaffRequest, obj: models.Model | None = None) -> list[str]:
        """Show all that is known, the member first."""
        fields = super().get_fields(request, obj)
        return ["whose", *(name for name in fields if name not in REPLACED)]

    def get_search_results(
        self, request: StaffRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Return the rows of the member that was typed, and those with exactly this number."""
        if not (typed := clean_query(search_term)):
            return queryset, False
        where = Q(pk__in=[])
        if member := find_exactly(typed):
            where |= Q(**{self.member_path: member.pk})
        for column in self.found_by:
            where |= Q(**{column: typed})
        return queryset.filter(where), False
