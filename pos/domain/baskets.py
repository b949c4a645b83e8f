"""What happens to a basket before it is paid. Each verb locks the basket and saves it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from membership.models import Member
from pos.enums import BasketState
from pos.models import Basket
from sales.models import Product, Till
from stores.models import Staff


class BasketGone(Exception):
    """The basket was paid, held or dropped meanwhile."""


class NoSuchLine(Exception):
    """The basket has no line at this place."""


class PriceMissing(Exception):
    """The product has no price, so the till must give one."""


class AnotherBasketOpen(Exception):
    """The till has a basket with goods in it."""


def current_basket(*, till: Till, cashier: Staff, at: dt.datetime) -> Basket:
    """Return the basket on ``till``, a new one if there is none."""
    open_here = Basket.objects.open().filter(till=till).select_related("member", "seller")
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
    *, key: UUID, product: Product, quantity: Decimal, price: Decimal | None = None
) -> Basket:
    """Put ``quantity`` of ``product`` into the basket; the same at the same price is counted up.

    ``price`` (yuan a unit) replaces the product's own.

    :raises PriceMissing: if neither has a price
    :raises BasketGone: if the basket is not open
    """
    if price is None and product.regular_price is None:
        raise PriceMissing
    basket = lock_basket(key=key)
    written = None if price is None else str(price)
    for line in basket.lines:
        if line["sku"] == product.sku and line["price"] == written:
            line["quantity"] = str(Decimal(line["quantity"]) + quantity)
            break
    else:
        basket.lines.append({"sku": product.sku, "quantity": str(quantity), "price": written})
    return _save(basket, "lines")


@transaction.atomic
def change_line(
    *, key: UUID, index: int, quantity: Decimal, price: Decimal | None = None
) -> Basket:
    """Set quantity and price of the line at ``index`` (from 0); a quantity of 0 removes it.

    :raises NoSuchLine: if there is none
    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    if not 0 <= index < len(basket.lines):
        raise NoSuchLine
    if quantity == 0:
        del basket.lines[index]
    else:
        basket.lines[index]["quantity"] = str(quantity)
        basket.lines[index]["price"] = None if price is None else str(price)
    return _save(basket, "lines")


@transaction.atomic
def set_member(*, key: UUID, member: Member | None) -> Basket:
    """Say whose basket it is; another member's points are no longer used.

    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    basket.member = member
    basket.points = 0
    return _save(basket, "member", "points")


@transaction.atomic
def set_seller(*, key: UUID, seller: Staff | None) -> Basket:
    """Say who sold.

    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    basket.seller = seller
    return _save(basket, "seller")


@transaction.atomic
def set_points(*, key: UUID, points: int) -> Basket:
    """Say how many points (0 or more) pay; the quote caps them, the posting checks them.

    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    basket.points = points
    return _save(basket, "points")


@transaction.atomic
def hold_basket(*, key: UUID, note: str, at: dt.datetime) -> Basket:
    """Set the basket aside under ``note``; the till is free for the next customer.

    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    basket.state = BasketState.HELD
    basket.held_at = at
    basket.note = note
    return _save(basket, "state", "held_at", "note")


@transaction.atomic
def resume_basket(*, key: UUID, till: Till) -> Basket:
    """Bring a held basket of the store back to ``till``.

    :raises BasketGone: if somebody else took it
    :raises AnotherBasketOpen: if goods lie on the till
    """
    basket = (
        Basket.objects.held()
        .select_for_update(of=("self",))
        .filter(key=key, till__store=till.store_id)
        .first()
    )
    if basket is None:
        raise BasketGone
    present = Basket.objects.open().select_for_update().filter(till=till).first()
    if present and present.lines:
        raise AnotherBasketOpen
    if present:
        present.state = BasketState.DROPPED
        _save(present, "state")
    basket.state = BasketState.OPEN
    basket.till = till
    return _save(basket, "state", "till")


@transaction.atomic
def drop_basket(*, key: UUID) -> Basket:
    """Give the basket up; it stays on record as dropped.

    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    basket.state = BasketState.DROPPED
    return _save(basket, "state")


def _save(basket: Basket, *columns: str) -> Basket:
    basket.save(update_fields=columns)
    return basket
