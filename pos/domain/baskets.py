"""What happens to a basket before it is paid.

What depends on the lines locks the basket and saves it; the rest is set in one statement.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F

from membership.models import Card, Member
from pos.domain.by_hand import FREE_HAND, Hand, own_price
from pos.models import Basket
from sales.models import Product, Till
from stores.models import Staff

SCANS_KEPT = 50


class BasketGone(Exception):
    """The basket was paid, held or dropped meanwhile."""


class NoSuchLine(Exception):
    """The basket has no such line."""


class OneCardALine(Exception):
    """A membership fee buys one card; each stands on a line of its own."""


class PriceMissing(Exception):
    """The product has no price, so the till must give one."""

    def __init__(self, *, product: Product) -> None:
        super().__init__(product.sku)
        self.product = product


def current_basket(*, till: Till, cashier: Staff, at: dt.datetime) -> Basket:
    """Return the basket on ``till``, a new one if there is none."""
    open_here = Basket.objects.open().filter(till=till).select_related("member")
    if basket := open_here.first():
        return basket
    try:
        with transaction.atomic():
            return Basket.objects.create(till=till, cashier=cashier, opened_at=at)
    except IntegrityError:
        return open_here.get()


def lock_basket(*, key: UUID) -> Basket:
    """Return the open basket ``key``, locked until the transaction ends.

    :raises BasketGone: if it is not open
    """
    basket = (
        Basket.objects.open()
        .select_for_update(of=("self",))
        .select_related("member", "seller", "till__store")
        .filter(key=key)
        .first()
    )
    if basket is None:
        raise BasketGone
    return basket


@transaction.atomic
def add_line(
    *,
    key: UUID,
    product: Product,
    quantity: Decimal,
    price: Decimal | None = None,
    scan: str = "",
    hand: Hand = FREE_HAND,
) -> Basket:
    """Put ``quantity`` of ``product`` into the basket; the same at the same price is counted up.

    ``price`` (yuan a unit) replaces the product's own, as far as ``hand`` may go. ``scan``
    names this one act: a repeat of it, after a lost answer, adds nothing more.

    :raises PriceMissing: if neither has a price
    :raises DiscountTooDeep: if the price is lower than ``hand`` allows
    :raises OneCardALine: if it is several of a membership fee
    :raises BasketGone: if the basket is not open
    """
    is_fee = product.card_kind_id is not None
    if price is None and product.regular_price is None:
        raise PriceMissing(product=product)
    if is_fee and quantity != 1:
        raise OneCardALine
    hand.refuse_too_deep(price, own=own_price(product))
    basket = lock_basket(key=key)
    if scan and scan in basket.scans:
        return basket
    written = None if price is None else str(price)
    for line in basket.lines:
        if line["sku"] == product.sku and line["price"] == written and not is_fee:
            line["quantity"] = str(Decimal(line["quantity"]) + quantity)
            break
    else:
        basket.lines.append(
            {
                "id": uuid4().hex[:8],
                "sku": product.sku,
                "quantity": str(quantity),
                "price": written,
            }
            | ({"by": hand.by} if written and hand.by else {})
            | ({"card": ""} if is_fee else {})
        )
    basket.scans = [*basket.scans, scan][-SCANS_KEPT:] if scan else basket.scans
    return _save(basket, "lines", "scans")


@transaction.atomic
def set_quantity(*, key: UUID, line: str, quantity: Decimal) -> Basket:
    """Set the quantity (more than 0) of ``line``.

    :raises NoSuchLine: if it was taken out
    :raises OneCardALine: if it is several of a membership fee
    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    found = basket.lines[_place_of(line, basket)]
    if "card" in found and quantity != 1:
        raise OneCardALine
    found["quantity"] = str(quantity)
    return _save(basket, "lines")


@transaction.atomic
def set_price(*, key: UUID, line: str, price: Decimal | None, hand: Hand = FREE_HAND) -> Basket:
    """Set the price (yuan a unit) of ``line``; None, or the product's own, is no price by hand.

    :raises PriceMissing: if the product has none
    :raises DiscountTooDeep: if the price is lower than ``hand`` allows
    :raises NoSuchLine: if the line was taken out
    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    found = basket.lines[_place_of(line, basket)]
    product = Product.objects.get(sku=found["sku"])
    if price is None and product.regular_price is None:
        raise PriceMissing(product=product)
    own = own_price(product)
    hand.refuse_too_deep(price, own=own)
    found["price"] = None if price is None or price == own else str(price)
    found["by"] = hand.by
    return _save(basket, "lines")


@transaction.atomic
def remove_line(*, key: UUID, line: str) -> Basket:
    """Take ``line`` out; the last one taken out can be put back.

    :raises NoSuchLine: if it was taken out before
    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    place = _place_of(line, basket)
    basket.removed = basket.lines.pop(place) | {"place": place}
    return _save(basket, "lines", "removed")


@transaction.atomic
def restore_line(*, key: UUID) -> Basket:
    """Put the line taken out last back where it was.

    :raises NoSuchLine: if none was
    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    if basket.removed is None:
        raise NoSuchLine
    basket.lines.insert(basket.removed.pop("place"), basket.removed)
    basket.removed = None
    return _save(basket, "lines", "removed")


@transaction.atomic
def take_off(*, till: Till, sku: str) -> Basket:
    """Take every line of ``sku`` out of the basket on ``till``: there is no such product.

    :raises BasketGone: if no basket is open there
    """
    basket = Basket.objects.open().select_for_update().filter(till=till).first()
    if basket is None:
        raise BasketGone
    basket.lines = [line for line in basket.lines if line["sku"] != sku]
    return _save(basket, "lines")


def set_member(*, key: UUID, member: Member | None, card: Card | None = None) -> None:
    """Say whose basket it is, and which ``card`` was shown; what was another's is not used.

    :raises BasketGone: if the basket is not open
    """
    basket = Basket.objects.open().filter(key=key)
    was_anothers = basket.exclude(member=member).update(
        member=member,
        points=0,
        coupons=[],
        card=card,
        card_seen=False,
        keeps_birthday=False,
    )
    if not was_anothers and not basket.update(card=card or F("card")):
        raise BasketGone


def set_seller(*, key: UUID, seller: Staff | None) -> None:
    """Say who sold.

    :raises BasketGone: if the basket is not open
    """
    _set(key, seller=seller)


def set_points(*, key: UUID, points: int) -> None:
    """Say how many points (0 or more) pay; the quote caps them, the posting checks them.

    :raises BasketGone: if the basket is not open
    """
    _set(key, points=points)


def _set(key: UUID, **columns: Any) -> None:
    if not Basket.objects.open().filter(key=key).update(**columns):
        raise BasketGone


def _place_of(line: str, basket: Basket) -> int:
    for place, found in enumerate(basket.lines):
        if found["id"] == line:
            return place
    raise NoSuchLine


def _save(basket: Basket, *columns: str) -> Basket:
    basket.save(update_fields=columns)
    return basket
