"""What a basket's customer brings and is granted: coupons, her card, a discount by hand."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from common.notation import NO_DISCOUNT
from loyalty.enums import CouponEffect
from loyalty.models import Coupon
from pos.domain.baskets import lock_basket
from pos.domain.by_hand import Hand
from pos.models import Basket

ON_PRICES = {CouponEffect.PERCENT, CouponEffect.FREE_ITEM, CouponEffect.PRICE}


class NotHerCoupon(Exception):
    """The basket's member has no such coupon to use."""

    def __init__(self, *, number: str) -> None:
        super().__init__(number)
        self.number = number


@transaction.atomic
def choose_coupon(*, key: UUID, number: str, on: dt.date) -> Basket:
    """Use the coupon ``number`` on the basket; it takes the place of another of its sort.

    A ticket so takes one that changes prices, one in yuan, and one gift.

    :raises NotHerCoupon: unless its member has it, unused and not expired on ``on``
    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    hers = Coupon.objects.unused().live(on=on).filter(member=basket.member_id)
    coupon = hers.filter(number=number).select_related("kind").first()
    if coupon is None:
        raise NotHerCoupon(number=number)
    chosen = Coupon.objects.filter(number__in=basket.coupons).select_related("kind")
    stay = [one for one in chosen if not same_sort(one.kind.effect, coupon.kind.effect)]
    basket.coupons = [*(one.number for one in stay), number]
    basket.save(update_fields=["coupons"])
    return basket


@transaction.atomic
def leave_coupon(*, key: UUID, number: str) -> Basket:
    """Use the coupon ``number`` no longer; one that was not chosen stays so.

    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    basket.coupons = [chosen for chosen in basket.coupons if chosen != number]
    basket.save(update_fields=["coupons"])
    return basket


@transaction.atomic
def see_card(*, key: UUID, seen: bool) -> Basket:
    """Say whether the member showed her card; not even a scanned one, if she did not.

    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    basket.card_seen = seen
    basket.card = basket.card if seen else None
    basket.save(update_fields=["card_seen", "card"])
    return basket


@transaction.atomic
def keep_birthday(*, key: UUID, keeps: bool) -> Basket:
    """Say whether the member keeps her birthday discount for another ticket.

    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    basket.keeps_birthday = keeps
    basket.save(update_fields=["keeps_birthday"])
    return basket


@transaction.atomic
def discount_by_hand(*, key: UUID, pays: int | None, hand: Hand) -> Basket:
    """Let the customer pay ``pays`` ten-thousandths of every price; None or 10000 is no discount.

    It is one of her percentages: the best of them counts.

    :raises DiscountTooDeep: if that is less than ``hand`` allows
    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    if pays is not None:
        hand.refuse_share_too_deep(pays)
    given = pays is not None and pays < NO_DISCOUNT
    basket.pays = pays if given else None
    basket.pays_by = hand.by if given else ""
    basket.save(update_fields=["pays", "pays_by"])
    return basket


def same_sort(one: str, other: str) -> bool:
    """Tell whether coupons of these two effects exclude each other on a ticket."""
    return one == other or {one, other} <= ON_PRICES
