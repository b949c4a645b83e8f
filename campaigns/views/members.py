"""The member's page: one page with panels, and what is done on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.domain.correcting import correct_profile
from campaigns.doors import may_here, member_here
from campaigns.forms.members import AssignForm, ConsentForm, EarlierForm, ProfileForm
from campaigns.panels import basics, cards, care, coupons, history, knowing
from campaigns.panels.introducing import introductions
from campaigns.panels.merging import mark_movable, merges_of
from common.masking import mask_name
from guides.domain import contacting
from guides.domain.ownership import (
    AlreadyOwned,
    HeldBefore,
    LeftInPeace,
    NotAGuideHere,
    reassign_member,
)
from guides.domain.restoring import lost_by_mistake
from guides.domain.sparing import heard_by
from guides.forms.contacts import FullContactForm
from guides.queries import members as queries
from guides.queries.standing import kept_by
from guides.words import why_not
from loyalty.domain.occasions import Gift
from loyalty.queries import coming_points, expiring_points, standing
from membership.domain import consenting, revealing
from membership.domain.joining import PhoneTaken, texts_in_force
from membership.enums import Purpose
from membership.models import Consent, Member
from stores.access import Act
from stores.http import StaffRequest

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@never_cache
def member(request: StaffRequest, number: str) -> HttpResponse:
    """Show the member: who she is, what she bought, has and agreed to, who looks after her."""
    shown = member_here(request, number, Act.LIST_MEMBERS, among=Member.objects.known())
    at = timezone.now()
    on = timezone.localdate(at)
    may = may_here(request, shown)
    context: dict[str, Any] = {
        "member": shown,
        "glance": basics.glance(shown, on=on),
        "kept": kept_by(shown, on=on),
        "may": may,
        "standing": standing(member=shown, at=at),
        "expiring": expiring_points(member=shown, on=on),
        "agreements": basics.agreements(shown, texts=texts_in_force(on=on)),
        "coupons": coupons.coupons(shown, on=on),
        "cards": cards.cards(shown, on=on),
        "disqualifications": shown.disqualifications.select_related("by", "decided_by").order_by(
            "-at"
        ),
        "merges": merges_of(shown),
        "introductions": introductions(shown),
        "care": care.care(shown, on=on),
        "known": knowing.known_of(shown),
        "now": at,
        "contact_form": FullContactForm(on=on),
        "heard": heard_by(shown, at=at) if "log_contact" in may else None,
        "consent_form": ConsentForm(),
        **{name: basics.latest(rows(shown)) for name, rows in basics.PANELS.items()},
    }
    if context["standing"].pending:
        context["coming"] = coming_points(member=shown, on=on)
    mark_movable(context["purchases"].rows, access=request.access)
    if "assign_member" in may and not (context["kept"] or getattr(shown, "held", None)):
        context["mistaken"] = lost_by_mistake(member=shown, on=on)
    if "see_history" in may:
        context["holders"] = history.holders(shown)
        context["changes"] = history.changes(shown)
    return render(request, "campaigns/member.html", context)


@require_GET
def earlier(request: StaffRequest, number: str, panel: str) -> HttpResponse:
    """Answer with the rows of a panel that come after those already shown."""
    shown = member_here(request, number, Act.LIST_MEMBERS, among=Member.objects.known())
    if panel not in basics.PANELS:
        raise Http404
    form = EarlierForm(request.GET)
    after = form.cleaned_data["after"] if form.is_valid() else 0
    latest = basics.latest(basics.PANELS[panel](shown), after=after)
    if panel == "purchases":
        mark_movable(latest.rows, access=request.access)
    return render(request, f"campaigns/_{panel}_rows.html", {"member": shown, "panel": latest})


@require_POST
@never_cache
def reveal_phone(request: StaffRequest, number: str) -> HttpResponse:
    """Show the whole phone number, and remember who looked."""
    shown = member_here(request, number, Act.SEE_PHONE)
    if not shown.phone:
        raise Http404
    revealing.reveal_phone(
        member=shown, by=request.user, page="campaigns:member", at=timezone.now()
    )
    return render(request, "campaigns/_phone.html", {"member": shown})


@require_POST
def log_contact(request: StaffRequest, number: str) -> HttpResponse:
    """Write a contact down and answer with the panel, newest first."""
    shown = member_here(request, number, Act.LOG_CONTACT)
    at = timezone.now()
    form = FullContactForm(request.POST, on=timezone.localdate(at))
    logged = form.is_valid()
    if logged:
        contacting.log_contact(member=shown, said=form.said, by=request.user, at=at)
        form = FullContactForm(on=timezone.localdate(at))
    context = {
        "member": shown,
        "contact_form": form,
        "heard": heard_by(shown, at=at),
        "contacts": basics.latest(basics.contacts(shown)),
        "may": {Act.LOG_CONTACT.name.lower()},
        "logged": logged,
    }
    return render(request, "campaigns/_contacts.html", context, status=200 if logged else 422)


@FORM
def edit_member(request: StaffRequest, number: str) -> HttpResponse:
    """Correct the member's own facts."""
    shown = member_here(request, number, Act.EDIT_MEMBER)
    at = timezone.now()
    form = ProfileForm(request.POST or None, member=shown, on=timezone.localdate(at))
    if request.method == "POST" and form.is_valid():
        try:
            gift = correct_profile(member=shown, by=request.user, at=at, **form.cleaned_data)
        except PhoneTaken as refusal:
            form.add_error("phone", _phone_taken(refusal.member))
        else:
            messages.success(request, _saved(gift, at=at))
            return redirect("campaigns:member", number=number)
    return render(request, "campaigns/edit_member.html", {"member": shown, "form": form})


