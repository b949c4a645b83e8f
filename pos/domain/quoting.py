"""What a basket will cost and bring: the figures the till shows and the posting uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.money import ZERO
from loyalty.domain.bonuses import Goods, Ticket, bonuses_of
from loyalty.domain.earning import Earning, work_out
from loyalty.domain.offers import HeldCoupon, tier_percentage
from loyalty.domain.pricing import Pricing, price_basket
from loyalty.domain.redemption import most_points, points_value, usable_points
from loyalty.enums import CouponEffect
from loyalty.models import Tier
from loyalty.queries import Standing
from pos.domain.offering import Offers, item_of, offers_of, products_of
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
    """A priced basket. ``due`` is left to pay in money after ``points_value``.

    ``by_line`` has the lines of the sale for each line of the basket: several where some
    pieces cost another price than the rest. ``earning`` is what a member of this standing
    earns with it, also where nobody does.
    """

    by_line: list[list[Line]]
    pricing: Pricing
    offers: Offers
    total: Decimal
    points_used: int
    points_value: Decimal
    points_most: int
    earning: Earning
    standing: Standing

    @property
    def lines(self) -> list[Line]:
        """The lines of the sale."""
        return [line for lines in self.by_line for line in lines]

    @property
    def regular_total(self) -> Decimal:
        """What all would cost at regular prices."""
        return sum((line.regular_total for line in self.lines), ZERO)

    @property
    def units(self) -> Decimal:
        """How many pieces there are."""
        return sum((line.quantity for line in self.lines), Decimal(0))

    @property
    def due(self) -> Decimal:
        """What is left to pay in money."""
        return self.total - self.points_value

    @property
    def gifts(self) -> list[HeldCoupon]:
        """The coupons used for which something is handed over with the goods."""
        used = self.pricing.used
        return [
            held
            for held in self.offers.chosen_coupons
            if held.terms.effect == CouponEffect.GIFT and held.terms.number in used
        ]

    @property
    def points_earned(self) -> int:
        """The points that are credited; none where nobody is known."""
        return self.earning.points if self.offers.member else 0

    @property
    def saved(self) -> Decimal:
        """What the customer saves against regular prices."""
        return self.regular_total - self.total


def quote_basket(
    *, basket: Basket, standing: Standing, on: dt.date, all_coupons: bool = False
) -> Quote:
    """Price ``basket`` for a member who stands at ``standing`` (the empty one without member).

    Of her coupons only those chosen are read, unless ``all_coupons`` shall be shown.

    :raises ProductGone: if a product is no longer there
    """
    products = products_of(basket, on=on)
    if gone := {line["sku"] for line in basket.lines} - products.keys():
        raise ProductGone(sku=min(gone))
    offers = offers_of(
        basket=basket, products=products, standing=standing, on=on, all_coupons=all_coupons
    )
    pricing = price_basket(
        offers.items, percentages=offers.percentages, coupons=offers.chosen_terms
    )
    total = sum((price.net for price in pricing.prices), ZERO)
    redeeming = standing.programme.redemption_rule(on=on)
    most = most_points(total, balance=standing.spendable, rule=redeeming, on=on)
    used = usable_points(basket.points, due=total, balance=most, rule=redeeming, on=on)
    value = points_value(used, rule=redeeming)
    by_line = _lines(basket.lines, products, pricing)
    return Quote(
        by_line=by_line,
        pricing=pricing,
        offers=offers,
        total=total,
        points_used=used,
        points_value=value,
        points_most=most,
        earning=_earning(basket, by_line, standing, money=total - value, on=on),
        standing=standing,
    )


def price_lines(
    lines: Sequence[BasketLine], *, products: Mapping[str, Product], tier: Tier | None
) -> list[Line]:
    """Price the lines of a basket for a member of ``tier``, its perks and coupons left out.

    ``products`` are by SKU.
    """
    items = [item_of(products[line["sku"]], line) for line in lines]
    pricing = price_basket(items, percentages=tier_percentage(tier))
    return [line for part in _lines(lines, products, pricing) for line in part]


def _earning(
    basket: Basket, by_line: list[list[Line]], standing: Standing, *, money: Decimal, on: dt.date
) -> Earning:
    rule = standing.programme.earning_rule(on=on)
    return work_out(
        goods=[
            Goods(
                net=line.net,
                product=line.product.pk,
                category=line.product.category_id,
                is_fee=line.product.card_kind_id is not None,
            )
            for lines in by_line
            for line in lines
        ],
        money=money,
        rule=rule,
        bonuses=bonuses_of(rule),
        ticket=Ticket(
            store=basket.till.store_id,
            day=on,
            tier=standing.tier,
            birthday=basket.member.birthday if basket.member else None,
        ),
    )


def _lines(
    kept: Sequence[BasketLine], products: Mapping[str, Product], pricing: Pricing
) -> list[list[Line]]:
    by_line: list[list[Line]] = [[] for _line in kept]
    for price in pricing.prices:
        by_line[price.item].append(
            Line(
                product=products[kept[price.item]["sku"]],
                quantity=price.quantity,
                regular_total=price.regular_total,
                net=price.net,
                reason=price.reason,
                discount=price.discount,
                steps=price.steps,
            )
        )
    return by_line
