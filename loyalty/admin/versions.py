"""Rules by date: what has begun is for reading, a change is a new version made from it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSingleDateWidget

from loyalty.domain.rule_versions import BeginsAlready, copy_version
from stores.admin_acts import SENT, ActForm, ask
from stores.admin_base import DatedRuleAdmin
from stores.http import StaffRequest


def tomorrow() -> dt.date:
    """Return the day after today."""
    return timezone.localdate() + dt.timedelta(days=1)


class BeginningForm(ActForm):
    """From which day on."""

    begins = forms.DateField(
        label=_("In force from"), initial=tomorrow, widget=UnfoldAdminSingleDateWidget
    )

    def clean_begins(self) -> dt.date:
        begins: dt.date = self.cleaned_data["begins"]
        if begins <= timezone.localdate():
            raise forms.ValidationError(_("A copy begins tomorrow or later."))
        return begins


class VersionedRuleAdmin(DatedRuleAdmin):
    """A rule whose versions can be copied into the next one, and changed there."""

    actions_detail: tuple[str, ...] = ("copy",)

    def has_copy_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return self.has_add_permission(request)

    @action(description=_("New version from this"), icon="content_copy", permissions=["copy"])
    def copy(self, request: StaffRequest, object_id: str) -> HttpResponse:
        """Ask for the day, copy, and open the copy."""
        rule = self.get_object(request, object_id)
        if rule is None or not self.has_copy_permission(request):
            raise Http404
        form = BeginningForm(request.POST if SENT in request.POST else None, access=request.access)
        if form.is_valid():
            try:
                new = copy_version(rule=rule, begins=form.cleaned_data["begins"])
            except BeginsAlready:
                form.add_error("begins", _now("Another version begins on this day."))
            else:
                messages.success(request, _now("Change now what is to be different."))
                return redirect(self._page(new.pk))
        title = _now("New version from %(rule)s") % {"rule": rule}
        return ask(
            self, request, form, title, _now("Copy"), after=self._page(object_id), rows=[rule]
        )

    def _page(self, key: Any) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[key])
