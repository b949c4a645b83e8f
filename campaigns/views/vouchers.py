"""Vouchers of the rewards catalogue: found by number, handed over, cancelled, exported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from campaigns.desks import REFUSALS, sentence
from campaigns.forms.desk import VouchersForm
from common.csvanswer import csv_answer
from loyalty.domain import rewards
from loyalty.domain.coupons import NotACouponNumber, read_coupon_number
from loyalty.enums import RedemptionState
from loyalty.models import Redemption
from stores.access import Act
from stores.http import StaffRequest

A_PAGE = 25
ALONG = ("reward", "member", "store", "redeemed_by", "closed_by")
COLUMNS = (
    "number", "reward", "points", "member", "phone", "store", "redeemed_at", "redeemed_by",
    "state", "closed_at", "closed_by",
)  # fmt: skip


@require_GET
@never_cache
def vouchers(request: StaffRequest) -> HttpResponse:
    """List the vouchers of the visitor's stores; to begin with those to be handed over."""
    asked = {"state": RedemptionState.WAITING, **request.GET.dict()}
    form = VouchersForm(asked)
    listed = _picked(_within(request), form).order_by("-pk")
    context = {
        "form": form,
        "page": Paginator(listed, A_PAGE).get_page(request.GET.get("page")),
        "query": request.GET.urlencode(),
    }
    return render(request, "campaigns/vouchers.html", context)


@require_GET
def export(request: StaffRequest) -> StreamingHttpResponse:
    """Hand over the redemption records of the visitor's stores for a spreadsheet."""
    form = VouchersForm(request.GET)
    listed = _picked(_within(request), form).order_by("pk")
    return csv_answer("redemptions.csv", COLUMNS, _records(listed))


@require_POST
def hand_over(request: StaffRequest, number: str) -> HttpResponse:
    """Note that the thing was given to the member."""
    voucher = get_object_or_404(_within(request), number=number)
    try:
        rewards.hand_over(
            redemption=voucher, store=voucher.store, by=request.user, at=timezone.now()
        )
    except REFUSALS as refusal:
        messages.warning(request, sentence(refusal))
    else:
        messages.success(request, _("Handed over: %(reward)s.") % {"reward": voucher.reward})
    return _back(request, voucher)


@require_POST
def cancel(request: StaffRequest, number: str) -> HttpResponse:
    """Give points and stock back."""
    voucher = get_object_or_404(_within(request), number=number)
    try:
        rewards.cancel_redemption(redemption=voucher, by=request.user, at=timezone.now())
    except REFUSALS as refusal:
        messages.warning(request, sentence(refusal))
    else:
        points = f"{-voucher.entry.points:,}"
        messages.success(request, _("Cancelled. %(points)s points are back.") % {"points": points})
    return _back(request, voucher)


def _back(request: StaffRequest, voucher: Redemption) -> HttpResponse:
    if request.POST.get("from") == "member":
        return redirect("desk:member", voucher.member.number)
    return redirect("desk:vouchers")


def _within(request: StaffRequest) -> QuerySet[Redemption]:
    """Return the vouchers of the stores in which the visitor serves."""
    request.access.require(Act.SERVE_MEMBER)
    vouchers = Redemption.objects.select_related("entry", *ALONG)
    return request.access.narrow(vouchers, Act.SERVE_MEMBER, store="store")


def _picked(listed: QuerySet[Redemption], form: VouchersForm) -> QuerySet[Redemption]:
    """Return those of ``listed`` with the number typed, whatever their state, or of the state."""
    if not form.is_valid():
        return listed.none()
    if typed := form.cleaned_data["number"]:
        return listed.filter(number=_read(typed))
    if state := form.cleaned_data["state"]:
        return listed.filter(state=state)
    return listed


def _read(typed: str) -> str:
    """Return the number of a voucher however it was typed; nothing fits a mistyped one."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    try:
        return f"V-{read_coupon_number(signs[-12:])}"
    except NotACouponNumber:
        return ""


def _records(listed: QuerySet[Redemption]) -> Iterator[tuple[object, ...]]:
    for one in listed.iterator(chunk_size=1_000):
        yield (
            one.number,
            one.reward.label,
            -one.entry.points,
            one.member.number,
            one.member.masked_phone,
            one.store.code,
            _when(one.redeemed_at),
            one.redeemed_by.number,
            one.state,
            _when(one.closed_at) if one.closed_at else "",
            one.closed_by.number if one.closed_by else "",
        )


def _when(at: dt.datetime) -> str:
    return timezone.localtime(at).isoformat(sep=" ", timespec="minutes")
