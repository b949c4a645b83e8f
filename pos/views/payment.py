"""Seller, points, and the moment of paying."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from common.money import yuan
from loyalty.domain.redemption import NotEnoughPoints
from membership.domain.card_refusals import CardRefused
from membership.words import why_no_card
from pos.domain.baskets import OneCardALine, set_member, set_points, set_seller
from pos.domain.checkout import Disqualified, Order, ShiftClosed, TotalChanged, post_sale
from pos.domain.fees import CardNumberMissing, FeeNeedsMember
from pos.domain.once import KeyReused
from pos.domain.quoting import ProductGone
from pos.domain.using import CouponGone
from pos.forms.payment import PaymentForm, PointsForm
from pos.models import Basket
from pos.views.desk import desk_again
from pos.views.doors import changes_basket, lead
from sales.domain.recording import EmptySale, TendersDoNotAddUp
from sales.models import Sale, Shift
from stores.http import StaffRequest
from stores.models import Staff

NO_CONTENT = 204
NO_CARD = (CardRefused, FeeNeedsMember, CardNumberMissing, OneCardALine)


@changes_basket
def seller_set(request: StaffRequest, shift: Shift, basket: Basket) -> HttpResponse:
    """Say who sold; nothing on the page changes but the choice itself."""
    chosen = request.POST.get("seller", "")
    posted = Staff.objects.filter(postings__store=shift.till.store_id).distinct()
    seller = get_object_or_404(posted, number=chosen) if chosen else None
    set_seller(key=basket.key, seller=seller)
    return HttpResponse(status=NO_CONTENT)


@changes_basket
def points_set(request: StaffRequest, shift: Shift, basket: Basket) -> HttpResponse:
    """Say how many points pay; more than may pay are cut to the most, and the page says so."""
    form = PointsForm(request.POST)
    if not form.is_valid():
        return desk_again(request, shift, points_form=form, status=422)
    set_points(key=basket.key, points=form.cleaned_data["points"])
    return desk_again(request, shift)


@changes_basket
def pay(request: StaffRequest, shift: Shift, basket: Basket) -> HttpResponse:
    """Turn the basket into a sale and go to its receipt; a repeat goes to the same one."""
    form = PaymentForm(request.POST)
    if not form.is_valid():
        return desk_again(request, shift, payment=form, status=422)
    try:
        sale = _post(shift, basket, form, cashier=request.user)
    except KeyReused as refusal:
        return _paid_before(request, refusal.sale)
    except ShiftClosed:
        messages.error(request, _("The shift was closed. Open it again to take the payment."))
        return lead(request, "pos:open")
    except Disqualified:
        set_member(key=basket.key, member=None)
        messages.error(request, _("Her membership was taken away. Here is the price without it."))
        return desk_again(request, shift, status=422)
    except (
        CouponGone,
        TotalChanged,
        TendersDoNotAddUp,
        NotEnoughPoints,
        EmptySale,
        ProductGone,
        *NO_CARD,
    ) as refusal:
        messages.error(request, _in_words(refusal))
        return desk_again(
            request, shift, payment=PaymentForm(initial=request.POST.dict()), status=422
        )
    return lead(request, "pos:receipt", sale.key)


def _post(shift: Shift, basket: Basket, form: PaymentForm, *, cashier: Staff) -> Sale:
    order = Order(
        key=basket.key,
        shown_due=form.cleaned_data["shown_due"],
        points=form.cleaned_data["points"],
        tenders=form.payments(),
    )
    return post_sale(order=order, shift=shift, cashier=cashier, at=timezone.now())


def _paid_before(request: StaffRequest, sale: Sale) -> HttpResponse:
    messages.warning(
        request,
        _("This basket was paid already, in another way. Receipt %(receipt)s holds.")
        % {"receipt": sale.receipt},
    )
    return lead(request, "pos:receipt", sale.key)


def _in_words(refusal: Exception) -> str:
    match refusal:
        case CardRefused():
            return why_no_card(refusal)
        case FeeNeedsMember():
            return _("A card is sold to a member: find or register her first.")
        case CardNumberMissing():
            return _("Scan the number of the card that is sold.")
        case TotalChanged():
            return _("Prices or points have changed. %(due)s is due now, not %(shown)s.") % {
                "due": yuan(refusal.due),
                "shown": yuan(refusal.shown),
            }
        case TendersDoNotAddUp():
            return _("%(due)s is due, but the tenders make %(paid)s.") % {
                "due": yuan(refusal.due),
                "paid": yuan(refusal.paid),
            }
        case CouponGone():
            return _("A coupon was used elsewhere meanwhile, or is over. Nothing was charged.")
        case NotEnoughPoints():
            return _("The member is %(short)s points short.") % {"short": refusal.short_by}
        case ProductGone():
            return _("%(sku)s is no longer sold.") % {"sku": refusal.sku}
        case OneCardALine():
            return _("Each card is sold on a line of its own.")
        case _:
            return _("There is nothing in the basket yet.")
