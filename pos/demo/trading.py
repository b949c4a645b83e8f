"""Selling at a till and taking back, in one line each, with the verbs of the till."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from decimal import Decimal

from common.money import ZERO
from common.periods import business_day
from loyalty.queries import Standing, standing
from membership.models import Member
from pos.demo.chain import Shop
from pos.demo.dice import Dice
from pos.domain.baskets import add_line, current_basket, set_member, set_points, set_seller
from pos.domain.checkout import Order, post_sale
from pos.domain.quoting import quote_basket
from pos.domain.returns import ReturnOrder, post_return
from pos.models import Basket
from sales.domain.recording import Payment
from sales.domain.shifts import close_shift, expected_cash, open_shift
from sales.enums import TenderKind
from sales.models import Product, Sale, Shift
from stores.models import Staff

FLOAT = Decimal(500)  # yuan in the drawer in the morning
NOTES = 100  # the customer hands over hundreds
ROUND = 100  # points are spent by the hundred
KINDS = [TenderKind.WECHAT, TenderKind.ALIPAY, TenderKind.CARD, TenderKind.CASH]
KIND_SHARES = [45, 27, 12, 16]


class Desk:
    """One till on one day: its shift opens with the first customer."""

    def __init__(self, *, shop: Shop, dice: Dice, opens_at: dt.datetime) -> None:
        self.shop = shop
        self.dice = dice
        self.cashier = dice.choice(shop.cashiers)
        self.opens_at = opens_at
        self.shift: Shift | None = None

    def sell(
        self, goods: list[Product], *, member: Member | None, seller: Staff, at: dt.datetime
    ) -> Sale:
        """Ring up one of each of ``goods``; now and then a member pays with points."""
        basket = current_basket(till=self.shop.till, cashier=self.cashier, at=at)
        for product in goods:
            add_line(key=basket.key, product=product, quantity=Decimal(1))
        set_seller(key=basket.key, seller=seller)
        where = Standing()
        if member:
            set_member(key=basket.key, member=member)
            where = standing(member=member, at=at)
            if self.dice.happens(10):
                set_points(key=basket.key, points=where.spendable // ROUND * ROUND)
        order = self._order(basket.key, where, at=at)
        return post_sale(order=order, shift=self._open_shift(), cashier=self.cashier, at=at)

    def take_back(self, sale: Sale, *, at: dt.datetime) -> Sale:
        """Take the first line of ``sale`` back, or all of it."""
        lines = list(sale.lines.order_by("position"))
        if self.dice.happens(60):
            lines = lines[:1]
        order = ReturnOrder(
            key=self._key(),
            sale_id=sale.pk,
            quantities={line.pk: line.quantity for line in lines},
            refund_by=TenderKind.WECHAT,
        )
        return post_return(order=order, shift=self._open_shift(), cashier=self.cashier, at=at)

    def close(self, *, at: dt.datetime) -> None:
        """Count the drawer, if it was opened; a few yuan are missing now and then."""
        if self.shift is None:
            return
        missing = Decimal(self.dice.choice([1, 5, 10])) if self.dice.happens(2) else ZERO
        close_shift(
            shift=self.shift,
            counted_cash=expected_cash(shift=self.shift) - missing,
            note="找零有误" if missing else "",
            by=self.cashier,
            at=at,
        )

    def _order(self, key: uuid.UUID, where: Standing, *, at: dt.datetime) -> Order:
        basket = Basket.objects.select_related("member").get(key=key)
        on = business_day(at, day_ends_at=self.shop.store.day_ends_at)
        quote = quote_basket(basket=basket, standing=where, on=on)
        return Order(
            key=key,
            shown_due=quote.due,
            points=quote.points_used,
            tenders=[self._payment(quote.due)] if quote.due else [],
        )

    def _payment(self, due: Decimal) -> Payment:
        kind = self.dice.choices(KINDS, KIND_SHARES)[0]
        if kind != TenderKind.CASH:
            return Payment(kind, due)
        return Payment(kind, due, handed_over=Decimal(math.ceil(due / NOTES) * NOTES))

    def _open_shift(self) -> Shift:
        if self.shift is None:
            self.shift = open_shift(
                till=self.shop.till, opening_cash=FLOAT, by=self.cashier, at=self.opens_at
            )
        return self.shift

    def _key(self) -> uuid.UUID:
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)
