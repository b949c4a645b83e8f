"""Members in the administration: found, looked at, and acted on by the verbs of the pages.

Her record is changed on her own page, where her phone can be shown; here it stays masked.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    RangeDateFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import action

from common.masking import mask_name
from guides.admin.acts import (
    ADJUST_POINTS,
    ASSIGN,
    SET_ORGANISATION,
)
from guides.admin.record import MaskedChanges, links_to_what_is_hers
from guides.admin.tier_acts import TierActs
from guides.queries.members import listed, members_of
from membership.models import Member
from membership.queries import search
from stores.access import Act
from stores.admin_acts import RowAct, act_on
from stores.admin_base import KeptRecordAdmin, store_filter
from stores.http import StaffRequest


@admin.register(Member)
class MemberAdmin(KeptRecordAdmin, TierActs):
    sees = Act.LIST_MEMBERS
    at_store = "home_store"
    list_display = (
        "number",
        "name",
        "masked",
        "home_store",
        "tier",
        "points",
        "held_by",
        "due_on",
        "last_visit",
        "joined_on",
    )
    list_filter = (
        store_filter("home_store"),
        ("joined_on", RangeDateFilter),
        ("status", ChoicesDropdownFilter),
        ("enroller", AutocompleteSelectFilter),
        ("channel", RelatedDropdownFilter),
        ("organisation", AutocompleteSelectFilter),
    )
    list_display_links = ("number", "name")
    list_select_related = ("home_store",)
    search_fields = ("pk",)  # offers the search; see get_search_results
    search_help_text = _("Phone or its last four digits, card, number, name or pinyin")
    fieldsets = (
        (None, {"fields": ("number", "name", "masked", "gender", "birthday_given", "status")}),
        (_("Now"), {"fields": ("tier", "points", "held_by", "due_on", "last_visit")}),
        (
            _("Joining"),
            {
                "fields": (
                    "joined_at",
                    "home_store",
                    "channel",
                    "enroller",
                    "introduced_by",
                    "organisation",
                    "tags",
                )
            },
        ),
        (_("See also"), {"fields": ("see_also",)}),
    )
    readonly_fields = (
        "masked",
        "birthday_given",
        "introduced_by",
        "tier",
        "points",
        "held_by",
        "due_on",
        "last_visit",
        "see_also",
    )
    actions = ("set_tiers", "adjust_points_of", "assign_all", "set_organisation_of")
    actions_detail = (
        "open_page",
        "set_tier",
        "ask_for_tier",
        "start_trial",
        "adjust_points",
        "assign",
    )
    linked_by: ClassVar[tuple[str, ...]] = ("referrer", "organisation")

    def get_queryset(self, request: StaffRequest) -> models.QuerySet[Any]:
        return listed(super().get_queryset(request))

    def get_search_results(
        self, request: StaffRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Find as the till does: by phone, last four digits, card, number, name or pinyin."""
        if not search_term.strip():
            return queryset, False
        found = search(search_term, within=queryset)
        return queryset.filter(pk__in=[member.pk for member in found]), False

    def has_adjust_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return request.access.can(Act.ADJUST_MEMBER)

    def has_edit_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return request.access.can(Act.EDIT_MEMBER)

    def has_assign_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return request.access.can(Act.ASSIGN_MEMBER)

    def get_historical_record_context_helper(
        self, request: StaffRequest, historical_record: Any
    ) -> MaskedChanges:
        return MaskedChanges(self.model, historical_record)

    @admin.display(description=_("mobile"))
    def masked(self, member: Member) -> str:
        return member.masked_phone

    @admin.display(description=_("birthday"))
    def birthday_given(self, member: Member) -> str:
        return str(member.birthday or "")

    @admin.display(description=_("referrer"), empty_value="-")
    def introduced_by(self, member: Member) -> str | None:
        """Name her by surname: she may be at home in somebody else's store."""
        friend = member.referrer
        return f"{friend.number} {mask_name(friend.name)}" if friend else None

    @admin.display(description=_("tier"))
    def tier(self, member: Any) -> str:
        return str(member.tier_now.tier) if member.tier_rank is not None else ""

    @admin.display(description=_("points"))
    def points(self, member: Any) -> int:
        return member.balance or 0

    @admin.display(description=_("guide"))
    def held_by(self, member: Any) -> str:
        return member.held_by or ""

    @admin.display(description=_("last day"))
    def due_on(self, member: Any) -> Any:
        return member.due_on

    @admin.display(description=_("last visit"))
    def last_visit(self, member: Any) -> Any:
        return member.last_visit_on

    @admin.display(description=_("on record"))
    def see_also(self, member: Member) -> SafeString:
        return links_to_what_is_hers(member)

    @action(description=_("Her page"), icon="person")
    def open_page(self, request: StaffRequest, object_id: str) -> HttpResponse:
        member = self.get_object(request, object_id)
        if member is None or not Member.objects.known().filter(pk=member.pk):
            raise Http404
        return redirect("campaigns:member", member.number)

    @admin.action(description=_("Move points"), permissions=["adjust"])
    def adjust_points_of(
        self, request: StaffRequest, queryset: models.QuerySet[Any]
    ) -> HttpResponse:
        return self._act_on_chosen(request, queryset, ADJUST_POINTS, Act.ADJUST_MEMBER)

    @admin.action(description=_("Give to a guide"), permissions=["assign"])
    def assign_all(self, request: StaffRequest, queryset: models.QuerySet[Any]) -> HttpResponse:
        return self._act_on_chosen(request, queryset, ASSIGN, Act.ASSIGN_MEMBER)

    @admin.action(description=_("Set organisation"), permissions=["edit"])
    def set_organisation_of(
        self, request: StaffRequest, queryset: models.QuerySet[Any]
    ) -> HttpResponse:
        return self._act_on_chosen(request, queryset, SET_ORGANISATION, Act.EDIT_MEMBER)

    @action(description=_("Move points"), icon="savings", permissions=["adjust"])
    def adjust_points(self, request: StaffRequest, object_id: str) -> HttpResponse:
        return self._act_on_one(request, object_id, ADJUST_POINTS, Act.ADJUST_MEMBER)

    @action(description=_("Give to a guide"), icon="volunteer_activism", permissions=["assign"])
    def assign(self, request: StaffRequest, object_id: str) -> HttpResponse:
        return self._act_on_one(request, object_id, ASSIGN, Act.ASSIGN_MEMBER)

    def _act_on_chosen(
        self, request: StaffRequest, chosen: models.QuerySet[Any], act: RowAct, allowed: Act
    ) -> HttpResponse:
        members = members_of(request.access, allowed).filter(pk__in=chosen.values("pk"))
        return act_on(self, request, members.order_by("pk"), act, after=request.get_full_path())

    def _act_on_one(
        self, request: StaffRequest, object_id: str, act: RowAct, allowed: Act
    ) -> HttpResponse:
        member = members_of(request.access, allowed).filter(pk=object_id)
        if not member:
            raise Http404
        page = reverse("admin:membership_member_change", args=[object_id])
        return act_on(self, request, member, act, after=page)
