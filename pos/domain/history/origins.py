"""The sales that goods come back from, as far as a return must know them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum

from common.aggregates import sum_money, sum_units
from loyalty.domain.earning import rates_by_position
from loyalty.domain.reversal import points_to_take_back
from loyalty.enums import EntryKind
from loyalty.models import EarningRule, PointsEntry
from pos.domain.history.accounts import Earned
from pos.domain.history.documents import Document, Part, money
from pos.domain.history.papers import Credits
from sales.models import Sale, SaleLine


class ChangedMeanwhile(Exception):
    """What was decided when the file was read no longer holds: somebody was faster."""


@dataclass(slots=True)
class Origin:
    """A sale: 分 and thousandths sold, and how much of them has come back."""

    sale: int
    store: int
    day: dt.date
    amount: int
    quantity: int
    credits: Credits
    amount_back: int = 0
    quantity_back: int = 0
    earned: Earned | None = None
    lines_kept: dict[int, int] = field(default_factory=dict)

    @property
    def points_back(self) -> int:
        """How many of the points that are left leave with what has come back."""
        if self.earned is None:
            return 0
        total = money(self.amount)
        return points_to_take_back(
            left=self.earned.left,
            kept=self._kept(self.earned),
            money=total,
            total=total,
            rule=self.earned.rule,
        )

    @property
    def is_undone(self) -> bool:
        """Whether everything came back."""
        return self.quantity_back == self.quantity

    def take_back(self, parts: Iterable[tuple[Part, int]]) -> None:
        """Count goods that came back, each part with the key of the line it is of.

        :raises ChangedMeanwhile: if there are not so many left
        """
        for part, line in parts:
            self.amount_back += part.amount
            self.quantity_back += part.quantity
            if line in self.lines_kept:
                self.lines_kept[line] -= part.amount
        if self.quantity_back > self.quantity:
            raise ChangedMeanwhile

    def _kept(self, earned: Earned) -> list[tuple[Decimal, Decimal]]:
        """Return the yuan that stayed with the customer, and what they earned a yuan."""
        if earned.rate is not None:
            return [(money(self.amount - self.amount_back), earned.rate)]
        return [(money(max(kept, 0)), earned.rates[line]) for line, kept in self.lines_kept.items()]


class Origins:
    """The sales that the returns of one batch undo: some of the tables, some of the batch."""

    def __init__(self, db: sqlite3.Connection, documents: Iterable[Document]) -> None:
        """Lock and read those that are in the tables."""
        self._db = db
        self._by_sale: dict[int, Origin] = {}
        keys = {part.origin for document in documents for part in document.parts}
        sales = {sale for key in keys if (sale := self._where(key)[0]) is not None}
        if sales:
            self._read(sales)
        (self._are_wanted,) = db.execute("select exists (select 1 from stock)").fetchone()

    @property
    def days(self) -> set[dt.date]:
        """The days of the sales that are in the tables."""
        return {origin.day for origin in self._by_sale.values()}

    @property
    def earned(self) -> list[int]:
        """The entries by which the sales that are in the tables earned points."""
        return [origin.earned.entry for origin in self._by_sale.values() if origin.earned]

    def add(
        self,
        sale: Document,
        credited: Credits,
        *,
        lines: Collection[tuple[int, int]],
        earned: Earned | None,
    ) -> None:
        """Add a sale of the batch, with its lines' numbers in the file and their keys."""
        if not self._are_wanted:
            return
        origin = Origin(
            sale.sale, sale.store, sale.day, sale.amount, sale.quantity, credited, earned=earned
        )
        if earned and earned.rate is None:
            amounts = (line.amount for line in sale.lines)
            origin.lines_kept = dict(zip((key for _no, key in lines), amounts, strict=True))
        self._by_sale[sale.sale] = origin
        self._db.executemany(
            "update stock set sale = ?, sale_line = ? where line = ?",
            ((sale.sale, key, no) for no, key in lines),
        )

    def sale(self, key: int) -> Origin:
        """Return the sale with this key."""
        return self._by_sale[key]

    def of(self, part: Part) -> tuple[Origin, int]:
        """Return the sale that ``part`` of a return undoes, and its line.

        :raises ChangedMeanwhile: if that sale was not written after all
        """
        sale, line = self._where(part.origin)
        if sale is None or line is None:
            raise ChangedMeanwhile
        return self._by_sale[sale], line

    def _where(self, key: int) -> tuple[int | None, int | None]:
        found = self._db.execute("select sale, sale_line from stock where key = ?", [key])
        sale, line = found.fetchone()
        return sale, line

    def _read(self, sales: set[int]) -> None:
        locked = Sale.objects.filter(pk__in=sales).order_by("pk").select_for_update(of=("self",))
        for one in locked:
            self._by_sale[one.pk] = Origin(
                one.pk,
                one.store_id,
                one.business_day,
                int(one.net.scaleb(2)),
                int(one.units.scaleb(3)),
                Credits(one.seller_id, one.owner_id, one.enroller_id),
            )
        returned = SaleLine.objects.filter(original__sale__in=sales).values_list("original__sale")
        for sale, net, units in returned.annotate(
            a=sum_money("net"), b=sum_units("quantity")
        ).order_by():
            self._by_sale[sale].amount_back = -int(net.scaleb(2))
            self._by_sale[sale].quantity_back = -int(units.scaleb(3))
        self._read_earned(sales)

    def _read_earned(self, sales: set[int]) -> None:
        entries = PointsEntry.objects.filter(sale__in=sales, kind=EntryKind.EARN).order_by("pk")
        moved = dict(
            PointsEntry.objects.filter(reverses__in=entries.values("pk"))
            .values_list("reverses")
            .annotate(sum=Sum("points"))
            .order_by()
        )
        for one in entries.select_related("rule"):
            origin = self._by_sale[one.sale_id or 0]
            origin.earned = Earned(
                entry=one.pk,
                left=one.points + moved.get(one.pk, 0),
                rate=one.rate,
                rates={},
                rule=one.rule or EarningRule(),
            )
            if one.rate is None:
                self._read_lines(origin, rates_by_position(one.working))

    def _read_lines(self, origin: Origin, rates: dict[int, Decimal]) -> None:
        """Read what is kept of each line of a sale whose lines earned differently."""
        lines = SaleLine.objects.filter(sale=origin.sale).annotate(back=sum_money("returns__net"))
        for key, position, net, back in lines.values_list("pk", "position", "net", "back"):
            origin.lines_kept[key] = int((net + back).scaleb(2))
            if origin.earned:
                origin.earned.rates[key] = rates[position]
