"""Gifts that coupons stand for, handed over at the service desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.desks import member_of, store_of
from common.periods import business_day
from loyalty.domain.coupon_uses import (
    CouponWasUsed,
    NeedsPurchase,
    NotAGift,
    NotUsableNow,
    hand_over_gift,
)
from stores.http import StaffRequest


@require_POST
def gift_hand_over(request: StaffRequest, number: str) -> HttpResponse:
    """Hand over what one of her coupons stands for."""
    store, shown = store_of(request), member_of(request, number)
    if store is None:
        return redirect("desk:find")
    coupons = shown.coupons.select_related("kind", "member")
    coupon = get_object_or_404(coupons, number=request.POST.get("coupon", ""))
    at = timezone.now()
    on = business_day(at, day_ends_at=store.day_ends_at)
    try:
        hand_over_gift(coupon=coupon, store=store, by=request.user, at=at, on=on)
    except CouponWasUsed:
        messages.warning(request, _("This gift was handed over already."))
    except (NotAGift, NeedsPurchase, NotUsableNow):
        messages.warning(request, _("This coupon is no gift of today at this desk."))
    else:
        messages.success(request, _("Handed over: %(gift)s.") % {"gift": coupon.kind})
    return redirect("desk:member", number)
