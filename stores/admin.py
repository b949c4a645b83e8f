"""Stores, regions and staff in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from stores.access import Act, Reach
from stores.admin_acts import RowAct, act_on
from stores.admin_base import FactInline, KeptRecordAdmin, ShopAdmin, StoreFilter
from stores.admin_forms import NewStaffForm, PasswordForm, PinForm, PostingForm
from stores.domain.signing_in import NotAPin, PinTooEasy, set_password, set_pin
from stores.http import StaffRequest
from stores.models import Posting, Region, Staff, Store

admin.site.unregister(Group)  # roles are postings


SET_PIN = RowAct(
    title=_("Set a new PIN"),
    button=_("Set PIN"),
    form=PinForm,
    verb=lambda staff, *, pin, **_context: set_pin(staff=staff, pin=pin),
    refusals={
        NotAPin: _("a PIN is four to six digits"),
        PinTooEasy: _("this PIN is too easy to guess"),
    },
)
SET_PASSWORD = RowAct(
    title=_("Set a new password"),
    button=_("Set password"),
    form=PasswordForm,
    verb=lambda staff, *, password, **_context: set_password(staff=staff, password=password),
    refusals={},
)


@admin.register(Region)
class RegionAdmin(ShopAdmin):
    changes = Act.CHANGE_RULES
    list_display = ("name", "code")
    search_fields = ("name", "code")
    ordering = ("name",)


@admin.register(Store)
class StoreAdmin(KeptRecordAdmin):
    changes = Act.CHANGE_RULES
    at_store = ""
    list_display = ("name", "code", "region", "phone", "day_ends_at", "recycles_at", "is_open")
    list_filter = ("is_open", "region")
    list_select_related = ("region",)
    search_fields = ("name", "code")
    ordering = ("name",)
    autocomplete_fields = ("region",)
    fields = (
        "code",
        "name",
        "region",
        "address",
        "phone",
        "day_ends_at",
        "recycles_at",
        "is_open",
    )

    def get_readonly_fields(
        self, request: StaffRequest, obj: Store | None = None
    ) -> tuple[str, ...]:
        """Keep the code as issued: it stands in every member number of the store."""
        return ("code",) if obj else ()


class PostingInline(FactInline):
    model = Posting
    form = PostingForm
    max_num = None
    fields = ("role", "store", "region", "starts_on", "ends_on", "takes_part")
    autocomplete_fields = ("store", "region")

    def get_queryset(self, request: StaffRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request).select_related("staff", "store", "region")
        return request.access.narrow(rows, Act.SEE_STAFF, store="store")

    def has_add_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return request.access.can(Act.CHANGE_RULES)

    has_change_permission = has_add_permission


class PostedAtFilter(StoreFilter):
    """Staff by a store they are, or were, posted to."""

    def queryset(
        self, request: StaffRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        if self.value() not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(pk__in=Posting.objects.filter(store=self.value()).values("staff"))


@admin.register(Staff)
class StaffAdmin(ShopAdmin):
    sees = Act.SEE_STAFF
    changes = Act.CHANGE_RULES
    fieldsets = (
        (None, {"fields": ("number", "display_name", "language", "is_active", "joined_at")}),
        (_("Signing in"), {"fields": ("last_login", "has_a_pin")}),
    )
    add_fieldsets = (
        (None, {"fields": ("number", "display_name", "language", "password1", "password2")}),
    )
    readonly_fields = ("last_login", "has_a_pin")
    list_display = ("number", "display_name", "current_postings", "language", "is_active")
    list_filter = ("is_active", PostedAtFilter)
    search_fields = ("number", "display_name")
    ordering = ("number",)
    inlines = (PostingInline,)
    actions_detail = ("set_password", "set_pin")

    def get_queryset(self, request: StaffRequest) -> models.QuerySet[Any]:
        """Return whom the visitor works with: everybody ever posted within her reach."""
        rows = super().get_queryset(request).prefetch_related("postings__store", "postings__region")
        if request.access.reach(Act.SEE_STAFF) == Reach.BRAND:
            return rows
        posted = request.access.narrow(Posting.objects.all(), Act.SEE_STAFF, store="store")
        return rows.filter(pk__in=posted.values("staff"))

    @admin.display(description=_("postings"))
    def current_postings(self, staff: Staff) -> str:
        return ", ".join(str(one) for one in staff.postings.all() if one.ends_on is None)

    @admin.display(description=_("has a PIN"), boolean=True)
    def has_a_pin(self, staff: Staff) -> bool:
        return bool(staff.pin)

    def get_form(
        self, request: StaffRequest, obj: Staff | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Ask for a first password when somebody is new."""
        if obj is None:
            kwargs["form"] = NewStaffForm
        return super().get_form(request, obj, change=change, **kwargs)

    @action(description=_("Set password"), icon="key", permissions=["change"])
    def set_password(self, request: StaffRequest, object_id: str) -> HttpResponse:
        return self._act(request, object_id, SET_PASSWORD)

    @action(description=_("Set PIN"), icon="dialpad", permissions=["change"])
    def set_pin(self, request: StaffRequest, object_id: str) -> HttpResponse:
        return self._act(request, object_id, SET_PIN)

    def _act(self, request: StaffRequest, object_id: str, act: RowAct) -> HttpResponse:
        staff = self.get_queryset(request).filter(pk=object_id)
        if not staff:
            raise Http404
        page = reverse("admin:stores_staff_change", args=[object_id])
        return act_on(self, request, staff, act, after=page)


@admin.register(Posting)
class PostingAdmin(KeptRecordAdmin):
    sees = Act.SEE_STAFF
    changes = Act.CHANGE_RULES
    at_store = "store"
    form = PostingForm
    list_display = ("staff", "role", "store", "region", "starts_on", "ends_on", "takes_part")
    list_filter = ("role", StoreFilter)
    list_select_related = ("staff", "store", "region")
    search_fields = ("staff__number", "staff__display_name")
    autocomplete_fields = ("staff", "store", "region")
