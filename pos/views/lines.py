"""Scanning, choosing, changing and taking out what lies in the basket."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from loyalty.domain.coupons import NotACouponNumber, read_coupon_number
from loyalty.programme import programme
from membership.queries import clean_query
from pos.domain.baskets import (
    PriceMissing,
    add_line,
    remove_line,
    restore_line,
    set_price,
    set_quantity,
)
from pos.domain.by_hand import DiscountTooDeep, Hand
from pos.domain.fees import name_card
from pos.forms.lines import LineForm, PriceForm, QuantityForm, ScanForm
from pos.models import Basket
from pos.queries.desk import hand_of
from pos.views.desk import desk_again
from pos.views.doors import changes_basket, today_at
from pos.views.members import serve
from pos.views.terms import take_coupon, too_deep
from sales.models import Product, Shift
from sales.queries import find_product, search_products
from stores.http import StaffRequest

LEAST_OF_A_MEMBER = 8  # characters: a shorter code is a SKU or nothing


@changes_basket
def scan(request: StaffRequest, shift: Shift, basket: Basket) -> HttpResponse:
    """Add what was scanned; a card or phone names the member, a name lists goods.

    The number of a coupon uses it.
    """
    form = ScanForm(request.POST)
    if not form.is_valid():
        return desk_again(request, shift, scan_errors=form.non_field_errors())
    code, quantity = form.cleaned_data["code"], form.cleaned_data["quantity"]
    if product := find_product(code):
        return _add(request, shift, basket, product, quantity, scan=form.cleaned_data["scan"])
    if len(code) >= LEAST_OF_A_MEMBER and (answer := serve(request, shift, basket, code)):
        return answer
    if number := _coupon_number(code):
        return take_coupon(request, shift, basket, number)
    found = {"typed": code, "quantity": quantity, "products": search_products(code)}
    return desk_again(request, shift, found=found if code else None)


@changes_basket
def line_add(request: StaffRequest, shift: Shift, basket: Basket) -> HttpResponse:
    """Add a product chosen from the list, or one whose price was asked for."""
    product = get_object_or_404(Product.objects.on_sale(), sku=request.POST.get("sku", ""))
    form = LineForm(request.POST)
    if not form.is_valid():
        return _ask_price(request, shift, product, request.POST.get("quantity", "1"), form=form)
    facts = form.cleaned_data
    hand = _hand(request, shift, product, facts["price"])
    try:
        add_line(
            key=basket.key,
            product=product,
            quantity=facts["quantity"],
            price=facts["price"],
            scan=facts["scan"],
            hand=hand,
        )
    except PriceMissing:
        return _ask_price(request, shift, product, facts["quantity"])
    except DiscountTooDeep as refusal:
        form.add_error("price", too_deep(refusal))
        return _ask_price(request, shift, product, facts["quantity"], form=form)
    return desk_again(request, shift, added=product)


@changes_basket
def line_quantity(
    request: StaffRequest, shift: Shift, basket: Basket, *, line: str
) -> HttpResponse:
    """Set how much of a line there is."""
    form = QuantityForm(request.POST)
    if not form.is_valid():
        return _wrong(request, shift, line, form)
    set_quantity(key=basket.key, line=line, quantity=form.cleaned_data["quantity"])
    return desk_again(request, shift)


@changes_basket
def line_price(request: StaffRequest, shift: Shift, basket: Basket, *, line: str) -> HttpResponse:
    """Set a line's price, where she may: an amount or a discount; empty is the product's own."""
    kept = basket.line(line)
    if kept is None:
        raise Http404
    product = get_object_or_404(Product, sku=kept["sku"])
    form = PriceForm(request.POST)
    if not form.is_valid():
        return _wrong(request, shift, line, form)
    price = form.price_of(product)
    try:
        set_price(
            key=basket.key, line=line, price=price, hand=_hand(request, shift, product, price)
        )
    except PriceMissing:
        form.add_error("price", form.fields["price"].error_messages["required"])
        return _wrong(request, shift, line, form)
    except DiscountTooDeep as refusal:
        form.add_error("price", too_deep(refusal))
        return _wrong(request, shift, line, form)
    return desk_again(request, shift)


@changes_basket
def line_card(request: StaffRequest, shift: Shift, basket: Basket, *, line: str) -> HttpResponse:
    """Say which card a membership fee buys."""
    name_card(key=basket.key, line=line, number=clean_query(request.POST.get("card", ""))[:40])
    return desk_again(request, shift)


@changes_basket
def line_remove(request: StaffRequest, shift: Shift, basket: Basket, *, line: str) -> HttpResponse:
    """Take a line out."""
    remove_line(key=basket.key, line=line)
    return desk_again(request, shift)


@changes_basket
def line_restore(request: StaffRequest, shift: Shift, basket: Basket) -> HttpResponse:
    """Put back the line taken out last."""
    restore_line(key=basket.key)
    return desk_again(request, shift)


def _coupon_number(code: str) -> str | None:
    try:
        return read_coupon_number(code)
    except NotACouponNumber:
        return None


def _add(
    request: StaffRequest,
    shift: Shift,
    basket: Basket,
    product: Product,
    quantity: Decimal,
    *,
    scan: str,
) -> HttpResponse:
    try:
        add_line(key=basket.key, product=product, quantity=quantity, scan=scan)
    except PriceMissing:
        return _ask_price(request, shift, product, quantity)
    return desk_again(request, shift, added=product)


def _ask_price(
    request: StaffRequest,
    shift: Shift,
    product: Product,
    quantity: Decimal | str,
    *,
    form: Form | None = None,
) -> HttpResponse:
    priceless = {"product": product, "quantity": quantity, "form": form}
    return desk_again(request, shift, priceless=priceless, status=422 if form else 200)


def _wrong(request: StaffRequest, shift: Shift, line: str, form: Form) -> HttpResponse:
    return desk_again(request, shift, wrong={"line": line, "form": form}, status=422)


def _hand(request: StaffRequest, shift: Shift, product: Product, price: Decimal | None) -> Hand:
    """Return how far she may lower the price; that of what has none is anybody's to set."""
    rule = programme().rule(on=today_at(shift))
    hand = hand_of(access=request.access, shift=shift, rule=rule)
    if price is not None and product.regular_price is not None and not hand.may_lower:
        raise PermissionDenied
    return hand
