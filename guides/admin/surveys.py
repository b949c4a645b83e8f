"""Surveys and the ways of care, in the administration."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget

from guides.domain.surveying import copy_survey
from guides.enums import QuestionKind
from guides.models import ContactWay, Survey, SurveyQuestion
from stores.access import Act
from stores.admin_acts import SENT, ActForm, ask
from stores.admin_base import ShopAdmin
from stores.http import StaffRequest


class QuestionForm(forms.ModelForm):
    """A question; a choice has at least two things to choose, in both languages or in one."""

    class Meta:
        labels: ClassVar = {
            "name_zh": _("question in Chinese"),
            "name_en": _("question in English"),
        }
        widgets: ClassVar = {
            "choices_zh": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            "choices_en": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        }

    def clean_choices_zh(self) -> str:
        return _lines(self.cleaned_data["choices_zh"])

    def clean_choices_en(self) -> str:
        return _lines(self.cleaned_data["choices_en"])

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        chinese, english = (
            facts.get(name, "").splitlines() for name in ("choices_zh", "choices_en")
        )
        if facts.get("kind") == QuestionKind.CHOICE and len(chinese) < 2:  # noqa: PLR2004
            self.add_error("choices_zh", _("Write at least two, one a line."))
        elif english and len(english) != len(chinese):
            self.add_error("choices_en", _("As many as in Chinese, in the same order."))
        return facts


class SurveyForm(forms.ModelForm):
    """A survey, whose last day comes after the first or is the same."""

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = facts.get("first_on"), facts.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("This is before the first day."))
        return facts


class QuestionInline(StackedInline):
    """The questions of a survey, which stay as they are once somebody answered."""

    model = SurveyQuestion
    form = QuestionForm
    extra = 0
    min_num = 1
    validate_min = True

    def has_view_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: StaffRequest, obj: Any = None) -> bool:
        return request.access.can(Act.WRITE_SURVEY) and not _was_asked(obj)

    def has_change_permission(self, request: StaffRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request: StaffRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request, obj)


class AgainForm(ActForm):
    """From which day on the same is asked again."""

    first_on = forms.DateField(label=_("first day"), widget=UnfoldAdminSingleDateWidget)

    def clean_first_on(self) -> dt.date:
        first_on: dt.date = self.cleaned_data["first_on"]
        if first_on < timezone.localdate():
            raise forms.ValidationError(_("It begins today or later."))
        return first_on


@admin.register(Survey)
class SurveyAdmin(ShopAdmin):
    changes = Act.WRITE_SURVEY
    form = SurveyForm
    inlines = (QuestionInline,)
    list_display = ("__str__", "first_on", "last_on", "store", "results")
    list_select_related = ("store",)
    search_fields = ("name_zh", "name_en")
    ordering = ("-last_on", "-pk")
    actions_detail = ("again",)

    @admin.display(description=_("results"))
    def results(self, survey: Survey) -> SafeString:
        page = reverse("reports:survey", args=[survey.pk])
        return format_html('<a class="text-link" href="{}">{}</a>', page, _now("Results"))

    def has_again_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return self.has_add_permission(request)

    @action(description=_("Ask the same again"), icon="content_copy", permissions=["again"])
    def again(self, request: StaffRequest, object_id: str) -> HttpResponse:
        """Ask for the first day, copy the survey with its questions, and open the copy."""
        survey = self.get_object(request, object_id)
        if survey is None or not self.has_again_permission(request):
            raise Http404
        form = AgainForm(request.POST if SENT in request.POST else None, access=request.access)
        if form.is_valid():
            copy = copy_survey(survey=survey, **form.cleaned_data)
            messages.success(request, _now("Change now what is to be different."))
            return redirect("admin:guides_survey_change", copy.pk)
        after = reverse("admin:guides_survey_change", args=[object_id])
        title = _now("Ask the same again")
        return ask(self, request, form, title, _now("Copy"), after=after, rows=[survey])


@admin.register(ContactWay)
class ContactWayAdmin(ShopAdmin):
    changes = Act.WRITE_SURVEY
    list_display = ("__str__", "is_offered")
    ordering = ("pk",)


def _was_asked(survey: Survey | None) -> bool:
    return survey is not None and survey.replies.exists()


def _lines(text: str) -> str:
    return "\n".join(line for one in text.splitlines() if (line := one.strip()))
