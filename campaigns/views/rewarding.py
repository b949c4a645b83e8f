"""Rewarding a member for an act, and her code for bringing friends."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.doors import member_here
from campaigns.forms.rewarding import BY_HAND, RewardForm
from loyalty.domain.occasions import reward_occasion
from loyalty.enums import Occasion
from loyalty.programme import programme
from membership.domain import introducing
from stores.access import Act
from stores.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def reward_act(request: StaffRequest, number: str) -> HttpResponse:
    """Reward the member for a survey she answered or an event she took part in."""
    member, at = member_here(request, number, Act.ADJUST_MEMBER), timezone.now()
    rules, on = programme(), timezone.localdate(at)
    rewards = [reward for one in BY_HAND if (reward := rules.occasion(one, on=on))]
    form = RewardForm(request.POST or None, rewards=rewards)
    if request.method == "POST" and form.is_valid():
        what = form.cleaned_data["what"]
        reward_occasion(
            member=member,
            occasion=Occasion(form.cleaned_data["occasion"]),
            reference=what,
            by=request.user,
            at=at,
            note=what,
        )
        messages.success(request, _("“%(what)s” is rewarded.") % {"what": what})
        return redirect("campaigns:member", number=number)
    context = {"member": member, "form": form, "rewards": rewards}
    return render(request, "campaigns/reward_act.html", context)


@require_POST
def referral_code(request: StaffRequest, number: str) -> HttpResponse:
    """Make the member's code for bringing friends; her page shows it."""
    member = member_here(request, number, Act.EDIT_MEMBER)
    introducing.referral_code(member=member)
    return redirect("campaigns:member", number=number)
