"""Texts: the guide's own library, and one made out to a member."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from guides.domain.sparing import HeardEnough
from guides.domain.texting import TabooWords, made_out, note_sent, rewrite_template, write_template
from guides.enums import TemplateKind
from guides.forms.texts import SentForm, TextForm
from guides.models import MessageTemplate
from guides.queries.members import members_of
from guides.texts import offer_to
from stores.access import Act
from stores.http import StaffRequest

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@never_cache
def texts(request: StaffRequest) -> HttpResponse:
    """Show one's own texts and those of the house."""
    request.access.require(Act.LOG_CONTACT)
    kept = MessageTemplate.objects.filter(Q(owner=None) | Q(owner=request.user)).own_first()
    context = {"texts": kept, "writes_for_house": request.access.can(Act.CHANGE_RULES)}
    return render(request, "guides/texts.html", context)


@FORM
def text_new(request: StaffRequest) -> HttpResponse:
    """Write a new text."""
    request.access.require(Act.LOG_CONTACT)
    form = TextForm(
        request.POST or None,
        writes_for_house=request.access.can(Act.CHANGE_RULES),
        initial={"kind": TemplateKind.GREETING},
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        owner = None if facts.get("is_of_house") else request.user
        try:
            write_template(
                kind=facts["kind"], title=facts["title"], body=facts["body"], owner=owner
            )
        except TabooWords as refusal:
            form.add_error("body", _taboo(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("guides:texts")
    return render(request, "guides/text.html", {"form": form})


@FORM
def text_edit(request: StaffRequest, key: int) -> HttpResponse:
    """Let a text say something else, or take it out of use."""
    request.access.require(Act.LOG_CONTACT)
    owned = Q(owner=request.user)
    if request.access.can(Act.CHANGE_RULES):
        owned |= Q(owner=None)
    template = get_object_or_404(MessageTemplate.objects.filter(owned), pk=key)
    form = TextForm.of(template, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rewrite_template(template=template, **form.cleaned_data)
        except TabooWords as refusal:
            form.add_error("body", _taboo(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("guides:texts")
    return render(request, "guides/text.html", {"form": form, "template": template})


@FORM
@never_cache
def texts_for(request: StaffRequest, number: str) -> HttpResponse:
    """Make a text out to a member, to be copied and sent by hand; then note that it was sent."""
    request.access.require(Act.LOG_CONTACT)
    found = members_of(request.access, Act.LOG_CONTACT).select_related("home_store")
    member = get_object_or_404(found, number=number)
    at = timezone.now()
    offer = offer_to(member, by=request.user, at=at)
    asked = request.GET.get("text", "")
    chosen = next((one for one in offer.templates if str(one.pk) == asked), None)
    if chosen is None:
        return render(request, "guides/texts_for.html", {"member": member, "offer": offer})
    text = made_out(chosen, member=member, by=request.user, store=member.home_store)
    form = SentForm(request.POST or None, ways=offer.ways(chosen), initial={"text": text})
    if request.method == "POST" and form.is_valid():
        try:
            note_sent(
                member=member,
                template=chosen,
                by=request.user,
                at=at,
                **form.cleaned_data,
            )
        except TabooWords as refusal:
            form.add_error("text", _taboo(refusal))
        except HeardEnough:
            form.add_error(
                None, _("She was contacted often enough; for now only care may go to her.")
            )
        else:
            messages.success(request, _("Noted."))
            return redirect("guides:day")
    context = {"member": member, "offer": offer, "chosen": chosen, "form": form}
    return render(request, "guides/texts_for.html", context)


def _taboo(refusal: TabooWords) -> str:
    return _("A text of care does not say: %(words)s.") % {"words": ", ".join(refusal.words)}
