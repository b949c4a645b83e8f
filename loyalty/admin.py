"""Tiers, rules and the ledger in the administration. The ledger is for reading."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.widgets import UnfoldAdminColorInputWidget

from common.admin_fields import DiscountField, PercentField
from common.notation import discount_echo, discount_label
from loyalty.models import (
    EarningRule,
    LotAllocation,
    PointsAccount,
    PointsEntry,
    PointsLot,
    RedemptionRule,
    Tier,
    TierAssignment,
)
from membership.admin_base import OfMemberAdmin
from stores.access import Act
from stores.admin_base import DatedRuleAdmin, KeptRecordAdmin, RuleForm, store_filter
from stores.http import StaffRequest

HOME = "account__member__home_store"


class TierForm(forms.ModelForm):
    """A tier, its discount as shops write it."""

    discount = DiscountField(label=_("customer pays"))

    class Meta:
        widgets = {"colour": UnfoldAdminColorInputWidget}


@admin.register(Tier)
class TierAdmin(KeptRecordAdmin):
    changes = Act.CHANGE_RULES
    form = TierForm
    list_display = ("__str__", "rank", "pays", "multiplier", "is_entry")
    search_fields = ("name_zh", "name_en", "code")
    ordering = ("rank",)

    @admin.display(description=_("customer pays"))
    def pays(self, tier: Tier) -> str:
        return f"{discount_label(tier.discount)} · {discount_echo(tier.discount)}"

    def save_model(self, request: StaffRequest, obj: Tier, form: TierForm, change: bool) -> None:
        """Say back what was understood, so that nobody sells at the wrong end of 8.8折."""
        super().save_model(request, obj, form, change)
        facts = {"tier": obj.label, "echo": discount_echo(obj.discount)}
        messages.info(request, _now("%(tier)s: %(echo)s") % facts)


@admin.register(EarningRule)
class EarningRuleAdmin(DatedRuleAdmin):
    list_display = ("effective_from", "points_per_yuan", "life_months", "note")


class RedemptionRuleForm(RuleForm):
    """What points are worth, shares in per cent."""

    share = PercentField(label=_("largest share of the ticket, in %"), initial=10_000)


@admin.register(RedemptionRule)
class RedemptionRuleAdmin(DatedRuleAdmin):
    form = RedemptionRuleForm
    list_display = ("effective_from", "point_value", "minimum", "largest_share", "note")

    @admin.display(description=_("largest share of the ticket"))
    def largest_share(self, rule: RedemptionRule) -> str:
        return f"{rule.share / 100:g}%"


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


@admin.register(TierAssignment)
class TierAssignmentAdmin(OfMemberAdmin):
    list_display = ("whose", "tier", "starts_at", "ends_at", "reason", "by", "sale")
    list_filter = (
        ("tier", RelatedDropdownFilter),
        ("reason", ChoicesDropdownFilter),
        store_filter("member__home_store"),
    )
    list_select_related = ("member", "tier", "by", "sale")
    list_display_links = ("tier",)
    linked_by = ("member",)
