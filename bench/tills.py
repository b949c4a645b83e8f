"""Tills with an open shift and baskets on them, as the measurements need them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID, uuid4

from django.utils import timezone

from bench.generate import SEED
from loyalty.models import TierAssignment
from membership.models import Member
from pos.domain.baskets import add_line, current_basket, set_member
from pos.domain.quoting import price_lines
from pos.enums import BasketState
from pos.models import Basket
from pos.models.basket import BasketLine
from sales.domain.shifts import open_shift
from sales.models import Product, Shift, Till
from stores.models import Staff

LINES = 3


def open_till(*, store: str, number: int) -> Shift:
    """Open the till ``number`` (1 or more) of the store with code ``store``."""
    till = Till.objects.select_related("store").get(store__code=store, code=f"T{number}")
    cashier = Staff.objects.get(number=f"C{store}-{number}")
    return open_shift(till=till, opening_cash=Decimal(0), by=cashier, at=timezone.now())


def lay_basket(shift: Shift, *, member: int) -> UUID:
    """Lay three lines of the member with key ``member`` on the till of ``shift``."""
    basket = current_basket(till=shift.till, cashier=shift.opened_by, at=timezone.now())
    goods = list(Product.objects.order_by("pk"))
    for product in random.Random(SEED).sample(goods, LINES):
        add_line(key=basket.key, product=product, quantity=Decimal(1))
    set_member(key=basket.key, member=Member.objects.get(pk=member))
    return basket.key


def hold_baskets(
    shift: Shift, *, members: Sequence[int], rng: random.Random
) -> dict[UUID, Decimal]:
    """Set a basket of three lines aside for each of ``members`` (keys); return what is due.

    None of them wants her birthday discount, so that each pays by her tier.
    """
    products = {product.sku: product for product in Product.objects.order_by("pk")}
    tiers = {
        assignment.member_id: assignment.tier
        for assignment in TierAssignment.objects.open()
        .filter(member__in=members)
        .select_related("tier")
    }
    now, due, baskets = timezone.now(), {}, []
    for member in members:
        lines: list[BasketLine] = [
            {"id": f"{n:08x}", "sku": sku, "quantity": "1", "price": None}
            for n, sku in enumerate(rng.sample(list(products), LINES))
        ]
        key = uuid4()
        priced = price_lines(lines, products=products, tier=tiers[member])
        due[key] = sum((line.net for line in priced), Decimal(0))
        baskets.append(
            Basket(
                key=key,
                till=shift.till,
                cashier=shift.opened_by,
                member_id=member,
                state=BasketState.HELD,
                lines=lines,
                keeps_birthday=True,
                opened_at=now,
                held_at=now,
            )
        )
    Basket.objects.bulk_create(baskets)
    return due
