"""What a basket costs: one pure function, with every step from the regular price.

1. A line starts at its price: by hand, special, or regular. A member price takes its place,
   for as many pieces as the member may have, where it costs her less.
2. Of all percentages that touch the line the best counts alone. Those of tiers touch regular
   prices only; the others say themselves. Perks that stack (折上折) multiply on top.
3. A coupon sells one piece at a price, or gives it free.
4. A coupon takes yuan off its goods, spread to the 分, never below nothing.

A price set by hand stands outside of 2 and 3, a membership fee of 4 as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from common.notation import NO_DISCOUNT
from loyalty.domain.price_coupons import (
    CouponTerms,
    Unfit,
    Why,
    misses,
    saved_by,
    sell_one_at,
    take_yuan_off,
)
from loyalty.domain.price_parts import Item, Part, Percentage, lay_out
from loyalty.enums import CouponEffect
from sales.domain.steps import Step
from sales.enums import PriceReason


@dataclass(frozen=True)
class Price:
    """What an item costs, or a part of it where its pieces do not cost the same.

    ``item`` is its place in the basket; the totals are yuan for ``quantity``; ``discount`` is
    the share that percentages left, in ten-thousandths. ``steps`` take off ``regular_total``
    what is missing to ``net``.
    """

    item: int
    quantity: Decimal
    regular_total: Decimal
    net: Decimal
    reason: PriceReason
    discount: int
    steps: Sequence[Step]


@dataclass(frozen=True)
class Pricing:
    """A priced basket: what each coupon saves, by its number, or why it is not used."""

    prices: Sequence[Price]
    used: dict[str, Decimal] = field(default_factory=dict)
    unfit: dict[str, Unfit] = field(default_factory=dict)


def price_basket(
    items: Sequence[Item],
    *,
    percentages: Sequence[Percentage] = (),
    coupons: Sequence[CouponTerms] = (),
) -> Pricing:
    """Price ``items`` for a customer who may have ``percentages`` and brings ``coupons``.

    A coupon that takes nothing off is not used, a gift apart. Percentages come first, then
    pieces at a price, then yuan off, in whatever order they are named.
    """
    by_effect: dict[CouponEffect, list[CouponTerms]] = {effect: [] for effect in CouponEffect}
    for coupon in coupons:
        by_effect[coupon.effect].append(coupon)
    unfit: dict[str, Unfit | None] = {}

    parts = lay_out(items, percentages)
    for coupon in by_effect[CouponEffect.PERCENT]:
        unfit[coupon.number] = misses(coupon, parts)
        if not unfit[coupon.number]:
            percentages = [*percentages, coupon.percentage]
            parts = lay_out(items, percentages)
    for coupon in chain(by_effect[CouponEffect.FREE_ITEM], by_effect[CouponEffect.PRICE]):
        unfit[coupon.number] = sell_one_at(parts, coupon)
    for coupon in by_effect[CouponEffect.AMOUNT]:
        unfit[coupon.number] = take_yuan_off(parts, coupon)
    for coupon in by_effect[CouponEffect.GIFT]:
        unfit[coupon.number] = misses(coupon, parts)
    return _priced(parts, coupons, unfit)


def _priced(
    parts: Sequence[Part], coupons: Sequence[CouponTerms], unfit: dict[str, Unfit | None]
) -> Pricing:
    saved = {coupon.number: saved_by(parts, coupon) for coupon in coupons}
    for coupon in coupons:
        if coupon.effect != CouponEffect.GIFT and not saved[coupon.number]:
            unfit[coupon.number] = unfit[coupon.number] or Unfit(Why.NOT_BETTER)
    return Pricing(
        prices=[_price(part) for part in parts],
        used={number: yuan for number, yuan in saved.items() if not unfit[number]},
        unfit={number: reason for number, reason in unfit.items() if reason},
    )


def _price(part: Part) -> Price:
    steps, left = part.steps, Decimal(NO_DISCOUNT)
    for step in steps:
        left = left * step.pays / NO_DISCOUNT if step.pays else left
    return Price(
        item=part.item,
        quantity=part.quantity,
        regular_total=part.regular_total,
        net=part.net,
        reason=_reason(part, steps),
        discount=max(int(left), 1),
        steps=steps,
    )


def _reason(part: Part, steps: Sequence[Step]) -> PriceReason:
    """Return what the price is above all: not the regular one, or the first that lowered it."""
    if part.base != PriceReason.REGULAR or not steps:
        return part.base
    return steps[0].reason
