"""Receipts on their way from the file to the tables: money in 分, quantities in thousandths."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from common.cells import decimal_of
from sales.enums import SaleKind


class Line(NamedTuple):
    """One line of a receipt; ``product`` is None until there is one with this SKU."""

    no: int
    sku: str
    product: int | None
    quantity: int
    amount: int
    cost: int | None
    regular: bool


class Part(NamedTuple):
    """So much of a returned line came from one line sold earlier (``origin`` in the stage)."""

    line: Line
    origin: int
    quantity: int
    amount: int


@dataclass(slots=True)
class Document:
    """A sale or a return to be written: one receipt number may have one of each."""

    key: int
    kind: SaleKind
    store: int
    receipt: str
    sold_at: dt.datetime
    member: int | None
    seller: int | None
    lines: list[Line]
    parts: list[Part] = field(default_factory=list)
    sale: int = 0
    day: dt.date = dt.date.min

    @property
    def is_return(self) -> bool:
        """Whether goods came back."""
        return self.kind == SaleKind.RETURN

    @property
    def quantity(self) -> int:
        """The signed thousandths of all lines."""
        return sum(line.quantity for line in self.lines)

    @property
    def amount(self) -> int:
        """The signed 分 of all lines."""
        return sum(line.amount for line in self.lines)


def money(fen: int) -> Decimal:
    """Return so many 分 in yuan."""
    return decimal_of(fen, places=2)


def measure(thousandths: int) -> Decimal:
    """Return so many thousandths as a quantity."""
    return decimal_of(thousandths, places=3)


def fingerprint(lines: Iterable[Line]) -> str:
    """Return a hash of the goods on a receipt, the same in whatever order they stand."""
    facts = sorted(
        f"{line.sku}\t{line.quantity}\t{line.amount}\t{line.cost}\t{int(line.regular)}"
        for line in lines
    )
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()
