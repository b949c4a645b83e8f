"""Tiers, who holds and who asks for them, in the administration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import action
from unfold.widgets import UnfoldAdminColorInputWidget, UnfoldAdminTextInputWidget

from common.admin_fields import DiscountField
from common.notation import discount_echo, discount_label
from loyalty.admin.echoes import say_back
from loyalty.domain.tier_applications import (
    AlreadyDecided,
    NotAStepUp,
    OwnApplication,
    approve_application,
    refuse_application,
)
from loyalty.models import Tier, TierApplication, TierAssignment, TierCriterion
from loyalty.tier_preview import ReviewPreview, preview_tiers, to_be_lowered
from membership.admin_base import OfMemberAdmin
from membership.models import Member
from stores.access import Act
from stores.admin_acts import ActForm, RowAct, act_on
from stores.admin_base import KeptRecordAdmin, store_filter
from stores.http import StaffRequest

NAMED = 200  # members


class TierForm(forms.ModelForm):
    """A tier, its discount as shops write it."""

    discount = DiscountField(label=_("customer pays"))

    class Meta:
        widgets = {"colour": UnfoldAdminColorInputWidget}
        help_texts: ClassVar = {
            "window": _(
                "In which the criteria count. Purchases and single tickets count with membership "
                "fees; points leave them out."
            ),
        }


class CriterionInline(TabularInline):
    """What it takes to reach the tier, and to keep it; what reaches it keeps it if not said."""

    model = TierCriterion
    extra = 0
    hide_title = True

    def has_view_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return request.access.can(Act.CHANGE_RULES)

    def has_change_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return request.access.can(Act.CHANGE_RULES)

    def has_delete_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return request.access.can(Act.CHANGE_RULES)


@admin.register(Tier)
class TierAdmin(KeptRecordAdmin):
    changes = Act.CHANGE_RULES
    form = TierForm
    inlines = (CriterionInline,)
    list_display = ("__str__", "rank", "pays", "multiplier", "keep_months", "is_entry")
    search_fields = ("name_zh", "name_en", "code")
    ordering = ("rank",)
    actions_list = ("preview",)

    @admin.display(description=_("customer pays"))
    def pays(self, tier: Tier) -> str:
        return f"{discount_label(tier.discount)} · {discount_echo(tier.discount)}"

    def has_look_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return request.access.can(Act.ADJUST_MEMBER)

    @action(description=_("Preview for all members"), icon="preview", permissions=["look"])
    def preview(self, request: StaffRequest) -> HttpResponse:
        """Show what the criteria and a review would make of all members today."""
        if not self.has_look_permission(request):
            raise PermissionDenied
        at = timezone.now()
        reviews = to_be_lowered(on=timezone.localdate(at))
        context = {
            **self.admin_site.each_context(request),
            "title": _now("What the tiers would make of all members today"),
            "opts": self.opts,
            "tiers": preview_tiers(at=at),
            "reviews": reviews,
            "names": _names(reviews),
            "most": NAMED,
        }
        return TemplateResponse(request, "admin/tier_preview.html", context)

    def save_model(self, request: StaffRequest, obj: Tier, form: TierForm, change: bool) -> None:
        """Say back what was understood of the discount."""
        super().save_model(request, obj, form, change)
        say_back(request, obj, pays=obj.discount)


@admin.register(TierAssignment)
class TierAssignmentAdmin(OfMemberAdmin):
    list_display = ("whose", "tier", "starts_at", "ends_at", "review_on", "reason", "by", "sale")
    list_filter = (
        ("tier", RelatedDropdownFilter),
        ("reason", ChoicesDropdownFilter),
        store_filter("member__home_store"),
    )
    list_select_related = ("member", "tier", "by", "sale")
    list_display_links = ("tier",)
    linked_by = ("member",)


class AnswerForm(ActForm):
    """What is said to who asked."""

    answer = forms.CharField(
        label=_("Answer"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )


class RefusalForm(ActForm):
    """Why not."""

    answer = forms.CharField(label=_("Answer"), max_length=200, widget=UnfoldAdminTextInputWidget)


def _approve(application: TierApplication, **facts: Any) -> TierApplication:
    return approve_application(application=application, **facts)


def _refuse(application: TierApplication, **facts: Any) -> TierApplication:
    return refuse_application(application=application, **facts)


REFUSALS = {
    AlreadyDecided: _("it was decided before"),
    OwnApplication: _("who asked for it cannot decide it"),
    NotAStepUp: _("she has this tier already, or a higher one"),
}
APPROVE = RowAct(_("Approve applications"), _("Approve"), AnswerForm, _approve, REFUSALS)
REFUSE = RowAct(_("Refuse applications"), _("Refuse"), RefusalForm, _refuse, REFUSALS)


@admin.register(TierApplication)
class TierApplicationAdmin(OfMemberAdmin):
    """Asked for on the member's record; decided here, by somebody else."""

    list_display = ("whose", "tier", "reason", "state", "asked_at", "asked_by", "decided_by")
    list_filter = (("state", ChoicesDropdownFilter), store_filter("member__home_store"))
    list_select_related = ("member", "tier", "asked_by", "decided_by")
    list_display_links = ("tier",)
    linked_by = ("member",)
    actions = ("approve", "refuse")
    ordering = ("-asked_at", "-pk")

    def has_decide_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return request.access.can(Act.ADJUST_MEMBER)

    @admin.action(description=_("Approve"), permissions=["decide"])
    def approve(self, request: StaffRequest, queryset: models.QuerySet[Any]) -> HttpResponse:
        return self._decide(request, queryset, APPROVE)

    @admin.action(description=_("Refuse"), permissions=["decide"])
    def refuse(self, request: StaffRequest, queryset: models.QuerySet[Any]) -> HttpResponse:
        return self._decide(request, queryset, REFUSE)

    def _decide(
        self, request: StaffRequest, chosen: models.QuerySet[Any], act: RowAct
    ) -> HttpResponse:
        decided = request.access.narrow(chosen, Act.ADJUST_MEMBER, store="member__home_store")
        rows = decided.select_related("member", "tier").order_by("pk")
        return act_on(self, request, rows, act, after=request.get_full_path())


def _names(reviews: Sequence[ReviewPreview]) -> list[tuple[Member, Tier, Tier]]:
    """Return the first of those who would be lowered, from where and where to."""
    goes = [
        (member, review.tier, to)
        for review in reviews
        for to, members in review.lowered
        for member in members
    ][:NAMED]
    members = Member.objects.in_bulk([member for member, _from, _to in goes])
    return [(members[member], tier, to) for member, tier, to in goes]
