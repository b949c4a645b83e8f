"""Versions of the earning rule with their multipliers, tried on a basket before they are saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline

from common.admin_fields import MonthDaysField, WeekdaysField
from loyalty.admin.sampling import SAMPLE, SampledRuleForm, terms_of_forms
from loyalty.admin.versions import VersionedRuleAdmin
from loyalty.domain.lifetimes import expiry, first_wasted_day, spendable_from
from loyalty.earning_preview import preview
from loyalty.enums import BirthdayWindow
from loyalty.models import EarningBonus, EarningRule
from stores.admin_base import _in_force
from stores.http import StaffRequest


class EarningRuleForm(SampledRuleForm):
    """A version of the rule, under which all points can be spent for a day at least."""

    def clean(self) -> dict[str, Any]:
        """Refuse points that would be pending longer than they live."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        asked = ("effective_from", "pending_days", "life_months", "life_end")
        if any(name in self.errors for name in asked):
            return facts
        rule = EarningRule(**{name: facts.get(name) for name in asked})
        if day := first_wasted_day(rule, since=rule.effective_from):
            told = _(
                "Points earned on %(day)s could be spent from %(from)s on, but expire on "
                "%(end)s. Write fewer days, or let points live longer."
            )
            self.add_error(
                "pending_days",
                told
                % {
                    "day": day,
                    "from": spendable_from(rule, earned_on=day),
                    "end": expiry(rule, earned_on=day),
                },
            )
        return facts


class BonusForm(forms.ModelForm):
    """A multiplier, its days as people write them."""

    weekdays = WeekdaysField(label=_("weekdays"))
    days_of_month = MonthDaysField(label=_("days of the month"))

    def clean(self) -> dict[str, Any]:
        """Ask for the days around the birthday where they matter."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        around = facts.get("birthday") == BirthdayWindow.AROUND
        if around and not facts.get("days_around"):
            self.add_error("days_around", _("Write how many days before and after."))
        since, until = facts.get("since"), facts.get("until")
        if since and until and until <= since:
            self.add_error("until", _("This is the first day after the last one: after “from”."))
        return facts


class BonusInline(StackedInline):
    """The multipliers of a version; for reading once it has begun."""

    model = EarningBonus
    form = BonusForm
    extra = 0
    autocomplete_fields = ("tiers", "stores", "categories", "products")

    def has_view_permission(self, request: StaffRequest, obj: EarningRule | None = None) -> bool:
        return True

    def has_change_permission(self, request: StaffRequest, obj: EarningRule | None = None) -> bool:
        return EarningRuleAdmin(EarningRule, self.admin_site).has_change_permission(request, obj)

    def has_add_permission(self, request: StaffRequest, obj: EarningRule | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: StaffRequest, obj: EarningRule | None = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(EarningRule)
class EarningRuleAdmin(VersionedRuleAdmin):
    form = EarningRuleForm
    inlines = (BonusInline,)
    list_display = ("effective_from", "points_per_yuan", "life_months", "pending_days", "note")
    change_form_after_template = "admin/try_earning.html"

    def get_fieldsets(self, request: StaffRequest, obj: EarningRule | None = None) -> Any:
        """Put the sample basket below the rule, where the rule can still be changed."""
        facts = [field.name for field in EarningRule._meta.fields if not field.primary_key]
        fieldsets: list[Any] = [(None, {"fields": facts})]
        if not _in_force(obj):
            fieldsets.append((_("Try it on a basket"), {"fields": SAMPLE}))
        return fieldsets

    def get_urls(self) -> list[URLPattern]:
        """Add the trial of a version not saved yet, and of one that has not begun."""
        trial = self.admin_site.admin_view(self.try_on)
        return [
            path("try/", trial, name="loyalty_earningrule_try"),
            path("<int:key>/try/", trial, name="loyalty_earningrule_try"),
            *super().get_urls(),
        ]

    def try_on(self, request: StaffRequest, key: int | None = None) -> HttpResponse:
        """Show what the sample basket earns under what the form says, and save nothing."""
        rule = self.get_object(request, str(key)) if key else None
        if not self.has_change_permission(request, rule):
            raise PermissionDenied
        if request.method != "POST":
            raise Http404
        made = self.get_form(request, rule, change=rule is not None)
        form = made(request.POST, instance=rule or EarningRule())
        is_valid = form.is_valid()
        formsets, _inlines = self._create_formsets(request, form.instance, change=bool(rule))
        good = [formset.is_valid() for formset in formsets]
        context = {
            **self.admin_site.each_context(request),
            "title": _("What the basket earns"),
            "opts": self.opts,
            "form": form,
            "formsets": formsets,
        }
        if is_valid and all(good):
            bonuses = terms_of_forms(formsets[0].forms)
            context["sample"] = form.sample
            context["result"] = preview(form.sample, rule=form.instance, bonuses=bonuses)
        return TemplateResponse(request, "admin/earning_tried.html", context)
