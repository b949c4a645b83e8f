"""What a sale used up of what its member may have, and what a return gives back of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from itertools import chain

from loyalty.domain.coupon_uses import give_back_coupons, released_coupons, use_coupons
from loyalty.domain.perk_discounts import undo_discounts, use_discounts
from loyalty.models import CouponUse
from pos.domain.quoting import Quote
from sales.domain.returning import returnable_lines
from sales.models import Sale
from stores.models import Staff


class CouponGone(Exception):
    """A coupon chosen for the basket was used or withdrawn meanwhile, or has expired."""

    def __init__(self, *, numbers: set[str]) -> None:
        super().__init__(", ".join(sorted(numbers)))
        self.numbers = numbers


def use_offers(*, sale: Sale, quote: Quote, by: Staff, at: dt.datetime) -> None:
    """Write down the coupons and the counted discounts that ``quote`` gave on ``sale``.

    Part of the posting, in which the member's account is locked and her tier still the one
    she was priced with.
    """
    if quote.pricing.used:
        coupons = {held.coupon.number: held.coupon for held in quote.offers.coupons}
        used = {coupons[number]: saved for number, saved in quote.pricing.used.items()}
        use_coupons(coupons=used, sale=sale, by=by, at=at)
    if sale.member and sale.key:
        use_discounts(
            steps=chain.from_iterable(line.steps for line in quote.lines),
            member=sale.member,
            tier=quote.standing.tier,
            sale=sale,
            key=sale.key,
            by=by,
            at=at,
        )


def give_back_offers(*, sale: Sale, back: Sale, by: Staff, at: dt.datetime) -> list[CouponUse]:
    """Give back the coupons and discounts of ``sale`` whose lines all came back with ``back``.

    A coupon keeps its own days; one that lowered a line still with the customer stays used.
    """
    if sale.member is None or not _used_anything(sale):
        return []
    left = [returnable.line for returnable in returnable_lines(sale=sale)]
    undo_discounts(sale=sale, left=left, by=by, at=at)
    return give_back_coupons(sale=sale, back=back, left=left, at=at)


def coupons_to_give_back(*, sale: Sale, quantities: Mapping[int, Decimal]) -> list[CouponUse]:
    """Return the coupons that taking back ``quantities`` (by line key) would give back."""
    if not sale.coupon_uses.filter(given_back_at=None).exists():
        return []
    left = [
        returnable.line
        for returnable in returnable_lines(sale=sale)
        if returnable.quantity > quantities.get(returnable.line.pk, 0)
    ]
    return released_coupons(sale=sale, left=left)


def _used_anything(sale: Sale) -> bool:
    coupons = sale.coupon_uses.filter(given_back_at=None)
    return coupons.exists() or sale.perk_uses.filter(undone_at=None).exists()
