"""The rules of looking after members: what the day asks for, texts' taboos, reasons."""

from __future__ import annotations

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from guides.models import Cadence, CareRule, FollowUpStep, LossReason, TabooWord
from stores.access import Act
from stores.admin_base import DatedRuleAdmin, ShopAdmin


@admin.register(CareRule)
class CareRuleAdmin(DatedRuleAdmin):
    list_display = (
        "effective_from",
        "complaint_hours",
        "birthday_days",
        "points_days",
        "coupon_days",
        "rest_days",
        "contacts_most",
        "contacts_days",
        "phone_visits",
        "record_checks",
        "spot_checks",
        "prospect_months",
    )


@admin.register(Cadence)
class CadenceAdmin(ShopAdmin):
    changes = Act.CHANGE_RULES
    list_display = ("rhythm", "tier")
    list_select_related = ("tier",)
    ordering = ("tier__rank", "pk")


@admin.register(FollowUpStep)
class FollowUpStepAdmin(ShopAdmin):
    changes = Act.CHANGE_RULES
    list_display = ("after", "days", "is_active")
    ordering = ("-after", "days")


@admin.register(LossReason)
class LossReasonAdmin(ShopAdmin):
    changes = Act.CHANGE_RULES
    list_display = ("__str__", "code", "leaves_in_peace", "is_offered")
    ordering = ("pk",)


@admin.register(TabooWord)
class TabooWordAdmin(ShopAdmin):
    changes = Act.CHANGE_RULES
    list_display = ("word", "kind", "is_active")
    list_filter = (("kind", ChoicesDropdownFilter),)
    ordering = ("kind", "pk")
