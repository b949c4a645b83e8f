"""The receipts of one batch as rows: sales, returns and their lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import connection

from common.bulk import insert_rows, next_ids
from pos.domain.history.documents import Document, Line, Part, fingerprint, measure, money
from sales.enums import PriceReason, SaleSource
from sales.models import Sale, SaleLine

SALES, LINES = Sale._meta.db_table, SaleLine._meta.db_table
_WHOLE = 10_000
_IMPORTED = SaleSource.IMPORT.value
_REASONS = {1: PriceReason.REGULAR.value, 0: PriceReason.HISTORY.value}

_SALE_COLUMNS = (
    "id",
    "kind",
    "store_id",
    "receipt",
    "request_hash",
    "original_id",
    "member_id",
    "seller_id",
    "owner_id",
    "enroller_id",
    "sold_at",
    "business_day",
    "recorded_at",
    "units",
    "regular_total",
    "net",
    "source",
)
_LINE_COLUMNS = (
    "id",
    "sale_id",
    "position",
    "product_id",
    "quantity",
    "regular_total",
    "net",
    "reason",
    "discount",
    "cost",
    "original_id",
)


class Credits(NamedTuple):
    """Who sold, who looked after the member then, who enrolled her."""

    seller: int | None
    owner: int | None
    enroller: int | None


class Papers:
    """The rows of sales and lines, collected and then written together."""

    def __init__(
        self, documents: Sequence[Document], *, products: Mapping[str, int], at: dt.datetime
    ) -> None:
        """Reserve the keys of all lines; each document has its own already."""
        count = sum(len(one.parts) if one.is_return else len(one.lines) for one in documents)
        self._line_keys = iter(next_ids(connection, LINES, count))
        self._products = products
        self._at = at
        self._sales: list[Sequence[object]] = []
        self._lines: list[Sequence[object]] = []

    def sell(self, sale: Document, credited: Credits) -> list[tuple[int, int]]:
        """Add a sale; return its lines as (line of the file, key)."""
        self._add(sale, credited, original=None)
        return [
            (line.no, self._add_line(sale, position, line))
            for position, line in enumerate(sale.lines, start=1)
        ]

    def take_back(
        self,
        back: Document,
        credited: Credits,
        *,
        original: int | None,
        parts: Sequence[tuple[Part, int]],
    ) -> None:
        """Add a return of ``parts``, each with the line it undoes, of one ``original`` or many."""
        self._add(back, credited, original=original)
        for position, (part, undone) in enumerate(parts, start=1):
            line = part.line._replace(quantity=-part.quantity, amount=-part.amount)
            self._add_line(back, position, line, undone=undone)

    def save(self) -> None:
        """Write everything collected."""
        insert_rows(connection, SALES, _SALE_COLUMNS, self._sales)
        insert_rows(connection, LINES, _LINE_COLUMNS, self._lines)

    def _add(self, document: Document, credited: Credits, *, original: int | None) -> None:
        net = money(document.amount)
        self._sales.append(
            (
                document.sale,
                document.kind.value,
                document.store,
                document.receipt,
                fingerprint(document.lines),
                original,
                document.member,
                *credited,
                document.sold_at,
                document.day,
                self._at,
                measure(document.quantity),
                net,
                net,
                _IMPORTED,
            )
        )

    def _add_line(
        self, document: Document, position: int, line: Line, *, undone: int | None = None
    ) -> int:
        key = next(self._line_keys)
        net = money(line.amount)
        self._lines.append(
            (
                key,
                document.sale,
                position,
                self._products[line.sku],
                measure(line.quantity),
                net,
                net,
                _REASONS[line.regular],
                _WHOLE,
                None if line.cost is None else money(line.cost),
                undone,
            )
        )
        return key
