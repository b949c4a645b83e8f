"""What a sample basket would earn under a version of the rule that is not saved yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.birthdays import Birthday
from common.money import ZERO
from loyalty.domain.bonuses import BonusTerms, Goods, Ticket
from loyalty.domain.earning import Earning, EarningLine, work_out
from loyalty.domain.offers import tier_percentage
from loyalty.domain.price_parts import Item
from loyalty.domain.pricing import price_basket
from loyalty.models import EarningRule, Tier
from sales.models import Product
from stores.models import Store


@dataclass(frozen=True)
class Sample:
    """Some goods, who buys them where and when, and how many yuan of them points pay."""

    goods: Sequence[tuple[Product, Decimal]]
    store: Store
    day: dt.date
    tier: Tier | None = None
    birthday: Birthday | None = None
    by_points: Decimal = ZERO


@dataclass(frozen=True)
class SampleLine:
    """A line of the sample: the product, what is paid for it, and what that earns."""

    product: Product
    quantity: Decimal
    line: EarningLine

    @property
    def by_itself(self) -> Decimal:
        """The points of the line alone, were it paid in money, not floored."""
        return (self.line.goods.net * self.line.rate).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class SampleEarning:
    """What the sample earns, with its lines."""

    earning: Earning
    lines: list[SampleLine]


def preview(sample: Sample, *, rule: EarningRule, bonuses: Sequence[BonusTerms]) -> SampleEarning:
    """Return what ``sample`` earns under ``rule`` with ``bonuses``, at the tier's prices."""
    items = [_item(product, quantity) for product, quantity in sample.goods]
    prices = price_basket(items, percentages=tier_percentage(sample.tier)).prices
    goods = [
        Goods(
            net=price.net,
            product=items[price.item].product,
            category=items[price.item].category,
            is_fee=items[price.item].fee,
        )
        for price in prices
    ]
    total = sum((one.net for one in goods), ZERO)
    earning = work_out(
        goods=goods,
        money=max(total - sample.by_points, ZERO),
        rule=rule,
        bonuses=bonuses,
        ticket=Ticket(sample.store.pk, sample.day, sample.tier, sample.birthday),
    )
    bought = [(sample.goods[price.item][0], price.quantity) for price in prices]
    lines = [
        SampleLine(product, quantity, line)
        for (product, quantity), line in zip(bought, earning.lines, strict=True)
    ]
    return SampleEarning(earning, lines)


def _item(product: Product, quantity: Decimal) -> Item:
    return Item(
        quantity=quantity,
        regular=product.regular_price or ZERO,
        special=product.special_price,
        product=product.pk,
        category=product.category_id,
        fee=product.card_kind_id is not None,
    )
