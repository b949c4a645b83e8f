"""The guide's day: whom to contact and why, what was done, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import reswap, retarget

from guides.day import listing as days
from guides.domain.contacting import log_contact
from guides.domain.sparing import heard_by
from guides.forms.contacts import ContactForm, DayForm
from guides.queries.members import members_of
from guides.queries.prospects import prospects_within
from membership.domain.revealing import reveal_phone
from membership.models import Member
from stores.access import Act, Reach
from stores.http import StaffRequest
from stores.models import Staff


@require_GET
@never_cache
@vary_on_headers("HX-Request")
def day(request: StaffRequest) -> HttpResponse:
    """Show whom to contact today and why, the most pressing first."""
    request.access.require(Act.LOG_CONTACT)
    at = timezone.now()
    whose = whose_day(request, on=timezone.localdate(at))
    asked = DayForm(request.GET).asked
    members = days.members_on_the_list(request.access, whose["guide"])
    context = whose | {
        "day": days.day_of(members, at=at, **asked),
        "done": days.done_on(members, at=at).count(),
        "only": asked["only"],
        "prospects_due": prospects_within(request.access).due(on=timezone.localdate(at)).count(),
        "checks_contacts": request.access.can(Act.CHECK_CONTACTS),
    }
    template = "guides/_day_rows.html" if request.htmx else "guides/day.html"
    return render(request, template, context)


@require_GET
@never_cache
def done(request: StaffRequest) -> HttpResponse:
    """Show what was done today and what came of it."""
    request.access.require(Act.LOG_CONTACT)
    at = timezone.now()
    whose = whose_day(request, on=timezone.localdate(at))
    members = days.members_on_the_list(request.access, whose["guide"])
    contacts = list(days.done_on(members, at=at))
    return render(request, "guides/day_done.html", whose | {"contacts": contacts})


@require_POST
@never_cache
def call(request: StaffRequest, number: str) -> HttpResponse:
    """Show the whole phone number to be dialled, and remember who looked."""
    request.access.require(Act.SEE_PHONE)
    member = _member(request, number, Act.SEE_PHONE)
    if not member.phone:
        raise Http404
    reveal_phone(member=member, by=request.user, page="guides:day", at=timezone.now())
    return render(request, "guides/_dial.html", {"member": member})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def log(request: StaffRequest, number: str) -> HttpResponse:
    """Write a contact down; answer with what came of it in the place of the entry."""
    request.access.require(Act.LOG_CONTACT)
    member = _member(request, number, Act.LOG_CONTACT)
    at = timezone.now()
    form = ContactForm(
        request.POST or None, on=timezone.localdate(at), auto_id=f"id_{member.pk}_%s"
    )
    if not form.is_valid():
        context = {"member": member, "form": form, "heard": heard_by(member, at=at)}
        answer = render(request, "guides/_day_form.html", context)
        if form.is_bound:
            answer.status_code = 422
            reswap(retarget(answer, f"#form-{member.pk}"), "innerHTML")
        return answer
    contact = log_contact(member=member, said=form.said, by=request.user, at=at)
    return render(request, "guides/_day_noted.html", {"contact": contact})


def whose_day(request: StaffRequest, *, on: dt.date) -> dict[str, Any]:
    """Return whose list is shown, and whose else could be."""
    if request.access.reach(Act.LOG_CONTACT) == Reach.OWN:
        return {"guide": request.user, "guides": Staff.objects.none(), "is_own": True}
    guides = days.guides_within(request.access, on=on)
    chosen = guides.filter(number=request.GET.get("guide", "")).first() or guides.first()
    return {"guide": chosen, "guides": guides, "is_own": False}


def _member(request: StaffRequest, number: str, act: Act) -> Member:
    found = members_of(request.access, act).select_related("home_store")
    return get_object_or_404(found, number=number)
