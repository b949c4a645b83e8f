"""How far the one at the till may lower a price by hand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from common.money import cents
from common.notation import NO_DISCOUNT
from sales.models import Product


class DiscountTooDeep(Exception):
    """The customer would pay less than the one at the till may ask; ``least`` is that share."""

    def __init__(self, *, least: int) -> None:
        super().__init__(f"at least {least} of {NO_DISCOUNT}")
        self.least = least


@dataclass(frozen=True)
class Hand:
    """``by`` (a staff number) lets customers pay ``least`` ten-thousandths of a price or more."""

    least: int
    by: str = ""

    @property
    def may_lower(self) -> bool:
        """Whether any discount is hers to give."""
        return self.least < NO_DISCOUNT

    def refuse_too_deep(self, price: Decimal | None, *, own: Decimal | None) -> None:
        """Let a ``price`` pass that is not below her share of the product's ``own``.

        :raises DiscountTooDeep: otherwise
        """
        if price is not None and own is not None and price < cents(own * self.least / NO_DISCOUNT):
            raise DiscountTooDeep(least=self.least)

    def refuse_share_too_deep(self, pays: int) -> None:
        """Let a share ``pays`` pass that is not below hers.

        :raises DiscountTooDeep: otherwise
        """
        if pays < self.least:
            raise DiscountTooDeep(least=self.least)


FREE_HAND = Hand(least=0)
"""Whoever is not at a till: tests, and the shop made up for show."""


def own_price(product: Product) -> Decimal | None:
    """Return what one of ``product`` costs everybody: its special price, or the regular one."""
    if product.special_price is not None:
        return product.special_price
    return product.regular_price
