"""Getting to know a member: tastes, days that matter, private notes, checks of her record."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.doors import member_here
from campaigns.forms.knowing import AnniversaryForm, NoteForm, TastesForm
from campaigns.panels.knowing import fields_of, known_of
from membership.domain import knowing
from membership.models import SoftProfile
from stores.access import Act
from stores.http import StaffRequest

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@never_cache
def soft_profile(request: StaffRequest, number: str) -> HttpResponse:
    """Write down her sizes and tastes; of who is highest, what an old friend would know."""
    shown = member_here(request, number, Act.EDIT_MEMBER)
    at = timezone.now()
    present = SoftProfile.objects.filter(member=shown).first() or SoftProfile(member=shown)
    form = TastesForm(request.POST or None, instance=present, asked=fields_of(shown))
    if request.method == "POST" and form.is_valid():
        knowing.describe_member(member=shown, tastes=form.cleaned_data, by=request.user, at=at)
        messages.success(request, _("Saved."))
        return redirect("campaigns:soft_profile", number=number)
    context = {
        "member": shown,
        "form": form,
        "known": known_of(shown),
        "day_form": AnniversaryForm(on=timezone.localdate(at)),
        "note_form": NoteForm(),
    }
    return render(request, "campaigns/soft_profile.html", context)


@require_POST
def anniversary(request: StaffRequest, number: str) -> HttpResponse:
    """Remember a day that matters to her."""
    shown = member_here(request, number, Act.EDIT_MEMBER)
    on = timezone.localdate()
    form = AnniversaryForm(request.POST, on=on)
    if form.is_valid():
        knowing.keep_anniversary(member=shown, on=on, **form.cleaned_data)
        messages.success(request, _("Saved."))
    else:
        for complaints in form.errors.values():
            messages.error(request, " ".join(map(str, complaints)))
    return redirect("campaigns:soft_profile", number=number)


@require_POST
def note(request: StaffRequest, number: str) -> HttpResponse:
    """Keep a private note of the store."""
    shown = member_here(request, number, Act.LOG_CONTACT)
    form = NoteForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        knowing.note_about(member=shown, text=text, by=request.user, at=timezone.now())
        messages.success(request, _("Noted."))
    return redirect("campaigns:soft_profile", number=number)


@require_POST
def check_record(request: StaffRequest, number: str) -> HttpResponse:
    """Note that she was asked and her record is right."""
    shown = member_here(request, number, Act.EDIT_MEMBER)
    knowing.check_record(member=shown, by=request.user, at=timezone.now())
    messages.success(request, _("Noted."))
    if request.POST.get("next") == "list":
        return redirect("guides:record_checks")
    return redirect("campaigns:member", number=number)
