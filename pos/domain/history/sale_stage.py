"""The rows of sales.csv between reading and writing: staged, grouped, asked for in order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from common.batches import batched
from common.cells import moment_of
from pos.domain.history import refusals
from pos.domain.history.documents import Document, Line, Part
from pos.domain.history.refusals import Counts, State
from pos.domain.history.sale_file import StagedGood, StagedLine
from sales.enums import SaleKind

SCHEMA = refusals.SCHEMA + (Path(__file__).parent / "sql" / "sale_stage.sql").read_text()

_REMEMBERED = 50_000  # products, lest each row tells of its own again

_ADD_GOOD = """
insert into good values (?, ?, ?, ?, null)
on conflict (sku) do update set
    name = case when name = '' then excluded.name else name end,
    category = case when category = '' then excluded.category else category end,
    cost = coalesce(cost, excluded.cost)
"""

_LINES = """
select doc.key, doc.is_return, doc.store, doc.receipt, doc.sold_at, doc.member, doc.seller,
    line.no, line.sku, good.product, line.quantity, line.amount, line.cost, line.regular
from {docs} cross join line cross join good
where line.store = doc.store and line.receipt = doc.receipt and line.is_return = doc.is_return
    and good.sku = line.sku {where}
order by {order}
"""


# Whole receipts or nothing: what a refused line takes with it.
_SPREAD = """
update doc set state = 2
where state <> 2 and (
    (store, receipt) in (select store, receipt from refusal join line on line.no = refusal.line)
    or (store, receipt) in (select store, receipt from broken)
)
"""


def add_rows(db: sqlite3.Connection, rows: Iterable[tuple[StagedLine, StagedGood]]) -> None:
    """Stage checked rows; what the first row of a product says of it holds."""
    told: set[StagedGood] = set()
    for some in batched(rows, 5_000):
        db.executemany(
            "insert into line values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (line for line, _good in some),
        )
        goods = dict.fromkeys(good for _line, good in some if good not in told)
        db.executemany(_ADD_GOOD, goods)
        told.update(goods)
        if len(told) > _REMEMBERED:
            told.clear()


def note_broken(db: sqlite3.Connection, line: int, receipt: tuple[int | None, str, str]) -> None:
    """Note that a row of ``receipt`` (store, its code, number) could not be read."""
    db.execute("insert into broken values (?, ?, ?, ?)", (line, *receipt))


def spread_refusals(db: sqlite3.Connection) -> None:
    """Refuse the receipts of refused lines as a whole."""
    db.execute(_SPREAD)


def documents(db: sqlite3.Connection) -> Iterator[Document]:
    """Yield the new documents member by member (walk-ins first), each member's in time order.

    At one moment sales come before returns, then the file's order decides.
    """
    query = _LINES.format(
        docs="doc indexed by doc_in_order",
        where="and doc.state = 0",
        order="doc.member, doc.sold_at, doc.is_return, doc.first_line",
    )
    yield from _grouped(db, db.execute(query))


def documents_there(db: sqlite3.Connection) -> Iterator[Document]:
    """Yield the documents whose number is taken in the database."""
    query = _LINES.format(
        docs="there cross join doc", where="and doc.key = there.doc", order="there.doc"
    )
    yield from _grouped(db, db.execute(query))


def _grouped(db: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> Iterator[Document]:
    for key, group in groupby(rows, key=itemgetter(0)):
        some = list(group)
        _, is_return, store, receipt, sold_at, member, seller = some[0][:7]
        lines = [Line._make(row[7:]) for row in some]
        lines.sort()
        document = Document(
            key=key,
            kind=SaleKind.RETURN if is_return else SaleKind.SALE,
            store=store,
            receipt=receipt,
            sold_at=moment_of(sold_at),
            member=member or None,
            seller=seller or None,
            lines=lines,
        )
        if is_return:
            document.parts = _parts(db, lines)
        yield document


def _parts(db: sqlite3.Connection, lines: list[Line]) -> list[Part]:
    query = "select stock, quantity, amount from part where line = ? order by rowid"
    return [Part(line, *row) for line in lines for row in db.execute(query, [line.no])]


def count_lines(db: sqlite3.Connection) -> Counts:
    """Return what becomes of the file's rows."""
    of_state = dict(db.execute("select state, sum(lines) from doc group by state"))
    (refused,) = db.execute("select count(*) from refusal").fetchone()
    return Counts(of_state.get(State.NEW, 0), of_state.get(State.UNCHANGED, 0), refused)


def count_receipts(db: sqlite3.Connection) -> Counts:
    """Return what becomes of the receipts; a row that names none counts as one."""
    (created, unchanged, refused) = db.execute(
        """
        with receipt as (
            select max(state = 2) as refused, max(state = 0) as created
            from doc group by store, receipt
        )
        select
            count(*) filter (where created and not refused),
            count(*) filter (where not created and not refused),
            count(*) filter (where refused)
        from receipt
        """
    ).fetchone()
    (unread,) = db.execute(
        """
        select count(distinct shop || ' ' || receipt) filter (where receipt <> '')
            + count(*) filter (where receipt = '')
        from broken
        where not exists (
            select 1 from doc where doc.store = broken.store and doc.receipt = broken.receipt)
        """
    ).fetchone()
    return Counts(created, unchanged, refused + unread)
