"""What a basket will cost and bring: the figures the till shows and the posting uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.money import ZERO
from loyalty.domain.earning import points_for, rate_for
from loyalty.domain.pricing import WHOLE, Item, price_items
from loyalty.domain.redemption import most_points, points_value
from loyalty.models import EarningRule, Tier
from loyalty.queries import Standing
from pos.models import Basket
from pos.models.basket import BasketLine
from sales.domain.recording import Line
from sales.models import Product


class ProductGone(Exception):
    """A product in the basket is no longer sold."""

    def __init__(self, *, sku: str) -> None:
        super().__init__(sku)
        self.sku = sku


@dataclass(frozen=True)
class Quote:
    """A priced basket. ``due`` is left to pay in money after ``points_value``."""

    lines: list[Line]
    regular_total: Decimal
    total: Decimal
    units: Decimal
    points_used: int
    points_value: Decimal
    points_most: int
    due: Decimal
    points_earned: int
    rule: EarningRule
    rate: Decimal
    standing: Standing

    @property
    def saved(self) -> Decimal:
        """What the customer saves against regular prices."""
        return self.regular_total - self.total


def quote_basket(*, basket: Basket, standing: Standing, on: dt.date) -> Quote:
    """Price ``basket`` for a member who stands at ``standing`` (the empty one without member).

    :raises ProductGone: if a product is no longer there
    """
    lines = price_lines(basket.lines, products=_products_of(basket), tier=standing.tier)
    total = sum((line.net for line in lines), ZERO)
    rules = standing.programme
    redeeming, earning = rules.redemption_rule(on=on), rules.earning_rule(on=on)
    most = most_points(total, balance=standing.spendable, rule=redeeming)
    used = min(basket.points, most)
    value = points_value(used, rule=redeeming)
    rate = rate_for(rule=earning, tier=standing.tier)
    return Quote(
        lines=lines,
        regular_total=sum((line.regular_total for line in lines), ZERO),
        total=total,
        units=sum((line.quantity for line in lines), Decimal(0)),
        points_used=used,
        points_value=value,
        points_most=most,
        due=total - value,
        points_earned=points_for(total - value, rate=rate) if basket.member_id else 0,
        rule=earning,
        rate=rate,
        standing=standing,
    )


def price_lines(
    lines: Sequence[BasketLine], *, products: Mapping[str, Product], tier: Tier | None
) -> list[Line]:
    """Price the lines of a basket for a member of ``tier``; ``products`` by SKU."""
    items = [_item(products[line["sku"]], line) for line in lines]
    prices = price_items(items, tier_discount=tier.discount if tier else WHOLE)
    return [
        Line(
            product=products[line["sku"]],
            quantity=item.quantity,
            regular_total=price.regular_total,
            net=price.net,
            reason=price.reason,
            discount=price.discount,
        )
        for line, item, price in zip(lines, items, prices, strict=True)
    ]


def _products_of(basket: Basket) -> dict[str, Product]:
    skus = {line["sku"] for line in basket.lines}
    products = {product.sku: product for product in Product.objects.filter(sku__in=skus)}
    if missing := skus - products.keys():
        raise ProductGone(sku=min(missing))
    return products


def _item(product: Product, line: BasketLine) -> Item:
    by_hand = Decimal(line["price"]) if line["price"] is not None else None
    regular = product.regular_price if product.regular_price is not None else by_hand
    return Item(
        quantity=Decimal(line["quantity"]),
        regular=regular or ZERO,
        special=product.special_price,
        by_hand=by_hand,
    )
