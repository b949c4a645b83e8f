"""Posting a sale in hand-written SQL: the measure of what the product adds to the database's work.

It does what ``pos.domain.checkout.post_sale`` does to a basket of a member that is paid with
one tender and no points: the same checks and locks in the same order, and every row the same.
One transaction, each statement prepared, as somebody would write it who knows the schema.
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import json
import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import namedtuple_row
from psycopg.types.json import Jsonb

from bench import by_hand_sql as sql

SHOP = ZoneInfo("Asia/Shanghai")
FEN = Decimal("0.01")


@dataclass(frozen=True)
class Payment:
    """What a till sends: pay basket ``key``, of which ``due`` yuan were shown, by WeChat."""

    key: UUID
    due: Decimal
    shift: int
    cashier: int


class Refused(Exception):
    """The sale cannot be posted; bench data never leads here."""


def connect(url: str) -> psycopg.Connection[Any]:
    """Return a connection that prepares every statement on first use."""
    connection = psycopg.connect(url, row_factory=namedtuple_row, autocommit=True)
    connection.prepare_threshold = 0
    return connection


def post_sale(connection: psycopg.Connection[Any], payment: Payment, *, at: dt.datetime) -> int:
    """Turn the basket into a sale and return the sale's key in the database.

    :raises Refused: if the key was used with another content, the basket is gone, another
        amount is due, or the shift is closed
    """
    with connection.transaction():
        return _Posting(connection, payment, at).post()


class _Posting:
    """One sale on its way; each step is a statement or two."""

    def __init__(
        self, connection: psycopg.Connection[Any], payment: Payment, at: dt.datetime
    ) -> None:
        self.connection, self.payment, self.at = connection, payment, at
        self.request_hash = hashlib.sha256(
            json.dumps([str(payment.due), 0, ["wechat", str(payment.due)]]).encode()
        ).hexdigest()

    def post(self) -> int:
        if earlier := self._one(sql.SALE_OF_KEY, [self.payment.key]):
            if earlier.request_hash != self.request_hash:
                raise Refused
            return int(earlier.id)
        self.basket = self._one(sql.LOCK_BASKET, [self.payment.key])
        if self.basket is None:
            raise Refused
        local = self.at.astimezone(SHOP)
        past_midnight = local.time() < self.basket.day_ends_at
        self.day = local.date() - dt.timedelta(days=1 if past_midnight else 0)
        self._look_up_standing()
        self._price()
        self._write_sale()
        self._write_points()
        self._renew_ownership()
        self._print_receipt()
        self.connection.execute(sql.POST_BASKET, [self.basket.id])
        return int(self.sale)

    def _one(self, statement: str, values: list[Any]) -> Any:
        return self.connection.execute(statement, values).fetchone()

    def _look_up_standing(self) -> None:
        self.account = self._one(sql.LOCK_ACCOUNT, [self.basket.member_id])
        self.tier = self._one(sql.TIER_OF_MEMBER, [self.basket.member_id])
        self.earning = self._one(sql.EARNING_RULE, [self.day])
        if self.account is None or not self.earning.is_plain:
            raise Refused
        self.redemption = self._one(sql.REDEMPTION_RULE, [self.day])
        self.spendable = self._one(sql.SPENDABLE, [self.account.id, self.day, self.day]).points
        self.ownership = self._one(sql.LOCK_OWNERSHIP, [self.basket.member_id])

    def _price(self) -> None:
        skus = [line["sku"] for line in self.basket.lines]
        rows = self.connection.execute(sql.PRODUCTS, [self.day, self.day, skus]).fetchall()
        products = {row.sku: row for row in rows}
        self.lines = [
            _priced(products[line["sku"]], Decimal(line["quantity"]), self.tier)
            for line in self.basket.lines
        ]
        self.units = sum(line[1] for line in self.lines)
        self.regular = sum(line[2] for line in self.lines)
        self.net = sum(line[3] for line in self.lines)
        if self.net != self.payment.due or any(row.has_offer for row in rows):
            raise Refused
        self.rate = self.earning.points_per_yuan * self.tier.multiplier
        self.points = int(self.net * self.rate) if self.net >= self.earning.minimum_ticket else 0
        if self.earning.ticket_cap is not None:
            self.points = min(self.points, self.earning.ticket_cap)

    def _write_sale(self) -> None:
        if self._one(sql.LOCK_SHIFT, [self.payment.shift]) is None:
            raise Refused
        number = self._one(sql.NEXT_RECEIPT, [self.basket.till_id]).last_receipt
        self.sale = self._one(
            sql.INSERT_SALE,
            [
                self.basket.store_id, f"{self.basket.till_code}-{self.day:%y%m%d}-{number:04d}",
                self.payment.key, self.request_hash, self.basket.member_id, self.payment.shift,
                self.payment.cashier, self.basket.seller_id,
                self.ownership.guide_id if self.ownership else None, self.basket.enroller_id,
                self.at, self.day, self.at, self.units, self.regular, self.net,
            ],
        ).id  # fmt: skip
        self.connection.execute(
            sql.INSERT_LINES, [self.sale, *map(list, zip(*self.lines, strict=True))]
        )
        self.connection.execute(sql.INSERT_TENDER, [self.sale, self.net])
        self.connection.execute(
            sql.COUNT_VISIT,
            [self.basket.member_id, self.basket.store_id, self.day, self.day.replace(day=1),
             self.units, self.net],
        )  # fmt: skip

    def _write_points(self) -> None:
        self.way, self.reached = self.tier.above_points and self._way(), None
        if not self.points:
            return
        spendable_from, expires_on = dt.date(1970, 1, 1), dt.date(9999, 12, 31)
        if self.earning.pending_days:
            spendable_from = self.day + dt.timedelta(days=self.earning.pending_days)
        if self.earning.life_months:
            expires_on = _add_months(self.day, self.earning.life_months)
        entry = self._one(
            sql.INSERT_ENTRY,
            [self.account.id, self.points, self.points, f"sale:{self.sale}", self.sale,
             self.earning.id, self.rate, self.basket.store_id, self.payment.cashier, self.at,
             self.at],
        ).id  # fmt: skip
        self.connection.execute(
            sql.INSERT_LOT,
            [self.account.id, entry, self.points, self.points, spendable_from, expires_on],
        )
        self.connection.execute(sql.CREDIT_ACCOUNT, [self.points, self.account.id])
        if self.way and not self.way["missing"]:
            self._move_up()

    def _way(self) -> dict[str, Any]:
        """Return how many points are missing to the tier above, and until when they are."""
        local = self.at.astimezone(SHOP)
        first_day = _add_months(local.date(), -self.tier.window_months)
        since = dt.datetime.combine(first_day, local.timetz())
        earned = self._one(sql.QUALIFYING, [self.account.id, since, self.at])
        missing = self.tier.above_points - earned.points - self.points
        if missing <= 0:
            return {"match": "any", "missing": []}
        first = earned.first or (self.at if self.points else None)
        until = first and _add_months(first.astimezone(SHOP).date(), self.tier.window_months)
        yuan = str(math.ceil(missing / self.rate)) if self.rate else None
        facts = ["points", f"{missing}.00", until and until.isoformat(), yuan]
        return {"match": "any", "missing": [facts]}

    def _move_up(self) -> None:
        self.reached, self.way = self.tier.above_code, None
        self.connection.execute(sql.END_TIER, [self.at, self.basket.member_id])
        self.connection.execute(
            sql.START_TIER, [self.basket.member_id, self.tier.above_id, self.at, self.sale]
        )

    def _renew_ownership(self) -> None:
        if self.ownership is None:
            return
        last = self._one(sql.LAST_VISIT, [self.basket.member_id]).day
        rule = self._one(sql.OWNERSHIP_RULE, [self.basket.store_id, self.tier.id, self.day])
        self.connection.execute(
            sql.RENEW_OWNERSHIP,
            [rule.id, last, _add_months(last, rule.months), self.ownership.id],
        )

    def _print_receipt(self) -> None:
        facts = {
            "regular_total": str(self.regular),
            "points_earned": self.points,
            "points_used": 0,
            "balance": self.account.balance + self.points,
            "tier": self.tier.code,
            "tier_reached": self.reached,
            "next_tier": None if self.reached else self.tier.above_code,
            "way": self.way,
        }
        self.connection.execute(sql.INSERT_RECEIPT, [self.sale, Jsonb(facts)])


def _priced(product: Any, quantity: Decimal, tier: Any) -> tuple[Any, ...]:
    """Return product, quantity, regular total, net, reason, discount, steps, cost of a line."""
    regular = net = _cents(product.regular_price * quantity)
    reason, discount, step = "regular", 10_000, {}
    if product.special_price is not None:
        net, reason = _cents(product.special_price * quantity), "special"
    elif tier.discount < discount:
        net = _cents(product.regular_price * quantity * tier.discount / discount)
        reason, discount = "tier", tier.discount
        step = {
            "pays": discount, "zh": tier.name_zh, "en": tier.name_en, "code": tier.code
        }  # fmt: skip
    steps = [{"reason": reason, "off": str(regular - net)} | step] if regular != net else []
    return product.id, quantity, regular, net, reason, discount, Jsonb(steps), product.cost


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)


def _add_months(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
