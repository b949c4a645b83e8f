"""What a basket's customer may have on it: read once, priced by ``loyalty.domain.pricing``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from common.money import ZERO
from common.written_once import written_once
from loyalty.domain.member_prices import OffersOfGoods, member_offers
from loyalty.domain.offers import (
    HeldCoupon,
    held_coupons,
    perk_percentages,
    tier_percentage,
)
from loyalty.domain.price_coupons import CouponTerms
from loyalty.domain.price_parts import Item, MemberOffer, Percentage
from loyalty.models import MemberPrice
from loyalty.queries import Standing
from membership.models import Member
from pos.models import Basket
from pos.models.basket import BasketLine
from sales.domain.steps import Step
from sales.enums import PriceReason
from sales.models import Product


@dataclass(frozen=True)
class Offers:
    """What may lower the prices of ``items``.

    ``coupons`` are those of hers that were read, ``gone`` the numbers of those chosen that she
    no longer has. ``ask_card``: her card would bring her a better price. ``birthday``: she may
    have her birthday discount today.
    """

    member: Member | None = None
    items: Sequence[Item] = ()
    percentages: Sequence[Percentage] = ()
    coupons: Sequence[HeldCoupon] = ()
    chosen: frozenset[str] = frozenset()
    ask_card: bool = False
    birthday: bool = False

    @property
    def gone(self) -> set[str]:
        """The chosen coupons that are no longer hers to use."""
        return {*self.chosen} - {held.coupon.number for held in self.coupons}

    @property
    def chosen_coupons(self) -> list[HeldCoupon]:
        """The chosen coupons that can be used today, and here."""
        return [
            held for held in self.coupons if held.coupon.number in self.chosen and not held.unfit
        ]

    @property
    def chosen_terms(self) -> list[CouponTerms]:
        """What they do."""
        return [held.terms for held in self.chosen_coupons]


def offers_of(
    *,
    basket: Basket,
    products: Mapping[str, Product],
    standing: Standing,
    on: dt.date,
    all_coupons: bool,
) -> Offers:
    """Read what the customer of ``basket`` may have; nothing is asked that cannot matter."""
    goods = _member_offers(basket, products, standing, on)
    perks = _perks(basket, standing, on)
    is_birthday = [one.step.reason == PriceReason.BIRTHDAY for one in perks]
    if basket.keeps_birthday:
        perks = [one for one, birthday in zip(perks, is_birthday, strict=True) if not birthday]
    kept = [(products[line["sku"]], line) for line in basket.lines]
    return Offers(
        member=basket.member,
        items=[item_of(one, line, offer=goods.by_product.get(one.pk)) for one, line in kept],
        percentages=[*tier_percentage(standing.tier), *perks, *_by_hand(basket)],
        coupons=_coupons(basket, standing, on, all_coupons=all_coupons),
        chosen=frozenset(basket.coupons),
        ask_card=goods.ask_card,
        birthday=any(is_birthday),
    )


def item_of(product: Product, line: BasketLine, *, offer: MemberOffer | None = None) -> Item:
    """Return ``line`` of a basket as the pricing knows it."""
    by_hand = Decimal(line["price"]) if line["price"] is not None else None
    regular = product.regular_price if product.regular_price is not None else by_hand
    return Item(
        quantity=Decimal(line["quantity"]),
        regular=regular or ZERO,
        special=product.special_price,
        by_hand=by_hand,
        set_by=line.get("by", ""),
        offer=offer,
        product=product.pk,
        category=product.category_id,
        fee=product.card_kind_id is not None,
    )


def products_of(basket: Basket, *, on: dt.date) -> dict[str, Product]:
    """Return the products of ``basket`` by SKU, each knowing whether members have a price."""
    skus = sorted({line["sku"] for line in basket.lines})
    return {product.sku: product for product in _products.rows(skus=skus, on=on)} if skus else {}


@written_once
def _products(*, skus: list[str], on: dt.date) -> QuerySet[Product]:
    member_price = MemberPrice.objects.on(on).filter(product=OuterRef("pk"))
    return Product.objects.filter(sku__in=skus).annotate(has_offer=Exists(member_price))


def _member_offers(
    basket: Basket, products: Mapping[str, Product], standing: Standing, on: dt.date
) -> OffersOfGoods:
    offered = {one.pk for one in products.values() if one.has_offer}  # type: ignore[attr-defined]
    if basket.member is None or not offered:
        return OffersOfGoods({})
    return member_offers(
        member=basket.member,
        tier=standing.tier,
        products=offered,
        store=basket.till.store_id,
        on=on,
        card_shown=basket.card_shown,
    )


def _perks(basket: Basket, standing: Standing, on: dt.date) -> list[Percentage]:
    if basket.member is None or not basket.lines:
        return []
    return perk_percentages(member=basket.member, tier=standing.tier, on=on)


def _coupons(
    basket: Basket, standing: Standing, on: dt.date, *, all_coupons: bool
) -> list[HeldCoupon]:
    if basket.member is None or not (all_coupons or basket.coupons):
        return []
    return held_coupons(
        member=basket.member,
        programme=standing.programme,
        store=basket.till.store_id,
        on=on,
        numbers=None if all_coupons else basket.coupons,
    )


def _by_hand(basket: Basket) -> list[Percentage]:
    if basket.pays is None:
        return []
    return [Percentage(basket.pays, Step(PriceReason.MANUAL, ZERO, by=basket.pays_by))]
