"""Partners in the administration: the record and its terms; ledger and statements to read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Q
from django.forms import ModelChoiceField
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter

from loyalty.admin.versions import VersionedRuleAdmin
from loyalty.enums import PerkKind
from loyalty.models import (
    Partner,
    PartnerCheck,
    PartnerEntry,
    PartnerStatement,
    PartnerTerms,
    Perk,
)
from loyalty.partner_books import terms_of
from stores.access import Act
from stores.admin_base import KeptRecordAdmin, RuleForm, ShopAdmin, store_filter
from stores.http import StaffRequest

OUR_OWN = [PerkKind.BIRTHDAY, PerkKind.DISCOUNT]  # taken off our prices; nobody is paid for it


class PartnerForm(forms.ModelForm):
    """A partner. It stays active while terms name it."""

    def clean_is_active(self) -> bool:
        """Refuse to part from who is still paid for each use."""
        is_active: bool = self.cleaned_data["is_active"]
        if is_active or self.instance.pk is None:
            return is_active
        holds = Q(ends_on=None) | Q(ends_on__gt=timezone.localdate())
        if terms := list(terms_of(self.instance).filter(holds)):
            raise ValidationError(
                _("Terms still hold: %(terms)s. Let others begin, or terms without a partner."),
                params={"terms": _now(", ").join(str(one) for one in terms)},
            )
        return is_active


@admin.register(Partner)
class PartnerAdmin(KeptRecordAdmin):
    sees = changes = Act.RUN_PARTNERS
    form = PartnerForm
    list_display = ("name", "contact_name", "contact_phone", "since", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "contact_name")
    ordering = ("name",)


class PartnerTermsForm(RuleForm):
    """Terms for one perk or one reward."""

    def clean(self) -> dict[str, Any]:
        """Ask for one benefit, and for the service's name where somebody is paid."""
        terms: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(terms.get("perk")) == bool(terms.get("reward")):
            self.add_error("perk", _("Choose one perk or one reward."))
        if terms.get("partner") and not terms.get("called", "").strip():
            self.add_error("called", _("Statements need a name for it."))
        price = terms.get("price")
        if price is not None and (price < 0 or (price and not terms.get("partner"))):
            self.add_error(
                "price", _("It cannot be negative, and nobody is paid without a partner.")
            )
        return terms


@admin.register(PartnerTerms)
class PartnerTermsAdmin(VersionedRuleAdmin):
    sees = Act.RUN_PARTNERS
    form = PartnerTermsForm
    list_display = ("effective_from", "called", "partner", "perk", "reward", "price", "note")
    list_filter = (("partner", RelatedDropdownFilter),)
    list_select_related = ("partner", "perk", "reward")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: StaffRequest, **options: Any
    ) -> ModelChoiceField[Any] | None:
        """Offer active partners, and perks others can give."""
        if db_field.name == "partner":
            options["queryset"] = Partner.objects.filter(is_active=True).order_by("name")
        if db_field.name == "perk":
            options["queryset"] = Perk.objects.exclude(kind__in=OUR_OWN).order_by("kind", "pk")
        return super().formfield_for_foreignkey(db_field, request, **options)


@admin.register(PartnerEntry)
class PartnerEntryAdmin(ShopAdmin):
    """Corrections are new entries."""

    sees = Act.RUN_PARTNERS
    list_display = ("business_day", "partner", "terms", "amount", "store", "occurred_at", "by")
    list_filter = (("partner", RelatedDropdownFilter), store_filter("store"))
    list_select_related = ("partner", "terms__perk", "terms__reward", "store", "by")
    ordering = ("-pk",)


@admin.register(PartnerStatement)
class PartnerStatementAdmin(ShopAdmin):
    """Drafted, approved and settled on pages of their own."""

    sees = Act.RUN_PARTNERS
    list_display = (
        "partner_name",
        "since",
        "until",
        "amount",
        "confirmed",
        "state",
        "drafted_by",
        "approved_by",
        "paid_on",
        "payment_reference",
    )
    list_filter = (("state", ChoicesDropdownFilter), ("partner", RelatedDropdownFilter))
    list_select_related = ("drafted_by", "approved_by")
    ordering = ("-until", "-pk")


@admin.register(PartnerCheck)
class PartnerCheckAdmin(ShopAdmin):
    """Noted on the partner's page."""

    sees = Act.RUN_PARTNERS
    list_display = ("checked_on", "partner", "mark", "found", "by", "due_on", "done_on")
    list_filter = (("partner", RelatedDropdownFilter),)
    list_select_related = ("partner", "by")
    ordering = ("-checked_on", "-pk")
