"""Prospects: written down, looked after, let go; who joins is closed where she joins."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from guides.forms.prospects import FollowUpForm, ProspectForm, ReasonForm, StateForm
from guides.queries.prospects import LISTED_AT_MOST, MONTHS, came_of, prospects_within, stores_of
from membership.domain import prospecting
from membership.enums import ProspectState
from membership.models import Prospect
from stores.access import Act
from stores.http import StaffRequest

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@never_cache
def prospects(request: StaffRequest) -> HttpResponse:
    """List the visitor's prospects, whose day has come first; for managers, what came of them."""
    request.access.require(Act.LOG_CONTACT)
    state = StateForm(request.GET).asked
    on = timezone.localdate()
    within = prospects_within(request.access).select_related("guide", "channel", "store", "member")
    context = {
        "prospects": within.filter(state=state).next_first()[:LISTED_AT_MOST],
        "state": state,
        "states": list(ProspectState),
        "on": on,
        "came_of": came_of(request.access, on=on) if request.access.can(Act.SEE_REPORTS) else [],
        "months": MONTHS,
    }
    return render(request, "guides/prospects.html", context)


@FORM
@never_cache
@sensitive_post_parameters()
def prospect_new(request: StaffRequest) -> HttpResponse:
    """Write somebody down who may become a member."""
    request.access.require(Act.LOG_CONTACT)
    form = ProspectForm(
        request.POST or None, stores=stores_of(request.access), on=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        try:
            prospecting.note_prospect(**form.cleaned_data, by=request.user, at=timezone.now())
        except prospecting.NotAgreed:
            form.add_error("agreed", _("Without her agreement leave the number out."))
        except prospecting.IsMember as refusal:
            number = refusal.member.number
            form.add_error("phone", _("She is a member already: %(number)s.") % {"number": number})
        except prospecting.NotedAlready as refusal:
            by = refusal.prospect.guide
            form.add_error("phone", _("%(by)s wrote her down already.") % {"by": by})
        else:
            messages.success(request, _("Noted."))
            return redirect("guides:prospects")
    return render(request, "guides/prospect_form.html", {"form": form})


@FORM
@never_cache
def prospect(request: StaffRequest, key: int) -> HttpResponse:
    """Write down what she is interested in now and when to speak to her again."""
    found = _open(request, key)
    form = FollowUpForm(
        request.POST or None,
        on=timezone.localdate(),
        initial={"interest": found.interest, "next_on": found.next_on},
    )
    if request.method == "POST" and form.is_valid():
        try:
            prospecting.follow_up(prospect=found, **form.cleaned_data, at=timezone.now())
        except prospecting.NotOpen:
            messages.warning(request, _("She joined or was let go meanwhile."))
        else:
            messages.success(request, _("Saved."))
        return redirect("guides:prospects")
    return render(request, "guides/prospect_form.html", {"form": form, "prospect": found})


@FORM
@never_cache
def prospect_drop(request: StaffRequest, key: int) -> HttpResponse:
    """Let somebody go who will not become a member; her number is forgotten."""
    found = _open(request, key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            prospecting.drop_prospect(prospect=found, **form.cleaned_data, at=timezone.now())
        except prospecting.NotOpen:
            messages.warning(request, _("She joined or was let go meanwhile."))
        else:
            messages.success(request, _("Let go; her number is forgotten."))
        return redirect("guides:prospects")
    return render(request, "guides/prospect_drop.html", {"form": form, "prospect": found})


def _open(request: StaffRequest, key: int) -> Prospect:
    request.access.require(Act.LOG_CONTACT)
    return get_object_or_404(prospects_within(request.access).open(), pk=key)
