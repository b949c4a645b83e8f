"""What comes back was sold before: every returned line finds the lines it undoes.

It is looked for on the receipt of the same number first, then in the latest earlier sale of
the product in the same store to the same member (or to nobody).
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from common.aggregates import sum_units
from common.batches import batched
from common.cells import microseconds
from common.csvfile import BadCell
from pos.domain.history.documents import measure
from pos.domain.history.refusals import refuse
from pos.domain.history.sale_stage import spread_refusals
from sales.enums import SaleKind, SaleSource
from sales.models import SaleLine

_WANT = """
insert into wanted
select distinct doc.store, line.sku, doc.member, good.product
from doc cross join line using (store, receipt, is_return) join good using (sku)
where doc.is_return and doc.state = 0
"""

_STOCK_OF_THE_FILE = """
insert into stock (line, store, sku, member, receipt, sold_at, quantity)
select line.no, doc.store, line.sku, doc.member, doc.receipt, doc.sold_at, line.quantity
from doc join line using (store, receipt, is_return)
where not doc.is_return and doc.state = 0
    and (doc.store, line.sku, doc.member) in (select store, sku, member from wanted)
"""

_STOCK_OF_THE_TABLES = """
insert or ignore into stock (sku, store, member, receipt, sold_at, quantity, sale, sale_line)
values (?, ?, ?, ?, ?, ?, ?, ?)
"""

_RETURNED = """
select doc.key, line.no, doc.store, line.sku, doc.member, doc.receipt, doc.sold_at,
    -line.quantity, -line.amount
from doc cross join line using (store, receipt, is_return)
where doc.is_return and doc.state = 0
order by doc.sold_at, doc.first_line, doc.key, line.no
"""

_CANDIDATES = """
select key, quantity from stock
where store = ? and sku = ? and member = ? and sold_at <= ? and quantity > 0
order by receipt = ? desc, sold_at desc, sale_line desc, line desc
"""


class Returned(NamedTuple):
    """A line that comes back, in positive thousandths and 分."""

    doc: int
    no: int
    store: int
    sku: str
    member: int
    receipt: str
    sold_at: int
    quantity: int
    amount: int


def match_returns(db: sqlite3.Connection) -> None:
    """Find the originals of all new returned lines; refuse the receipts with one that has none.

    Where that takes sales away which others were matched with, all is matched again.
    """
    sales = -1
    while sales != (sales := _new_sales(db)):
        _lay_out_stock(db)
        for _doc, lines in groupby(_returned(db), key=attrgetter("doc")):
            _match(db, list(lines))
        spread_refusals(db)


def _new_sales(db: sqlite3.Connection) -> int:
    (count,) = db.execute("select count(*) from doc where state = 0 and not is_return").fetchone()
    return int(count)


def _returned(db: sqlite3.Connection) -> Iterator[Returned]:
    return (Returned._make(row) for row in db.execute(_RETURNED))


def _match(db: sqlite3.Connection, lines: list[Returned]) -> None:
    """Take all ``lines`` of one return from the stock, or refuse those that are not there."""
    taken: Counter[int] = Counter()
    parts = []
    whole = True
    for line in lines:
        found = _find(db, line, taken)
        if sum(found.values()) < line.quantity:
            refuse(db, line.no, _no_original(found))
            whole = False
        taken.update(found)
        parts += _shares(line, found)
    if not whole:
        return
    db.executemany("insert into part values (?, ?, ?, ?)", parts)
    db.executemany(
        "update stock set quantity = quantity - ? where key = ?",
        ((quantity, key) for key, quantity in taken.items()),
    )


def _find(db: sqlite3.Connection, line: Returned, taken: Counter[int]) -> dict[int, int]:
    """Return how much of ``line`` comes from which stock, the likeliest first."""
    found: dict[int, int] = {}
    owed = line.quantity
    where = (line.store, line.sku, line.member, line.sold_at, line.receipt)
    for key, quantity in db.execute(_CANDIDATES, where):
        if some := min(quantity - taken[key], owed):
            found[key] = some
            owed -= some
        if not owed:
            break
    return found


def _no_original(found: dict[int, int]) -> BadCell:
    if not found:
        return BadCell("quantity", _("A return before its sale: nothing of it was sold before."))
    left = measure(sum(found.values())).normalize()
    return BadCell(
        "quantity",
        _("More comes back than was sold: only %(left)s is left.") % {"left": f"{left:f}"},
    )


def _shares(line: Returned, found: dict[int, int]) -> list[tuple[int, int, int, int]]:
    """Share the money of ``line`` among its parts, to the last 分."""
    parts = []
    so_far = paid = 0
    for key, quantity in found.items():
        so_far += quantity
        share = line.amount * so_far // line.quantity - paid
        paid += share
        parts.append((line.no, key, quantity, share))
    return parts


def _lay_out_stock(db: sqlite3.Connection) -> None:
    """Fill the stock with what the file and the tables have that may come back."""
    for table in ("part", "stock", "wanted"):
        db.execute(f"delete from {table}")  # noqa: S608 - our own names
    db.execute(_WANT)
    db.execute(_STOCK_OF_THE_FILE)
    wanted = db.execute("select product, sku, member from wanted where product is not null")
    for some in batched(wanted, 300):
        skus = {product: sku for product, sku, _member in some}
        members = {member for _product, _sku, member in some}
        rows = ((skus[product], *rest) for product, *rest in _sold(skus, members))
        db.executemany(_STOCK_OF_THE_TABLES, rows)


def _sold(products: Iterable[int], members: set[int]) -> Iterator[tuple[Any, ...]]:
    """Yield the imported sale lines of these goods to these members of which some is left."""
    buyers = Q(sale__member__in=members - {0})
    if 0 in members:
        buyers |= Q(sale__member=None)
    lines = (
        SaleLine.objects.filter(
            buyers,
            product__in=products,
            sale__kind=SaleKind.SALE,
            sale__source=SaleSource.IMPORT,
        )
        .annotate(back=sum_units("returns__quantity"))
        .order_by("pk")
        .values_list(
            "product",
            "sale__store",
            "sale__member",
            "sale__receipt",
            "sale__sold_at",
            "quantity",
            "back",
            "sale",
            "pk",
        )
    )
    for product, store, member, receipt, sold_at, sold, back, *keys in lines.iterator():
        left = int((sold + back).scaleb(3))
        yield product, store, member or 0, receipt, microseconds(sold_at), left, *keys
