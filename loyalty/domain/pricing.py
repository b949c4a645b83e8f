"""What a basket costs: one pure function, with the reason for every line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from common.money import cents
from sales.enums import PriceReason

WHOLE = 10_000


@dataclass(frozen=True)
class Item:
    """Something to be priced; prices in yuan for one unit.

    ``by_hand`` is a price the till set; ``special`` is the product's own reduced price.
    """

    quantity: Decimal
    regular: Decimal
    special: Decimal | None = None
    by_hand: Decimal | None = None


@dataclass(frozen=True)
class Price:
    """What a line would have cost, what it costs, and why; yuan for the whole quantity.

    ``discount`` is what the customer pays of the regular price, in ten-thousandths.
    """

    regular_total: Decimal
    net: Decimal
    reason: PriceReason
    discount: int = WHOLE


def price_items(items: Iterable[Item], *, tier_discount: int = WHOLE) -> list[Price]:
    """Price each of ``items`` for a member who pays ``tier_discount`` of regular prices.

    8800 means she pays 88 % (8.8折). It touches regular prices only: neither special prices
    nor those set by hand. Each line is rounded to the 分, half up; the total is their sum.
    """
    return [_price(item, tier_discount) for item in items]


def _price(item: Item, tier_discount: int) -> Price:
    regular = cents(item.regular * item.quantity)
    if item.by_hand is not None:
        return Price(regular, cents(item.by_hand * item.quantity), PriceReason.MANUAL)
    if item.special is not None:
        return Price(regular, cents(item.special * item.quantity), PriceReason.SPECIAL)
    if tier_discount < WHOLE:
        net = cents(item.regular * item.quantity * tier_discount / WHOLE)
        return Price(regular, net, PriceReason.TIER, tier_discount)
    return Price(regular, regular, PriceReason.REGULAR)
