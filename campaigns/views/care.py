"""Looking after a member on her page: putting a contact right, letting her go, welcoming her."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.doors import member_here
from campaigns.forms.care import LossForm
from guides.domain import contacting, losing, restoring
from guides.forms.contacts import FullContactForm
from guides.models import Contact
from guides.queries.members import members_of
from membership.models import Member
from stores.access import Act
from stores.http import StaffRequest

FORM = require_http_methods(["GET", "HEAD", "POST"])
CORRECTABLE = (
    "channel",
    "outcome",
    "note",
    "next_on",
    "next_step",
    "purpose",
    "problem",
    "need",
    "way",
)


@FORM
def correct_contact(request: StaffRequest, number: str, contact: int) -> HttpResponse:
    """Write down what a contact should have said; the one that was wrong stays to be read."""
    shown = member_here(request, number, Act.LOG_CONTACT)
    wrong = get_object_or_404(shown.contacts.standing(), pk=contact)
    at = timezone.now()
    form = FullContactForm(request.POST or None, on=timezone.localdate(at), initial=_facts(wrong))
    if request.method == "POST" and form.is_valid():
        try:
            contacting.correct_contact(contact=wrong, said=form.said, by=request.user, at=at)
        except contacting.AlreadyCorrected:
            messages.info(request, _("Somebody has noted that already."))
        else:
            messages.success(request, _("Noted."))
        return _onward(request, shown)
    context = {"member": shown, "contact": wrong, "form": form}
    return render(request, "campaigns/correct_contact.html", context)


@FORM
def lose_member(request: StaffRequest, number: str) -> HttpResponse:
    """Write down that the member left, and why."""
    shown = member_here(request, number, Act.LOG_CONTACT)
    form = LossForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            losing.lose_member(
                member=shown, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except losing.AlreadyLost:
            messages.info(request, _("Somebody has noted that already."))
        else:
            messages.success(request, _("Noted."))
        return _onward(request, shown)
    return render(request, "campaigns/lose_member.html", {"member": shown, "form": form})


@require_POST
def welcome_back(request: StaffRequest, number: str) -> HttpResponse:
    """Note that the member is back, or wants to hear from us again."""
    shown = member_here(request, number, Act.LOG_CONTACT)
    try:
        losing.welcome_back(member=shown, by=request.user, at=timezone.now())
    except losing.StillHere:
        messages.info(request, _("Somebody has noted that already."))
    else:
        messages.success(request, _("Noted."))
    return redirect("campaigns:member", number=number)


@require_POST
def restore_guide(request: StaffRequest, number: str) -> HttpResponse:
    """Let the guide who lost the member by mistake have her as before."""
    shown = member_here(request, number, Act.ASSIGN_MEMBER)
    try:
        held = restoring.restore_guide(member=shown, by=request.user, at=timezone.now())
    except restoring.NothingToRestore:
        messages.info(request, _("Somebody has noted that already."))
    else:
        words = {"guide": held.guide, "member": shown.name}
        messages.success(request, _("%(guide)s now looks after %(member)s.") % words)
    return redirect("campaigns:member", number=number)


def _onward(request: StaffRequest, member: Member) -> HttpResponse:
    """Go back to her page; left in peace, she is no longer her guide's, whose day goes on."""
    if members_of(request.access).filter(pk=member.pk).exists():
        return redirect("campaigns:member", number=member.number)
    return redirect("guides:day")


def _facts(contact: Contact) -> dict[str, object]:
    return {name: getattr(contact, name) for name in CORRECTABLE}
