"""Complaints: taken down, listed by when they are due, answered, settled."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from common.masking import mask_name
from guides.domain import complaining
from guides.enums import ComplaintState
from guides.forms.complaints import StateForm, WordsForm
from guides.models import Complaint
from guides.queries.complaints import LISTED_AT_MOST, complaints_within, in_state
from guides.queries.members import members_of
from stores.access import Act
from stores.http import StaffRequest
from stores.models import Store

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@never_cache
def complaints(request: StaffRequest) -> HttpResponse:
    """List the complaints within the visitor's reach, the most overdue first."""
    request.access.require(Act.SETTLE_COMPLAINT)
    state = StateForm(request.GET).asked
    at = timezone.now()
    within = complaints_within(request.access)
    context = {
        "complaints": in_state(within, state)[:LISTED_AT_MOST],
        "state": state,
        "states": list(ComplaintState),
        "overdue": within.overdue(at=at).count(),  # type: ignore[attr-defined]
        "now": at,
    }
    return render(request, "guides/complaints.html", context)


@FORM
@never_cache
def complaint(request: StaffRequest, key: int) -> HttpResponse:
    """Show one complaint; answer it, or settle it once it was answered."""
    request.access.require(Act.SETTLE_COMPLAINT)
    found = get_object_or_404(complaints_within(request.access), pk=key)
    form = WordsForm(request.POST or None, label=_label(found))
    if request.method == "POST" and found.settled_at is None and form.is_valid():
        _go_on(request, found, form.cleaned_data["words"])
        return redirect("guides:complaint", key=key)
    context = {"complaint": found, "form": form, "now": timezone.now()}
    return render(request, "guides/complaint.html", context)


@FORM
@never_cache
def complaint_new(request: StaffRequest, number: str) -> HttpResponse:
    """Write down what a member complains of, wherever she says so."""
    request.access.require(Act.TAKE_COMPLAINT)
    members = members_of(request.access, Act.TAKE_COMPLAINT).select_related("home_store")
    member = get_object_or_404(members, number=number)
    form = WordsForm(request.POST or None, label=_("What does she complain of?"))
    if request.method == "POST" and form.is_valid():
        complaining.open_complaint(
            member=member,
            about=form.cleaned_data["words"],
            store=_store(request),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Noted."))
        return redirect(_back(request))
    context = {
        "member": member,
        "name": mask_name(member.name),
        "form": form,
        "back": _back(request),
    }
    return render(request, "guides/complaint_new.html", context)


def _go_on(request: StaffRequest, found: Complaint, words: str) -> None:
    """Answer an open complaint, settle an answered one; somebody else may have been first."""
    at = timezone.now()
    try:
        if request.POST.get("step") == "settle":
            complaining.settle_complaint(complaint=found, settlement=words, by=request.user, at=at)
        else:
            complaining.answer_complaint(complaint=found, answer=words, by=request.user, at=at)
    except (complaining.AlreadyAnswered, complaining.AlreadySettled):
        messages.info(request, _("Somebody has noted that already."))
    except complaining.NotAnswered:
        messages.info(request, _("It is settled after it was answered."))
    else:
        messages.success(request, _("Noted."))


def _label(found: Complaint) -> str:
    if found.state == ComplaintState.ANSWERED:
        return _("How was it settled?")
    return _("What was she told?")


def _store(request: StaffRequest) -> Store | None:
    """Return the store where the visitor works, if she works in one."""
    return next((posting.store for posting in request.access.postings if posting.store), None)


def _back(request: StaffRequest) -> str:
    """Return where the visitor came from, if it is a page of ours."""
    after = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}):
        return after
    return "/"
