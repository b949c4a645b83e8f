"""What is to become of each receipt, decided before the first of them is written."""

from __future__ import annotations

import datetime as dt
import sqlite3

from django.utils.translation import gettext as _

from common.batches import batched
from common.cells import microseconds, moment_of
from common.csvfile import BadCell
from common.periods import business_day
from loyalty.models import EarningRule
from pos.domain.history.documents import Document, fingerprint
from pos.domain.history.goods import resolve_goods
from pos.domain.history.originals import match_returns
from pos.domain.history.people import resolve_people
from pos.domain.history.refusals import State
from pos.domain.history.sale_stage import documents_there, spread_refusals
from pos.domain.history.shops import Shops
from sales.enums import SaleKind, SaleSource
from sales.models import Sale

MOST_LINES = 5_000  # on one receipt
_WIDEST_DAY = dt.timedelta(days=2)  # no business day reaches further from its date in UTC

_GROUP = """
create index line_by_receipt on line (store, receipt, is_return);
insert into doc (store, receipt, is_return, sold_at, latest, member, other_member,
    seller, other_seller, lines, first_line)
select store, receipt, is_return, min(sold_at), max(sold_at),
    min(coalesce(member, 0)), max(coalesce(member, 0)),
    min(coalesce(seller, 0)), max(coalesce(seller, 0)), count(*), min(no)
from line left join person using (who)
group by store, receipt, is_return;
create index doc_in_order on doc (member, sold_at, is_return, first_line);
"""

_REFUSE_LINES = """
insert or ignore into refusal
select line.no, ?, ?
from doc cross join line using (store, receipt, is_return)
where {which}
"""

# The good lines of refused receipts get their reason too: the line that is not good.
_TELL_MATES = """
with fault as (
    select store, receipt, min(bad) as bad from (
        select store, receipt, refusal.line as bad from refusal join line on no = refusal.line
        union all select store, receipt, line from broken
    ) group by store, receipt
)
insert or ignore into refusal
select line.no, 'receipt', printf(?, fault.bad)
from doc join fault using (store, receipt) join line using (store, receipt, is_return)
where doc.state = 2
"""


def plan_receipts(db: sqlite3.Connection, *, shops: Shops, earn: bool) -> None:
    """Decide for every staged receipt: new, unchanged or refused.

    Afterwards every refused line has its reason and every returned one its original.
    """
    resolve_people(db)
    resolve_goods(db)
    db.executescript(_GROUP)
    db.execute("begin")
    _refuse_contradictions(db)
    if earn:
        _refuse_days_without_rule(db, shops)
    _compare(db)
    spread_refusals(db)
    match_returns(db)
    _tell_the_other_lines(db)


def _refuse_contradictions(db: sqlite3.Connection) -> None:
    """One receipt has one time, one member, one seller and no end of lines."""
    faults = [
        ("doc.sold_at <> doc.latest", "sold_at", _("The rows of this receipt name two times.")),
        (
            "doc.member <> doc.other_member",
            "member",
            _("The rows of this receipt name two members."),
        ),
        (
            "doc.seller <> doc.other_seller",
            "seller",
            _("The rows of this receipt name two sellers."),
        ),
        (
            f"doc.lines > {MOST_LINES}",
            "receipt",
            _("More than %(most)s rows have this receipt number.") % {"most": MOST_LINES},
        ),
    ]
    for which, column, reason in faults:
        db.execute(_REFUSE_LINES.format(which=which), (column, reason))


def _refuse_days_without_rule(db: sqlite3.Connection, shops: Shops) -> None:
    """Points need an earning rule that had begun."""
    first = EarningRule.objects.order_by("effective_from").first()
    begins = first.effective_from if first else dt.date(9999, 1, 1)
    fault = BadCell("sold_at", _("No earning rule was in force on this day."))
    oldest = db.execute("select key, store, sold_at from doc where member <> 0 order by sold_at")
    for key, store, sold_at in oldest:
        at = moment_of(sold_at)
        if at.date() > begins + _WIDEST_DAY:
            break
        if business_day(at, day_ends_at=shops.day_ends_at(store)) < begins:
            _refuse_document(db, key, fault)


def _compare(db: sqlite3.Connection) -> None:
    """Find the receipts that are there: with the same content unchanged, otherwise refused."""
    stores = db.execute("select distinct store from doc where store > 0").fetchall()
    for (store,) in stores:
        docs = db.execute("select key, receipt, is_return from doc where store = ?", [store])
        for some in batched(docs, 500):
            _find_there(db, store, some)
    for document in documents_there(db):
        if fault := _difference(db, document):
            _refuse_document(db, document.key, fault)
        else:
            db.execute("update doc set state = ? where key = ?", (State.UNCHANGED, document.key))


def _find_there(db: sqlite3.Connection, store: int, docs: list[tuple[int, str, int]]) -> None:
    keys = {(receipt, bool(is_return)): key for key, receipt, is_return in docs}
    sales = Sale.objects.filter(store=store, receipt__in={receipt for receipt, _ in keys})
    found = sales.values_list(
        "receipt", "kind", "sold_at", "member", "seller", "request_hash", "source"
    )
    rows = (
        (keys[receipt, kind == SaleKind.RETURN], microseconds(at), member or 0, seller or 0, *rest)
        for receipt, kind, at, member, seller, *rest in found
        if (receipt, kind == SaleKind.RETURN) in keys
    )
    db.executemany("insert into there values (?, ?, ?, ?, ?, ?)", rows)


def _difference(db: sqlite3.Connection, document: Document) -> BadCell | None:
    """Return how the file contradicts what is there under the same number, or None."""
    sold_at, member, seller, content, source = db.execute(
        "select sold_at, member, seller, hash, source from there where doc = ?", [document.key]
    ).fetchone()
    if source != SaleSource.IMPORT:
        return BadCell("receipt", _("The till has made a receipt with this number."))
    differs = {
        "sold_at": sold_at != microseconds(document.sold_at),
        "member": member != (document.member or 0),
        "seller": _other_seller(document, seller),
        "receipt": content != fingerprint(document.lines),
    }
    column = next((column for column, differ in differs.items() if differ), None)
    if column is None:
        return None
    return BadCell(column, _("This receipt is already there with another content."))


def _other_seller(document: Document, seller: int) -> bool:
    """A return that names no seller has the seller of the sale."""
    unsaid = document.is_return and document.seller is None
    return not unsaid and seller != (document.seller or 0)


def _tell_the_other_lines(db: sqlite3.Connection) -> None:
    reason = _("Line %(line)s of this receipt is refused.")
    db.execute(_TELL_MATES, [reason.replace("%(line)s", "%d")])


def _refuse_document(db: sqlite3.Connection, doc: int, fault: BadCell) -> None:
    """Refuse all lines of the document ``doc``."""
    db.execute(_REFUSE_LINES.format(which="doc.key = ?"), (fault.column, fault.reason, doc))
