"""Points moved by hand: asked for with the consequence shown, and decided by somebody else."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from loyalty.domain.adjusting import (
    AlreadyDecided,
    KeyOfAnother,
    NeedsSomebodyElse,
    ask_adjustment,
    decide_adjustment,
    foresee_adjustment,
)
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.enums import Decision
from loyalty.forms import AdjustForm, DecisionForm
from loyalty.models import PointsAdjustment
from membership.models import Member
from stores.access import Act
from stores.http import StaffRequest

LATEST = 50


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def adjust(request: StaffRequest, number: str) -> HttpResponse:
    """Ask how many points and why, show what that would leave, then move them."""
    request.access.require(Act.ADJUST_MEMBER)
    members = request.access.narrow(Member.objects.current(), Act.ADJUST_MEMBER, store="home_store")
    member = get_object_or_404(members.select_related("home_store"), number=number)
    form = AdjustForm(request.POST or None)
    context = {"member": member, "form": form}
    if not (request.method == "POST" and form.is_valid()):
        return _asking(request, context)
    points, at = form.cleaned_data["points"], timezone.now()
    if not form.is_confirmed:
        context["foreseen"] = foresee_adjustment(
            member=member, points=points, by=request.user, at=at
        )
        return _asking(request, context)
    try:
        adjustment = ask_adjustment(
            key=form.cleaned_data["key"],
            member=member,
            points=points,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=at,
        )
    except NotEnoughPoints as refusal:
        form.add_error("points", _missing(refusal))
    except KeyOfAnother:
        form.add_error(None, _("This form has moved other points before. Open it again."))
    else:
        return _asked(request, adjustment)
    return _asking(request, context)


@require_GET
@never_cache
def adjustments(request: StaffRequest) -> HttpResponse:
    """List what waits for somebody, with what it would leave, and what was decided last."""
    request.access.require(Act.ADJUST_MEMBER)
    at = timezone.now()
    waiting = [
        (one, foresee_adjustment(member=one.member, points=one.points, by=one.asked_by, at=at))
        for one in _adjustments(request).filter(state=Decision.WAITING).order_by("pk")
    ]
    decided = _adjustments(request).exclude(state=Decision.WAITING).order_by("-decided_at", "-pk")
    context = {"waiting": waiting, "decided": decided[:LATEST]}
    return render(request, "loyalty/adjustments.html", context)


@require_POST
def decide(request: StaffRequest, key: int) -> HttpResponse:
    """Move the points somebody else asked for, or refuse to."""
    request.access.require(Act.ADJUST_MEMBER)
    adjustment = get_object_or_404(_adjustments(request), pk=key)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        decide_adjustment(
            adjustment=adjustment,
            approve=form.cleaned_data["approve"],
            by=request.user,
            at=timezone.now(),
        )
    except AlreadyDecided:
        messages.info(request, _("Somebody has decided that already."))
    except NeedsSomebodyElse:
        messages.warning(request, _("Who asked for it does not decide it."))
    except NotEnoughPoints as refusal:
        messages.warning(request, _missing(refusal))
    else:
        messages.success(request, _("Decided."))
    return redirect("loyalty:adjustments")


def _adjustments(request: StaffRequest) -> QuerySet[PointsAdjustment]:
    reached = request.access.narrow(
        PointsAdjustment.objects.all(), Act.ADJUST_MEMBER, store="member__home_store"
    )
    return reached.select_related("member__home_store", "asked_by", "decided_by")


def _asking(request: StaffRequest, context: dict[str, object]) -> HttpResponse:
    form = context["form"]
    refused = isinstance(form, AdjustForm) and form.errors
    return render(request, "loyalty/adjust.html", context, status=422 if refused else 200)


def _asked(request: StaffRequest, adjustment: PointsAdjustment) -> HttpResponse:
    if adjustment.state == Decision.WAITING:
        messages.info(request, _("Asked for. Somebody else has to approve so many points."))
    else:
        messages.success(request, _("The points have moved."))
    return redirect("campaigns:member", adjustment.member.number)


def _missing(refusal: NotEnoughPoints) -> str:
    return _("%(points)s points are missing.") % {"points": f"{refusal.short_by:,}"}
