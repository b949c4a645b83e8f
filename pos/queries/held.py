"""Baskets set aside in a store."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from common.money import ZERO
from loyalty.models import TierAssignment
from pos.domain.quoting import price_lines
from pos.models import Basket
from sales.models import Product
from stores.models import Store


@dataclass(frozen=True)
class HeldBasket:
    """A basket set aside: ``total`` in yuan at today's prices, before any points."""

    basket: Basket
    total: Decimal
    units: Decimal

    @property
    def label(self) -> str:
        """What it is known by: its note, else the member's name, or nothing."""
        member = self.basket.member
        return self.basket.note or (member.name if member else "")

    @property
    def key(self) -> str:
        """The basket's key as text."""
        return str(self.basket.key)


def held_in(store: Store) -> list[HeldBasket]:
    """Return the baskets held in ``store``, first held first, in three queries."""
    baskets = list(
        Basket.objects.held().filter(till__store=store).select_related("member", "till", "cashier")
    )
    skus = {line["sku"] for basket in baskets for line in basket.lines}
    products = {product.sku: product for product in Product.objects.filter(sku__in=skus)}
    tiers = {
        assignment.member_id: assignment.tier
        for assignment in TierAssignment.objects.open()
        .filter(member__in=[basket.member_id for basket in baskets if basket.member_id])
        .select_related("tier")
    }
    held = []
    for basket in baskets:
        there = [line for line in basket.lines if line["sku"] in products]
        lines = price_lines(there, products=products, tier=tiers.get(basket.member_id or 0))
        held.append(
            HeldBasket(
                basket=basket,
                total=sum((line.net for line in lines), ZERO),
                units=sum((line.quantity for line in lines), Decimal(0)),
            )
        )
    return held
