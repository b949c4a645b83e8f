"""The service desk: what a member has besides points, and what her points buy."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.desks import DESK, REFUSALS, member_of, sentence, store_of
from campaigns.forms.desk import FindForm, RedeemForm, StoreForm, UseForm
from common.periods import business_day
from guides.queries.surveys import surveys_for
from loyalty.domain.coupon_uses import gifts_of
from loyalty.domain.perks import undo_perk, use_perk
from loyalty.domain.rewards import redeem_reward
from loyalty.enums import RedemptionState
from loyalty.models import PerkUse
from loyalty.perk_sheet import held_perks
from loyalty.queries import standing
from loyalty.reward_shelf import offers
from membership.queries import find_exactly
from stores.access import Act
from stores.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def find(request: StaffRequest) -> HttpResponse:
    """Ask whom to serve, and go to her; posted, to keep phones out of logs."""
    store = store_of(request)
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if found := find_exactly(form.cleaned_data["member"]):
            return redirect("desk:member", found.number)
        form.add_error("member", _("Nobody has this phone, card or number."))
    stores = request.access.stores(Act.SERVE_MEMBER)
    context = {
        "form": form,
        "store": store,
        "store_form": StoreForm(stores=stores, store=store),
        "several": len(stores[:2]) > 1,
    }
    status = 422 if form.errors else 200
    return render(request, "campaigns/desk_find.html", context, status=status)


@require_POST
def choose_store(request: StaffRequest) -> HttpResponse:
    """Stand at the desk of another store for this session."""
    request.access.require(Act.SERVE_MEMBER)
    form = StoreForm(request.POST, stores=request.access.stores(Act.SERVE_MEMBER))
    if form.is_valid():
        request.session[DESK] = form.cleaned_data["store"].pk
    return redirect("desk:find")


@require_GET
@never_cache
def member(request: StaffRequest, number: str) -> HttpResponse:
    """Show what is left of each perk, what the points buy, and what waits to be handed over."""
    store, shown = store_of(request), member_of(request, number)
    if store is None:
        return redirect("desk:find")
    at = timezone.now()
    on = business_day(at, day_ends_at=store.day_ends_at)
    where = standing(member=shown, at=at)
    shelf = offers(
        member=shown,
        tier=where.tier,
        spendable=where.spendable,
        store=store,
        on=timezone.localdate(at),
    )
    waiting = shown.redemptions.filter(state=RedemptionState.WAITING)
    context = {
        "member": shown,
        "store": store,
        "standing": where,
        "perks": [(one, str(uuid4())) for one in held_perks(member=shown, tier=where.tier, on=on)],
        "offers": [(one, str(uuid4())) for one in shelf],
        "surveys": surveys_for(shown, store=store, on=timezone.localdate(at)),
        "treatments": shown.tags.with_treatment(),
        "gifts": gifts_of(member=shown, store=store, on=on),
        "waiting": waiting.select_related("reward", "store").order_by("-pk"),
    }
    return render(request, "campaigns/desk_member.html", context)


@require_POST
def perk_use(request: StaffRequest, number: str) -> HttpResponse:
    """Count a perk down."""
    store, shown = store_of(request), member_of(request, number)
    form = UseForm(request.POST)
    if store is None or not form.is_valid():
        return redirect("desk:member", number)
    perk = form.cleaned_data["perk"]
    try:
        use_perk(
            key=form.cleaned_data["key"],
            member=shown,
            perk=perk,
            store=store,
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as refusal:
        messages.warning(request, f"{perk}: {sentence(refusal)}")
    else:
        messages.success(request, _("Used: %(perk)s.") % {"perk": perk})
    return redirect("desk:member", number)


@require_POST
def perk_undo(request: StaffRequest, key: UUID) -> HttpResponse:
    """Take back a use that was recorded in one of the visitor's stores."""
    request.access.require(Act.SERVE_MEMBER)
    uses = request.access.narrow(PerkUse.objects.filter(sale=None), Act.SERVE_MEMBER, store="store")
    use = get_object_or_404(uses.select_related("member", "perk"), key=key)
    try:
        undo_perk(use=use, by=request.user, at=timezone.now())
    except REFUSALS as refusal:
        messages.warning(request, sentence(refusal))
    else:
        messages.success(request, _("Taken back: %(perk)s.") % {"perk": use.perk})
    return redirect("desk:member", use.member.number)


@require_POST
def redeem(request: StaffRequest, number: str) -> HttpResponse:
    """Give a voucher for points, at the price that was shown."""
    store, shown = store_of(request), member_of(request, number)
    form = RedeemForm(request.POST)
    if store is None or not form.is_valid():
        return redirect("desk:member", number)
    reward = form.cleaned_data["reward"]
    if reward.points != form.cleaned_data["points"]:
        messages.warning(request, _("The price of %(reward)s has changed.") % {"reward": reward})
        return redirect("desk:member", number)
    try:
        voucher = redeem_reward(
            key=form.cleaned_data["key"],
            member=shown,
            reward=reward,
            store=store,
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as refusal:
        messages.warning(request, f"{reward}: {sentence(refusal)}")
    else:
        facts = {"reward": reward, "number": voucher.number}
        messages.success(request, _("Redeemed: %(reward)s, voucher %(number)s.") % facts)
    return redirect("desk:member", number)
