"""What coupons do to the parts of a basket, and why some do nothing."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from common.money import FEN, ZERO
from loyalty.domain.price_parts import ANY_GOODS, Goods, Part, Percentage
from loyalty.enums import CouponEffect
from sales.domain.steps import Step
from sales.enums import PriceReason

ONE = Decimal(1)


class Why(enum.Enum):
    """Why a coupon is not used."""

    GOODS = "none of its goods lie here"
    MINIMUM = "too little is bought"
    NOT_BETTER = "the customer has as much without it"
    STORE = "it is for other stores"
    NOT_YET = "its first day has not come"


@dataclass(frozen=True)
class Unfit:
    """Why a coupon is not used; ``missing`` yuan of its minimum."""

    why: Why
    missing: Decimal = ZERO


@dataclass(frozen=True)
class CouponTerms:
    """A coupon as the pricing knows it; ``product`` is what is free, or sells at ``price``."""

    number: str
    effect: CouponEffect
    zh: str = ""
    en: str = ""
    code: str = ""
    amount: Decimal = ZERO
    pays: int = 0
    price: Decimal = ZERO
    product: int | None = None
    minimum: Decimal = ZERO
    goods: Goods = ANY_GOODS

    @property
    def step(self) -> Step:
        """The step it makes, before anybody knows how much it takes off."""
        return Step(
            PriceReason.COUPON, ZERO, zh=self.zh, en=self.en, code=self.code, number=self.number
        )

    @property
    def percentage(self) -> Percentage:
        """It as a percentage."""
        return Percentage(self.pays, self.step, self.goods)


def misses(coupon: CouponTerms, parts: Iterable[Part], *, besides: Decimal = ZERO) -> Unfit | None:
    """Return what ``parts`` lack for ``coupon``: its goods, or its minimum; None if nothing.

    The minimum counts what its goods cost after other discounts, ``besides`` apart.
    """
    fitting = [part for part in parts if coupon.goods.include(part)]
    if not fitting:
        return Unfit(Why.GOODS)
    missing = coupon.minimum - (sum((part.net for part in fitting), ZERO) - besides)
    return Unfit(Why.MINIMUM, missing) if missing > 0 else None


def sell_one_at(parts: list[Part], coupon: CouponTerms) -> Unfit | None:
    """Let the dearest piece of the coupon's product cost its price, or return why not."""
    its = [part for part in parts if part.goods.product == coupon.product and part.is_open]
    if not its:
        return Unfit(Why.GOODS)
    whole = [part for part in its if part.quantity >= ONE and part.unit > coupon.price]
    dearest = max(whole, key=lambda part: part.unit, default=None)
    if dearest is None:
        return Unfit(Why.NOT_BETTER)
    besides = dearest.unit if coupon.goods.include(dearest) else ZERO
    if coupon.minimum and (unfit := misses(coupon, parts, besides=besides)):
        return unfit
    piece = dearest.cut(ONE)
    piece.reach(coupon.price, coupon.step)
    parts.insert(parts.index(dearest), piece)
    if not dearest.quantity:
        parts.remove(dearest)
    return None


def take_yuan_off(parts: Sequence[Part], coupon: CouponTerms) -> Unfit | None:
    """Spread the coupon's amount over its goods, in proportion and to the 分, or say why not."""
    if unfit := misses(coupon, parts):
        return unfit
    fitting = [part for part in parts if coupon.goods.include(part)]
    nets = [part.net for part in fitting]
    for part, share in zip(fitting, _shares(coupon.amount, nets), strict=True):
        part.take_off(share, coupon.step)
    return None


def saved_by(parts: Iterable[Part], coupon: CouponTerms) -> Decimal:
    """Return the yuan ``coupon`` takes off all ``parts``."""
    steps = (step for part in parts for step in part.steps)
    return sum((step.off for step in steps if step.number == coupon.number), ZERO)


def _shares(amount: Decimal, nets: Sequence[Decimal]) -> list[Decimal]:
    """Part ``amount``, at most the sum of ``nets``, in proportion to them.

    Each share is rounded down to the 分; those that lost most by it get one 分 more.
    """
    total = sum(nets, ZERO)
    if not total:
        return [ZERO for _net in nets]
    amount = min(amount, total)
    exact = [amount * net / total for net in nets]
    shares = [one.quantize(FEN, ROUND_FLOOR) for one in exact]
    short = int((amount - sum(shares, ZERO)) / FEN)
    by_loss = sorted(range(len(nets)), key=lambda place: shares[place] - exact[place])
    for place in by_loss[:short]:
        shares[place] += FEN
    return shares