@FORM
def assign_member(request: StaffRequest, number: str) -> HttpResponse:
    """Give the member to a guide of her store, whoever holds her now."""
    shown = member_here(request, number, Act.ASSIGN_MEMBER)
    at = timezone.now()
    guides = queries.guides_of(shown.home_store, member=shown, on=timezone.localdate(at))
    may_override = request.access.can_at(Act.GIVE_BACK, shown.home_store)
    form = AssignForm(request.POST or None, guides=guides, may_override=may_override)
    if request.method == "POST" and form.is_valid():
        guide = form.cleaned_data["guide"]
        try:
            reassign_member(
                member=shown, store=shown.home_store, by=request.user, at=at, **form.cleaned_data
            )
        except (AlreadyOwned, HeldBefore, LeftInPeace, NotAGuideHere) as refusal:
            form.add_error("guide", why_not(refusal))
        else:
            words = {"guide": guide, "member": shown.name}
            messages.success(request, _("%(guide)s now looks after %(member)s.") % words)
            return redirect("campaigns:member", number=number)
    kept = kept_by(shown, on=timezone.localdate(at))
    context = {"member": shown, "kept": kept, "form": form}
    return render(request, "campaigns/assign_member.html", context)


@require_POST
def give_consent(request: StaffRequest, number: str, purpose: str) -> HttpResponse:
    """Note that the member agrees to something."""
    return _change_consent(request, number, purpose, consenting.give_consent)


@require_POST
def withdraw_consent(request: StaffRequest, number: str, purpose: str) -> HttpResponse:
    """Note that the member no longer agrees to something."""
    return _change_consent(request, number, purpose, consenting.withdraw_consent)


def _change_consent(
    request: StaffRequest, number: str, purpose: str, change: Callable[..., Consent]
) -> HttpResponse:
    shown = member_here(request, number, Act.EDIT_MEMBER)
    form = ConsentForm(request.POST)
    if purpose not in basics.CHANGEABLE or not form.is_valid():
        raise Http404
    try:
        change(
            member=shown,
            purpose=Purpose(purpose),
            channel=form.cleaned_data["channel"],
            by=request.user,
            at=timezone.now(),
        )
    except (consenting.ConsentStands, consenting.NothingToWithdraw):
        messages.info(request, _("Somebody has noted that already."))
    else:
        messages.success(request, _("Noted."))
    return redirect("campaigns:member", number=number)


def _saved(gift: Gift | None, *, at: dt.datetime) -> str:
    if gift is None or gift.entry is None or gift.entry.occurred_at != at:
        return _("Saved.")
    words = ngettext(
        "Saved. Her profile is complete: %(points)s point for her.",
        "Saved. Her profile is complete: %(points)s points for her.",
        gift.entry.points,
    )
    return words % {"points": gift.entry.points}


def _phone_taken(other: Member) -> str:
    return _("%(name)s has this number already (%(phone)s).") % {
        "name": mask_name(other.name),
        "phone": other.masked_phone,
    }
