"""What the customer brings and is granted: coupons, her card, her birthday, a discount."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _

from common.notation import discount_echo
from loyalty.programme import programme
from pos.domain.basket_terms import (
    NotHerCoupon,
    choose_coupon,
    discount_by_hand,
    keep_birthday,
    leave_coupon,
    see_card,
)
from pos.domain.by_hand import DiscountTooDeep
from pos.forms.lines import DiscountForm
from pos.models import Basket
from pos.queries.desk import hand_of
from pos.views.desk import desk_again
from pos.views.doors import changes_basket, today_at
from sales.models import Shift
from stores.http import StaffRequest

YES = "1"


@changes_basket
def coupon_choose(request: StaffRequest, shift: Shift, basket: Basket) -> HttpResponse:
    """Use one of her coupons on the basket, or leave it."""
    number = request.POST.get("coupon", "")
    if request.POST.get("chosen") != YES:
        leave_coupon(key=basket.key, number=number)
        return desk_again(request, shift)
    return take_coupon(request, shift, basket, number)


def take_coupon(request: StaffRequest, shift: Shift, basket: Basket, number: str) -> HttpResponse:
    """Use the coupon ``number``, chosen or scanned, or say why not."""
    try:
        choose_coupon(key=basket.key, number=number, on=today_at(shift))
    except NotHerCoupon:
        messages.warning(request, _not_hers(basket))
    return desk_again(request, shift)


@changes_basket
def card_see(request: StaffRequest, shift: Shift, basket: Basket) -> HttpResponse:
    """Say that the member showed her card, or that she did not."""
    see_card(key=basket.key, seen=request.POST.get("seen") == YES)
    return desk_again(request, shift)


@changes_basket
def birthday_keep(request: StaffRequest, shift: Shift, basket: Basket) -> HttpResponse:
    """Keep the birthday discount for another ticket, or give it now."""
    keep_birthday(key=basket.key, keeps=request.POST.get("keeps") == YES)
    return desk_again(request, shift)


@changes_basket
def discount_set(request: StaffRequest, shift: Shift, basket: Basket) -> HttpResponse:
    """Give a discount by hand on the whole basket, as far as she may."""
    rule = programme().rule(on=today_at(shift))
    hand = hand_of(access=request.access, shift=shift, rule=rule)
    if not hand.may_lower:
        raise PermissionDenied
    form = DiscountForm(request.POST)
    if form.is_valid():
        try:
            discount_by_hand(key=basket.key, pays=form.cleaned_data["discount"], hand=hand)
        except DiscountTooDeep as refusal:
            form.add_error("discount", too_deep(refusal))
    if form.errors:
        return desk_again(request, shift, discount_form=form, status=422)
    return desk_again(request, shift)


def too_deep(refusal: DiscountTooDeep) -> str:
    """Say how far she may go."""
    return _("That is too deep. Allowed at this till: %(share)s, or more.") % {
        "share": discount_echo(refusal.least)
    }


def _not_hers(basket: Basket) -> str:
    if basket.member_id is None:
        return _("This is a coupon. Say first whose basket it is.")
    return _("She has no such coupon to use: it is used, withdrawn, over, or not hers.")
