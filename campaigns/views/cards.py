"""A member's cards: issued, blocked, served again, replaced."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.doors import member_here
from campaigns.forms.cards import FreezeForm, IssueForm, NumberForm
from loyalty.domain.tiers import current_tier
from membership.domain import card_states, cards
from membership.domain.card_refusals import CardRefused
from membership.enums import IssueWay
from membership.models import Card
from membership.words import why_no_card
from stores.access import Act
from stores.http import StaffRequest

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def issue_card(request: StaffRequest, number: str) -> HttpResponse:
    """Put another card into the member's hand, or a supplementary one into somebody else's."""
    member = member_here(request, number, Act.ISSUE_CARD)
    stores = request.access.stores(Act.ISSUE_CARD)
    at = timezone.now()
    tier = current_tier(member=member, on=timezone.localdate(at))
    form = IssueForm(
        request.POST or None,
        stores=stores,
        home=member.home_store,
        printed=tier is None or tier.has_card,
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            card = cards.issue_card(
                member=member,
                number=facts["number"],
                kind=facts["kind"],
                store=facts["store"],
                way=IssueWay(facts["way"]),
                holder=facts["holder"],
                by=request.user,
                at=at,
            )
        except CardRefused as refusal:
            form.add_error("number", why_no_card(refusal))
        else:
            messages.success(request, _("Card %(number)s is hers now.") % {"number": card})
            return redirect("campaigns:member", number=number)
    return render(request, "campaigns/issue_card.html", {"member": member, "form": form})


@FORM
def replace_card(request: StaffRequest, number: str, card: int) -> HttpResponse:
    """Put another number in the place of a card."""
    member = member_here(request, number, Act.ISSUE_CARD)
    old = get_object_or_404(member.cards.select_related("kind"), pk=card)
    stores = request.access.stores(Act.ISSUE_CARD)
    form = NumberForm(request.POST or None, stores=stores, home=member.home_store)
    if request.method == "POST" and form.is_valid():
        try:
            new = cards.replace_card(
                card=old,
                number=form.cleaned_data["number"],
                store=form.cleaned_data["store"],
                by=request.user,
                at=timezone.now(),
            )
        except CardRefused as refusal:
            form.add_error("number", why_no_card(refusal))
        else:
            words = {"old": old, "new": new}
            messages.success(request, _("%(new)s now serves in the place of %(old)s.") % words)
            return redirect("campaigns:member", number=number)
    context = {"member": member, "card": old, "form": form}
    return render(request, "campaigns/replace_card.html", context)


@require_POST
def lose_card(request: StaffRequest, number: str, card: int) -> HttpResponse:
    """Block a card that was lost."""
    return _change(request, number, card, card_states.report_lost)


@require_POST
def freeze_card(request: StaffRequest, number: str, card: int) -> HttpResponse:
    """Block a card for a reason."""
    form = FreezeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the card is frozen."))
        return redirect("campaigns:member", number=number)
    return _change(
        request, number, card, card_states.freeze_card, reason=form.cleaned_data["reason"]
    )


@require_POST
def unfreeze_card(request: StaffRequest, number: str, card: int) -> HttpResponse:
    """Let a card serve again."""
    return _change(request, number, card, card_states.unfreeze_card)


def _change(
    request: StaffRequest, number: str, card: int, change: Callable[..., Card], **facts: str
) -> HttpResponse:
    member = member_here(request, number, Act.ISSUE_CARD)
    held = get_object_or_404(member.cards, pk=card)
    try:
        changed = change(card=held, by=request.user, at=timezone.now(), **facts)
    except CardRefused as refusal:
        messages.warning(request, why_no_card(refusal))
    else:
        words = {"number": changed, "state": changed.get_status_display()}
        messages.success(request, _("Card %(number)s: %(state)s.") % words)
    return redirect("campaigns:member", number=number)
