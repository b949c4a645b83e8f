"""sales.csv: one row a line of a receipt."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils.translation import gettext as _

from common import cells
from common.csvfile import BadCell, Shape
from pos.domain.history.shops import Shops
from stores.models import Staff

SHAPE = Shape(
    columns=(
        "receipt",
        "sold_at",
        "store",
        "sku",
        "quantity",
        "amount",
        "member",
        "seller",
        "product",
        "category",
        "cost",
        "regular",
    ),
    needed=frozenset({"receipt", "sold_at", "store", "sku", "quantity", "amount"}),
)

# A line of ten million yuan is a slip of the finger.
LARGEST_AMOUNT = 9_999_999  # yuan
LARGEST_QUANTITY = 100_000


class StagedLine(NamedTuple):
    """One row, checked: money in 分, quantity in thousandths, keys instead of codes."""

    no: int
    store: int
    receipt: str
    is_return: bool
    sold_at: int
    sku: str
    quantity: int
    amount: int
    cost: int | None
    regular: bool
    who: str
    seller: int | None


class StagedGood(NamedTuple):
    """What the row says of its product."""

    sku: str
    name: str
    category: str
    cost: int | None


class SaleRows:
    """Checks rows one by one against what is known beforehand: stores, sellers, today."""

    def __init__(self, *, shops: Shops, at: dt.datetime) -> None:
        self._shops = shops
        self._sellers = dict(Staff.objects.values_list("number", "pk"))
        self._latest = cells.microseconds(at + dt.timedelta(days=1))

    def check(self, no: int, row: tuple[str, ...]) -> tuple[StagedLine, StagedGood]:
        """Return what row ``no`` of the file says.

        :raises BadCell: naming the first column that cannot be taken
        """
        receipt, sold_at, store, sku, quantity, amount, who, seller, name, category, cost, reg = row
        units, net = self._goods(quantity, amount)
        unit_cost = self._cost(cost)
        line = StagedLine(
            no,
            self._shops.key_of(store),
            cells.text("receipt", receipt, longest=60, needed=True),
            units < 0,
            self._moment(sold_at),
            cells.text("sku", sku, longest=60, needed=True),
            units,
            net,
            unit_cost,
            self._regular(reg),
            cells.text("member", who, longest=40),
            self._seller(seller),
        )
        good = StagedGood(
            line.sku,
            cells.text("product", name, longest=120),
            cells.text("category", category, longest=40),
            unit_cost,
        )
        return line, good

    def receipt_of(self, row: tuple[str, ...]) -> tuple[int | None, str, str]:
        """Return the receipt of a refused row: the store's key, its code, and the number."""
        receipt, _sold_at, shop, *_more = row
        try:
            key = self._shops.key_of(shop)
        except BadCell:
            key = None
        return key, shop.strip(), receipt.strip()

    def _goods(self, quantity: str, amount: str) -> tuple[int, int]:
        units = cells.units("quantity", quantity, places=3, most=LARGEST_QUANTITY)
        net = cells.units("amount", amount, places=2, most=LARGEST_AMOUNT)
        if units == 0:
            raise BadCell("quantity", _("The quantity must not be 0."))
        if net and (net < 0) != (units < 0):
            raise BadCell("amount", _("Quantity and amount must have the same sign."))
        return units, net

    def _moment(self, cell: str) -> int:
        found = cells.moment("sold_at", cell)
        if found > self._latest:
            raise BadCell("sold_at", _("This lies in the future."))
        return found

    def _cost(self, cell: str) -> int | None:
        if not cell.strip():
            return None
        cost = cells.units("cost", cell, places=4, most=LARGEST_AMOUNT)
        if cost < 0:
            raise BadCell("cost", _("A cost cannot be negative."))
        return (cost + 50) // 100  # rounded to the 分

    def _regular(self, cell: str) -> bool:
        if (said := cell.strip()) not in {"", "0", "1"}:
            raise BadCell("regular", _("1 or nothing."))
        return said == "1"

    def _seller(self, cell: str) -> int | None:
        number = cell.strip()
        if not number:
            return None
        if number not in self._sellers:
            raise BadCell(
                "seller", _("Nobody of the staff has the number %(number)s.") % {"number": number}
            )
        return self._sellers[number]
