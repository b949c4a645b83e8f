"""Targets: set for a month, shown as progress."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.periods import add_months, month_of
from guides.domain.checking import drop_target, set_target
from guides.models import GuideTarget
from reports.forms_targets import TargetForm
from reports.targets import reached_in
from stores.access import Act
from stores.http import StaffRequest
from stores.models import Staff


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def targets(request: StaffRequest) -> HttpResponse:
    """Show how far the targets of a store's month are; set another one, or take one back."""
    request.access.require(Act.CHECK_CONTACTS)
    today = timezone.localdate()
    stores = request.access.stores(Act.CHECK_CONTACTS).order_by("code")
    store = stores.filter(code=request.GET.get("store", "")).first() or stores.first()
    if store is None:
        raise Http404
    month = _month(request.GET.get("month", ""), today)
    posted = store.postings.current(on=today).guides().values("staff")
    guides = Staff.objects.filter(pk__in=posted, is_active=True).order_by("number")
    here = f"{reverse('reports:targets')}?store={store.code}&month={month:%Y-%m}"
    if drops := request.POST.get("drop", ""):
        of_month = GuideTarget.objects.filter(store=store, month=month)
        drop_target(target=get_object_or_404(of_month, pk=drops if drops.isdecimal() else None))
        messages.success(request, _("Removed."))
        return redirect(here)
    form = TargetForm(request.POST or None, guides=guides)
    if request.method == "POST" and form.is_valid():
        set_target(store=store, month=month, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(here)
    context = {
        "store": store,
        "stores": stores,
        "month": month,
        "before": add_months(month, -1),
        "after": add_months(month, 1),
        "reached": reached_in(store, month=month, as_of=today),
        "form": form,
    }
    return render(request, "reports/targets.html", context)


def _month(text: str, today: dt.date) -> dt.date:
    """Return the month that was asked for, or this one."""
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return month_of(today)
