"""The annual rebate: drafted by one, approved by another, issued in the background."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.forms.rebates import RebateForm
from campaigns.notices import NOTICES, RECEIVERS, notice_rows, receiver_rows, with_members
from campaigns.tasks import issue_rebate
from common.csvanswer import csv_answer
from loyalty.domain import rebates as domain
from loyalty.domain.coupons import KindIsOver, coupon_days
from loyalty.enums import RebateState
from loyalty.models import AnnualRebate
from loyalty.receivers import highest_receivers, rebate_totals
from stores.access import Act, Reach
from stores.http import StaffRequest

SHOWN = 20
_SENTENCES: dict[type[Exception], Promise] = {
    domain.ApprovedBefore: gettext_lazy("This year was approved already."),
    domain.DrafterMayNotApprove: gettext_lazy("Who drafted it cannot approve it."),
    domain.YearNotOver: gettext_lazy("The year is not over: points can still be earned."),
    domain.IssuedBefore: gettext_lazy("Members have coupons of this rebate already."),
    domain.NotApproved: gettext_lazy("Somebody else has to approve it first."),
    KindIsOver: gettext_lazy("The coupon's days are over. Choose another kind."),
}
REFUSALS = tuple(_SENTENCES)


@require_http_methods(["GET", "HEAD", "POST"])
def rebates(request: StaffRequest) -> HttpResponse:
    """List the years, and draft one."""
    request.access.require(Act.RUN_REBATE)
    form = RebateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drafted = domain.draft_rebate(by=request.user, **form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error("year", str(_SENTENCES[type(refusal)]))
        else:
            return redirect("programme:rebate", drafted.year)
    years = AnnualRebate.objects.select_related("coupon_kind", "drafted_by", "approved_by")
    context = {"form": form, "years": years.order_by("-year")}
    return render(request, "campaigns/rebates.html", context, status=422 if form.errors else 200)


@require_GET
@never_cache
def rebate(request: StaffRequest, year: int) -> HttpResponse:
    """Show what the year gives, band by band; looking writes nothing."""
    shown = _rebate(request, year)
    totals = rebate_totals(rebate=shown)
    context = {
        "rebate": shown,
        "totals": totals,
        "members": sum(total.members for total in totals),
        "worth": sum(total.worth for total in totals),
        "highest": with_members(highest_receivers(rebate=shown, limit=SHOWN)),
        "issued": domain.issued_coupons(shown).count(),
        "form": RebateForm.showing(shown),
        "may_approve": shown.drafted_by_id != request.user.pk,
        "may_see_phones": _may_see_phones(request),
    }
    return render(request, "campaigns/rebate.html", context)


@require_POST
def approve(request: StaffRequest, year: int) -> HttpResponse:
    """Agree to what somebody else drafted."""
    shown = _rebate(request, year)
    try:
        domain.approve_rebate(rebate=shown, by=request.user, at=timezone.now())
    except REFUSALS as refusal:
        messages.warning(request, str(_SENTENCES[type(refusal)]))
    else:
        messages.success(request, _("Approved. The coupons can be issued now."))
    return redirect("programme:rebate", year)


@require_POST
def reopen(request: StaffRequest, year: int) -> HttpResponse:
    """Make a draft again of what was approved."""
    try:
        domain.reopen_rebate(rebate=_rebate(request, year))
    except REFUSALS as refusal:
        messages.warning(request, str(_SENTENCES[type(refusal)]))
    return redirect("programme:rebate", year)


@require_POST
def issue(request: StaffRequest, year: int) -> HttpResponse:
    """Have the coupons issued; pressed again, it goes on where it was."""
    shown = _rebate(request, year)
    try:
        coupon_days(kind=shown.coupon_kind, on=timezone.localdate())
    except KindIsOver as refusal:
        messages.warning(request, str(_SENTENCES[type(refusal)]))
        return redirect("programme:rebate", year)
    if shown.state == RebateState.DRAFT:
        messages.warning(request, str(_SENTENCES[domain.NotApproved]))
    elif shown.state == RebateState.APPROVED:
        issue_rebate.delay(shown.pk)
        messages.success(request, _("The coupons are being issued. This page counts them."))
    return redirect("programme:rebate", year)


@require_GET
def receivers(request: StaffRequest, year: int) -> StreamingHttpResponse:
    """Hand over who would receive how much."""
    shown = _rebate(request, year)
    return csv_answer(f"rebate_{year}_receivers.csv", RECEIVERS, receiver_rows(shown))


@require_POST
def notices(request: StaffRequest, year: int) -> StreamingHttpResponse:
    """Hand over whom to tell; phones whole only for who may see them, of who agreed to SMS."""
    shown = _rebate(request, year)
    whole = "whole" in request.POST and _may_see_phones(request)
    rows = notice_rows(shown, revealed_to=request.user if whole else None, at=timezone.now())
    return csv_answer(f"rebate_{year}_notices.csv", NOTICES, rows)


def _rebate(request: StaffRequest, year: int) -> AnnualRebate:
    request.access.require(Act.RUN_REBATE)
    years = AnnualRebate.objects.select_related("coupon_kind", "drafted_by", "approved_by")
    return get_object_or_404(years, year=year)


def _may_see_phones(request: StaffRequest) -> bool:
    return request.access.reach(Act.SEE_PHONE) == Reach.BRAND
