"""A membership is taken away; an appeal is written down and decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.doors import member_here
from campaigns.forms.cards import AppealForm, DecideForm, DisqualifyForm
from membership.domain import disqualifying
from membership.models import Disqualification, Member
from stores.access import Act
from stores.http import StaffRequest

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def disqualify(request: StaffRequest, number: str) -> HttpResponse:
    """Take the membership away, for a reason."""
    member = member_here(request, number, Act.DISQUALIFY_MEMBER)
    form = DisqualifyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            disqualifying.disqualify(
                member=member,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except disqualifying.NotDisqualifiable:
            messages.info(request, _("Somebody has noted that already."))
        else:
            messages.success(request, _("%(name)s is disqualified.") % {"name": member.name})
        return redirect("campaigns:member", number=number)
    return render(request, "campaigns/disqualify.html", {"member": member, "form": form})


@FORM
def appeal(request: StaffRequest, number: str) -> HttpResponse:
    """Write down what the member says against it."""
    member = member_here(request, number, Act.EDIT_MEMBER, among=Member.objects.known())
    taken = _standing_one(member)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            disqualifying.appeal(
                disqualification=taken, text=form.cleaned_data["text"], at=timezone.now()
            )
        except disqualifying.AppealStands:
            messages.info(request, _("Somebody has noted that already."))
        else:
            messages.success(request, _("The appeal is on record; the head office decides."))
        return redirect("campaigns:member", number=number)
    context = {"member": member, "taken": taken, "form": form}
    return render(request, "campaigns/appeal.html", context)


@FORM
def decide(request: StaffRequest, number: str) -> HttpResponse:
    """Grant the appeal or reject it."""
    member = member_here(request, number, Act.DISQUALIFY_MEMBER, among=Member.objects.known())
    taken = _standing_one(member)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            disqualifying.decide(
                disqualification=taken,
                granted=form.granted,
                answer=form.cleaned_data["answer"],
                by=request.user,
                at=timezone.now(),
            )
        except disqualifying.NoOpenAppeal:
            messages.info(request, _("There is no open appeal any more."))
        else:
            messages.success(request, _("The appeal is decided."))
        return redirect("campaigns:member", number=number)
    context = {"member": member, "taken": taken, "form": form}
    return render(request, "campaigns/decide.html", context)


def _standing_one(member: Member) -> Disqualification:
    standing = Disqualification.objects.filter(member=member).order_by("-at", "-pk")
    return get_object_or_404(standing[:1])
