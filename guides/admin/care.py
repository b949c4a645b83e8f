"""Ownership, contacts and the mornings' runs, in the administration."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    DropdownFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget

from common.periods import business_day
from guides.admin.acts import ASSIGN
from guides.domain.recycling import AlreadyRun, recycle_store
from guides.domain.rewinding import preview_rule
from guides.models import Contact, Ownership, OwnershipRule, RecyclingRun
from guides.queries.members import members_of
from membership.admin_base import OfMemberAdmin
from stores.access import Act
from stores.admin_acts import ActForm, act_on, ask
from stores.admin_base import DatedRuleAdmin, ShopAdmin, StoreFilter, store_filter
from stores.http import StaffRequest
from stores.models import Store


class HoldingFilter(DropdownFilter):
    """Whether the guide holds the member now."""

    title = _("holding")
    parameter_name = "holding"

    def lookups(self, request: StaffRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("now")), ("ended", _("ended"))]

    def queryset(
        self, request: StaffRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        match self.value():
            case "now":
                return queryset.filter(ends_at=None)
            case "ended":
                return queryset.exclude(ends_at=None)
        return queryset


@admin.register(Ownership)
class OwnershipAdmin(OfMemberAdmin):
    list_display = (
        "whose",
        "guide",
        "store",
        "state",
        "reason",
        "starts_at",
        "due_on",
        "ends_at",
        "end_reason",
    )
    list_filter = (
        HoldingFilter,
        StoreFilter,
        ("guide", AutocompleteSelectFilter),
        ("state", ChoicesDropdownFilter),
        ("end_reason", ChoicesDropdownFilter),
    )
    list_select_related = ("member", "guide", "store", "rule")
    list_display_links = ("starts_at",)
    actions = ("assign",)
    linked_by = ("member", "guide")

    def has_assign_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return request.access.can(Act.ASSIGN_MEMBER)

    @admin.action(description=_("Give to a guide"), permissions=["assign"])
    def assign(self, request: StaffRequest, queryset: models.QuerySet[Any]) -> HttpResponse:
        members = members_of(request.access, Act.ASSIGN_MEMBER).filter(
            pk__in=queryset.values("member")
        )
        return act_on(self, request, members.order_by("pk"), ASSIGN, after=request.get_full_path())


@admin.register(Contact)
class ContactAdmin(OfMemberAdmin):
    list_display = ("at", "whose", "staff", "store", "channel", "way", "note")
    list_filter = (
        store_filter("member__home_store"),
        ("channel", ChoicesDropdownFilter),
        ("way", RelatedDropdownFilter),
        ("staff", AutocompleteSelectFilter),
    )
    list_select_related = ("member", "staff", "store", "way")
    linked_by = ("member",)


@admin.register(OwnershipRule)
class OwnershipRuleAdmin(DatedRuleAdmin):
    list_display = (
        "effective_from",
        "store",
        "tier",
        "months",
        "trial_months",
        "warn_days",
        "last_warn_days",
        "rewinds",
    )
    list_select_related = ("store", "tier")
    autocomplete_fields = ("store",)

    def save_model(
        self, request: StaffRequest, obj: OwnershipRule, form: forms.Form, change: bool
    ) -> None:
        """Save the rule, and say whose last day it moves when it begins."""
        super().save_model(request, obj, form, change)
        moved = preview_rule(obj)
        if obj.rewinds:
            words = _now(
                "On its first day it makes %(earlier)s last days earlier, %(later)s later."
            )
        else:
            words = _now(
                "It applies from each member's next visit on. For running clocks it would make"
                " %(earlier)s last days earlier, %(later)s later."
            )
        counts = {"earlier": f"{moved.earlier:,}", "later": f"{moved.later:,}"}
        messages.info(request, words % counts)


class RecycleForm(ActForm):
    """Which store."""

    store = forms.ModelChoiceField(
        Store.objects.none(), label=_("Store"), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stores = self.access.stores(Act.ASSIGN_MEMBER).filter(is_open=True)
        store = cast("forms.ModelChoiceField[Store]", self.fields["store"])
        store.queryset = stores.order_by("name")


@admin.register(RecyclingRun)
class RecyclingRunAdmin(ShopAdmin):
    sees = Act.SEE_REPORTS
    at_store = "store"
    list_display = ("day", "store", "ran_at", "recycled")
    list_filter = (StoreFilter,)
    list_select_related = ("store",)
    actions_list = ("recycle_now",)

    def has_assign_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return request.access.can(Act.ASSIGN_MEMBER)

    @action(description=_("Recycle a store now"), icon="autorenew", permissions=["assign"])
    def recycle_now(self, request: StaffRequest) -> HttpResponse:
        """Do the morning's run of one store by hand."""
        after = reverse("admin:guides_recyclingrun_changelist")
        form = RecycleForm(request.POST or None, access=request.access)
        if not form.is_valid():
            title, button = _now("Recycle a store now"), _now("Take members back")
            return ask(self, request, form, title, button, after=after)
        store, at = form.cleaned_data["store"], timezone.now()
        try:
            on = business_day(at, day_ends_at=store.day_ends_at)
            taken = recycle_store(store=store, on=on, at=at)
        except AlreadyRun:
            messages.warning(
                request, _now("The run of %(store)s is done for today.") % {"store": store}
            )
        else:
            done = ngettext(
                "%(count)d member of %(store)s is back in the pool.",
                "%(count)d members of %(store)s are back in the pool.",
                taken,
            )
            messages.success(request, done % {"count": taken, "store": store})
        return redirect(after)
