"""The other rules of the programme in the administration, and the referrals they rewarded."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from common.admin_fields import DiscountField, PercentField
from common.masking import mask_name
from common.notation import discount_echo
from loyalty.admin.versions import VersionedRuleAdmin
from loyalty.models import (
    OccasionReward,
    PointsBand,
    ProgrammeRule,
    RedemptionRule,
    Referral,
    SpendRebateRule,
)
from membership.admin_base import OfMemberAdmin
from stores.access import Act
from stores.admin_base import RuleForm, ShopAdmin, store_filter
from stores.http import StaffRequest


class RedemptionRuleForm(RuleForm):
    """What points are worth, shares in per cent."""

    share = PercentField(label=_("largest share of the ticket, in %"), initial=10_000)


@admin.register(RedemptionRule)
class RedemptionRuleAdmin(VersionedRuleAdmin):
    form = RedemptionRuleForm
    list_display = ("effective_from", "point_value", "minimum", "step", "largest_share", "note")

    @admin.display(description=_("largest share of the ticket"))
    def largest_share(self, rule: RedemptionRule) -> str:
        return f"{rule.share / 100:g}%"


class ProgrammeRuleForm(RuleForm):
    """What the shop decided besides rates, discounts as shops write them."""

    cashier_pays_least = DiscountField(
        label=_("discount by a cashier, customer pays at least"), initial=10_000
    )
    manager_pays_least = DiscountField(
        label=_("discount by a manager, customer pays at least"), initial=5_000
    )


@admin.register(ProgrammeRule)
class ProgrammeRuleAdmin(VersionedRuleAdmin):
    form = ProgrammeRuleForm
    list_display = (
        "effective_from",
        "debt_policy",
        "grace_days",
        "adjustment_limit",
        "cashier",
        "manager",
        "invite_from",
        "note",
    )

    @admin.display(description=_("discount by a cashier"))
    def cashier(self, rule: ProgrammeRule) -> str:
        return discount_echo(rule.cashier_pays_least)

    @admin.display(description=_("discount by a manager"))
    def manager(self, rule: ProgrammeRule) -> str:
        return discount_echo(rule.manager_pays_least)


@admin.register(PointsBand)
class PointsBandAdmin(ShopAdmin):
    """Where the bands of the page of members by points begin; nothing is earned by them."""

    changes = Act.CHANGE_RULES
    list_display = ("floor",)
    ordering = ("floor",)

    def has_delete_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        """Let a band go: it says how members are looked at, no more."""
        return self.has_change_permission(request, obj)


@admin.register(OccasionReward)
class OccasionRewardAdmin(VersionedRuleAdmin):
    list_display = ("occasion", "effective_from", "points", "coupon_kind", "qualifies", "note")
    list_display_links = ("occasion", "effective_from")
    list_filter = (("occasion", ChoicesDropdownFilter),)
    list_select_related = ("coupon_kind",)


class SpendRebateForm(RuleForm):
    """Part of the ticket back, the share in per cent."""

    share = PercentField(label=_("share of the ticket, in %"), initial=0)


@admin.register(SpendRebateRule)
class SpendRebateRuleAdmin(VersionedRuleAdmin):
    form = SpendRebateForm
    list_display = ("effective_from", "part", "minimum_ticket", "coupon_kind", "note")
    list_select_related = ("coupon_kind",)

    @admin.display(description=_("share of the ticket"))
    def part(self, rule: SpendRebateRule) -> str:
        return f"{rule.share / 100:g}%"


@admin.register(Referral)
class ReferralAdmin(OfMemberAdmin):
    """Who brought whom, and which guide enrolled the friend."""

    at_store = "friend__home_store"
    member_path = "friend"
    list_display = ("whose", "bringer", "enroller", "sale", "rewarded_at", "undone_at")
    list_display_links = ("rewarded_at",)
    list_filter = (store_filter("friend__home_store"),)
    list_select_related = ("friend__enroller", "referrer", "sale")
    linked_by = ("friend", "referrer", "friend__enroller")

    readonly_fields = ("whose", "bringer", "enroller")

    def get_fields(self, request: StaffRequest, obj: models.Model | None = None) -> list[str]:
        """Show what the list shows: the referrer may be somebody else's member."""
        return list(self.list_display)

    @admin.display(description=_("referrer"))
    def bringer(self, referral: Referral) -> str:
        return f"{referral.referrer.number} {mask_name(referral.referrer.name)}"

    @admin.display(description=_("enrolled by"))
    def enroller(self, referral: Referral) -> object:
        return referral.friend.enroller or "—"
