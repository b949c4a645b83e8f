"""A member's coupons at the till: which fit what lies there, and why others do not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from common.money import ZERO
from loyalty.domain.offers import HeldCoupon
from loyalty.domain.price_coupons import Unfit
from loyalty.domain.pricing import Pricing, price_basket
from loyalty.enums import CouponEffect
from pos.domain.basket_terms import same_sort
from pos.domain.quoting import Quote


@dataclass(frozen=True)
class CouponShown:
    """A coupon of hers beside the basket: ``saves`` yuan there, or ``unfit`` for it."""

    number: str
    label: str
    is_gift: bool
    chosen: bool
    usable_from: dt.date
    expires_on: dt.date | None
    saves: Decimal = ZERO
    unfit: Unfit | None = None

    @property
    def last_day(self) -> dt.date | None:
        """The last day it can be used, if there is one."""
        return self.expires_on - dt.timedelta(days=1) if self.expires_on else None

    @property
    def why(self) -> str:
        """Why it does not fit, as templates ask: goods, minimum, not_better, store, not_yet."""
        return self.unfit.why.name.lower() if self.unfit else ""


def coupons_shown(*, quote: Quote) -> list[CouponShown]:
    """Return the coupons that ``quote`` read: those that fit first, what saves most on top."""
    shown = [_shown(held, quote) for held in quote.offers.coupons]
    return sorted(shown, key=lambda one: (not one.chosen, one.unfit is not None, -one.saves))


def _shown(held: HeldCoupon, quote: Quote) -> CouponShown:
    number = held.coupon.number
    chosen = number in quote.offers.chosen
    pricing = quote.pricing if chosen or held.unfit else _priced_with(held, quote)
    return CouponShown(
        number=number,
        label=held.kind.label,
        is_gift=held.kind.effect == CouponEffect.GIFT,
        chosen=chosen,
        usable_from=held.coupon.usable_from,
        expires_on=held.coupon.expires_on,
        saves=pricing.used.get(number, ZERO),
        unfit=held.unfit or pricing.unfit.get(number),
    )


def _priced_with(held: HeldCoupon, quote: Quote) -> Pricing:
    """Price the basket as if this coupon took the place of those of its sort."""
    offers, effect = quote.offers, held.terms.effect
    others = [one for one in offers.chosen_terms if not same_sort(one.effect, effect)]
    return price_basket(offers.items, percentages=offers.percentages, coupons=[*others, held.terms])
