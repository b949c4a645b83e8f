"""Perks and who has them, rewards and what was redeemed, in the administration."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import action
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from common.admin_fields import DiscountField
from common.notation import discount_label
from loyalty.admin.echoes import say_back
from loyalty.admin.perk_grid import WAYS, PerkGridForm
from loyalty.domain.perk_cells import set_perk_cells
from loyalty.domain.rewards import SoldOut, restock_reward
from loyalty.models import (
    Perk,
    PerkUse,
    Redemption,
    Reward,
    Tier,
    TierPerk,
)
from membership.admin_base import OfMemberAdmin
from stores.access import Act
from stores.admin_base import KeptRecordAdmin, RuleInline, store_filter
from stores.http import StaffRequest


class PerkForm(forms.ModelForm):
    """A perk, its discount as shops write it."""

    pays = DiscountField(label=_("customer pays"), required=False)

    class Meta:
        help_texts: ClassVar = {
            "lead_days": _("So early the till speaks of her birthday; 0 for all: a week."),
        }


class CellInline(RuleInline):
    """A row of the matrix: which tiers have the perk, how often."""

    model = TierPerk
    verbose_name = _("tier")
    verbose_name_plural = _("tiers that have it")


@admin.register(Perk)
class PerkAdmin(KeptRecordAdmin):
    changes = Act.CHANGE_RULES
    form = PerkForm
    inlines = (CellInline,)
    list_display = ("__str__", "kind", "given_to", "discount", "is_internal", "is_active")
    list_filter = (("kind", ChoicesDropdownFilter), "is_internal", "is_active")
    search_fields = ("name_zh", "name_en", "code")
    ordering = ("kind", "pk")
    actions_list = ("grid",)

    def has_grid_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return request.access.can(Act.CHANGE_RULES)

    @action(description=_("All tiers in one sheet"), icon="grid_on", permissions=["grid"])
    def grid(self, request: StaffRequest) -> HttpResponse:
        """Show every perk and tier in one sheet; save it whole, or not at all."""
        if not self.has_grid_permission(request):
            raise PermissionDenied
        form = PerkGridForm(
            request.POST if request.method == "POST" else None,
            perks=list(self.get_queryset(request).order_by("kind", "pk")),
            tiers=list(Tier.objects.lowest_first()),
        )
        if form.is_bound and form.is_valid():
            changed = set_perk_cells(cells=form.cells())
            for perk in form.perks:
                if perk.pk in changed:
                    self.log_change(request, perk, [{"changed": {"fields": ["tier_cells"]}}])
            messages.success(request, _told(len(changed)))
            return redirect("admin:loyalty_perk_grid")
        context = {
            **self.admin_site.each_context(request),
            "title": _now("Which tiers have which perks"),
            "opts": self.opts,
            "form": form,
            "ways": WAYS,
        }
        return TemplateResponse(request, "admin/perk_grid.html", context)

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        """Return the perks with the tiers that have them."""
        return super().get_queryset(request).prefetch_related("tier_cells__tier")

    def save_model(self, request: StaffRequest, obj: Perk, form: PerkForm, change: bool) -> None:
        """Say back what was understood of a percentage."""
        super().save_model(request, obj, form, change)
        if obj.pays:
            say_back(request, obj, pays=obj.pays)

    @admin.display(description=_("tiers"))
    def given_to(self, perk: Perk) -> str:
        cells = sorted(perk.tier_cells.all(), key=lambda cell: cell.tier.rank)
        return ", ".join(
            f"{cell.tier} ({cell.quota} {cell.get_period_display()})"
            if cell.quota
            else str(cell.tier)
            for cell in cells
        )

    @admin.display(description=_("customer pays"))
    def discount(self, perk: Perk) -> str:
        return discount_label(perk.pays) if perk.pays else ""


@admin.register(PerkUse)
class PerkUseAdmin(OfMemberAdmin):
    list_display = ("whose", "perk", "used_at", "store", "by", "undone_at")
    list_filter = (("perk", RelatedDropdownFilter), store_filter("member__home_store"))
    list_select_related = ("member", "perk", "store", "by")
    list_display_links = ("perk",)
    linked_by = ("member",)


class RewardForm(forms.ModelForm):
    """A reward. Its stock is counted while it is edited, so pieces are added to what is there."""

    restock = forms.IntegerField(
        label=_("pieces to add"),
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=_("Negative to take pieces away."),
    )

    def clean_restock(self) -> int:
        """Refuse to take away more than is left."""
        pieces: int = self.cleaned_data["restock"] or 0
        if self.instance.stock is not None and self.instance.stock + pieces < 0:
            raise ValidationError(_("Fewer are left."))
        return pieces


@admin.register(Reward)
class RewardAdmin(KeptRecordAdmin):
    changes = Act.CHANGE_RULES
    form = RewardForm
    list_display = ("__str__", "kind", "points", "stock", "opens_on", "closes_on", "is_active")
    list_filter = (("kind", ChoicesDropdownFilter), "is_active")
    search_fields = ("name_zh", "name_en", "code")
    ordering = ("points", "pk")

    def get_readonly_fields(self, request: StaffRequest, obj: Reward | None = None) -> list[str]:
        """Let the stock be typed until it is counted."""
        counted = obj is not None and obj.stock is not None
        return [*super().get_readonly_fields(request, obj), *(["stock"] if counted else [])]

    def save_model(
        self, request: StaffRequest, obj: Reward, form: RewardForm, change: bool
    ) -> None:
        """Save all but a stock that is being counted; add the pieces to it."""
        if not change or "stock" in form.fields:
            super().save_model(request, obj, form, change)
            return
        obj.save(
            update_fields=[field.name for field in _plain_fields(obj) if field.name != "stock"]
        )
        if pieces := form.cleaned_data["restock"]:
            try:
                restock_reward(reward=obj, pieces=pieces)
            except SoldOut:
                self.message_user(request, _("Fewer are left."), level="warning")


@admin.register(Redemption)
class RedemptionAdmin(OfMemberAdmin):
    list_display = ("number", "whose", "reward", "state", "redeemed_at", "store", "redeemed_by")
    list_filter = (
        ("state", ChoicesDropdownFilter),
        ("reward", RelatedDropdownFilter),
        store_filter("member__home_store"),
    )
    list_select_related = ("member", "reward", "store", "redeemed_by")
    search_fields = ("number",)
    linked_by = ("member", "reward")


def _told(changed: int) -> str:
    if not changed:
        return _now("Nothing was different.")
    told = ngettext("%(count)d perk was changed.", "%(count)d perks were changed.", changed)
    return told % {"count": changed}


def _plain_fields(row: Model) -> list[Any]:
    return [field for field in row._meta.concrete_fields if not field.primary_key]
