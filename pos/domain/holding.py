"""Setting a basket aside, bringing it back, giving it up."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction

from pos.domain.baskets import BasketGone, lock_basket
from pos.enums import BasketState
from pos.models import Basket
from sales.models import Till
from stores.models import Store


class AnotherBasketOpen(Exception):
    """The till has a basket with goods in it."""


class NothingToHold(Exception):
    """The basket has neither goods nor a member."""


@transaction.atomic
def hold_basket(*, key: UUID, note: str, at: dt.datetime) -> Basket:
    """Set the basket aside under ``note``; the till is free for the next customer.

    :raises NothingToHold: if it is empty
    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    if not basket.lines and basket.member is None:
        raise NothingToHold
    basket.state = BasketState.HELD
    basket.held_at = at
    basket.note = note
    basket.save(update_fields=["state", "held_at", "note"])
    return basket


@transaction.atomic
def resume_basket(*, key: UUID, till: Till) -> Basket:
    """Bring a held basket of the store back to ``till``.

    :raises BasketGone: if somebody else took it
    :raises AnotherBasketOpen: if goods lie on the till
    """
    basket = _lock_held(key, till.store)
    present = Basket.objects.open().select_for_update().filter(till=till).first()
    if present and present.lines:
        raise AnotherBasketOpen
    if present:
        _become(present, BasketState.DROPPED)
    basket.till = till
    try:
        with transaction.atomic():
            _become(basket, BasketState.OPEN, "till")
    except IntegrityError:
        raise AnotherBasketOpen from None
    return basket


@transaction.atomic
def drop_held(*, key: UUID, store: Store) -> Basket:
    """Give a basket held in ``store`` up; it stays on record as dropped.

    :raises BasketGone: if somebody else took it
    """
    return _become(_lock_held(key, store), BasketState.DROPPED)


@transaction.atomic
def drop_basket(*, key: UUID) -> Basket:
    """Give the basket on the till up; it stays on record as dropped.

    :raises BasketGone: if the basket is not open
    """
    return _become(lock_basket(key=key), BasketState.DROPPED)


def _lock_held(key: UUID, store: Store) -> Basket:
    held = Basket.objects.held().select_for_update(of=("self",)).filter(till__store=store)
    basket = held.filter(key=key).first()
    if basket is None:
        raise BasketGone
    return basket


def _become(basket: Basket, state: BasketState, *columns: str) -> Basket:
    basket.state = state
    basket.save(update_fields=["state", *columns])
    return basket
