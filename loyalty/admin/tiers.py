"""Tiers and who holds them, in the administration."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.widgets import UnfoldAdminColorInputWidget

from common.admin_fields import DiscountField
from common.notation import discount_echo, discount_label
from loyalty.models import Tier, TierAssignment
from membership.admin_base import OfMemberAdmin
from stores.access import Act
from stores.admin_base import KeptRecordAdmin, store_filter
from stores.http import StaffRequest


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
