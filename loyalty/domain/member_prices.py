"""Prices for members: which hold, and how many pieces she may still have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, DateField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from loyalty.domain.allowances import period_around
from loyalty.domain.price_parts import MemberOffer
from loyalty.enums import LimitPeriod
from loyalty.models import MemberPrice, Tier
from membership.models import Member
from sales.enums import PriceReason
from sales.models import SaleLine


@dataclass(frozen=True)
class OffersOfGoods:
    """The best offer for each product; ``ask_card`` where a card would bring a better one."""

    by_product: dict[int, MemberOffer]
    ask_card: bool = False


def member_offers(
    *,
    member: Member,
    tier: Tier | None,
    products: Iterable[int],
    store: int,
    on: dt.date,
    card_shown: bool,
) -> OffersOfGoods:
    """Return what ``member`` pays for ``products`` (keys) in ``store`` on ``on``; one statement.

    The lowest price counts. What she bought at member prices in the period of the limit is
    counted from the lines of her sales, net of what came back.
    """
    prices = (
        MemberPrice.objects.on(on)
        .filter(
            Q(tiers=None) | Q(tiers=tier.pk if tier else None),
            Q(stores=None) | Q(stores=store),
            product__in=products,
        )
        .annotate(bought=_bought(member, on))
        .order_by("price", "pk")
        .distinct()
    )
    found: dict[int, MemberOffer] = {}
    withheld: dict[int, Decimal] = {}
    for price in prices:
        if price.card_needed and not card_shown:
            withheld.setdefault(price.product_id, price.price)
            continue
        found.setdefault(price.product_id, MemberOffer(price.price, _left(price)))
    better = [
        product
        for product, price in withheld.items()
        if product not in found or price < found[product].price
    ]
    return OffersOfGoods(found, ask_card=bool(better))


def _left(price: MemberPrice) -> Decimal | None:
    if price.limit is None:
        return None
    bought: Decimal = price.bought or Decimal(0)  # type: ignore[attr-defined]
    return max(price.limit - bought, Decimal(0))


def _bought(member: Member, on: dt.date) -> Case:
    """Count her pieces of the product at member prices, only where there is a limit."""
    begins = {period: period_around(period, on=on)[0] for period in LimitPeriod}
    return Case(
        *[
            When(limit_period=period, limit__isnull=False, then=Subquery(_net(member, since)))
            for period, since in begins.items()
        ]
    )


def _net(member: Member, since: dt.date) -> QuerySet[SaleLine, Any]:
    """Sum what she bought ``since`` and kept; what came back counts on the day of its sale."""
    counted_on = Coalesce("original__sale__business_day", "sale__business_day")
    return (
        SaleLine.objects.filter(
            sale__member=member, product=OuterRef("product"), reason=PriceReason.MEMBER
        )
        .annotate(counted_on=counted_on)
        .filter(counted_on__gte=Value(since, DateField()))
        .order_by()
        .values("product")
        .annotate(sum=Sum("quantity"))
        .values("sum")
    )
