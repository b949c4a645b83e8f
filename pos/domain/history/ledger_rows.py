"""The rows of the ledger that one batch of history writes: collected, then written at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.db import connection

from common.bulk import insert_rows, next_ids, update_rows
from loyalty.enums import EntryKind
from loyalty.models import LotAllocation, PointsAccount, PointsEntry, PointsLot
from pos.domain.history.accounts import Account, Allocation
from pos.domain.history.documents import Document

ENTRIES, LOTS = PointsEntry._meta.db_table, PointsLot._meta.db_table
_ENTRY_COLUMNS = (
    "id",
    "account_id",
    "kind",
    "points",
    "qualifying",
    "reference",
    "reverses_id",
    "sale_id",
    "rule_id",
    "rate",
    "working",
    "store_id",
    "occurred_at",
    "recorded_at",
    "note",
)
_LOT_COLUMNS = (
    "id",
    "account_id",
    "entry_id",
    "points",
    "remaining",
    "spendable_from",
    "expires_on",
)

Terms = tuple[int | None, Decimal | None, str | None]  # rule, rate, working
NO_TERMS: Terms = (None, None, None)


class LedgerRows:
    """The entries, lots and allocations of a batch; their keys are known before."""

    def __init__(self, *, at: dt.datetime) -> None:
        self._at = at
        self._keys: dict[str, Iterator[int]] = {}
        self._entries: list[Sequence[object]] = []
        self.allocations: list[Allocation] = []

    def reserve(self, *, entries: int, lots: int) -> None:
        """Reserve keys for what the batch will write at most."""
        self._keys = {
            ENTRIES: iter(next_ids(connection, ENTRIES, entries)),
            LOTS: iter(next_ids(connection, LOTS, lots)),
        }

    def new_lot(self) -> int:
        """Return the key of a lot that is about to be made."""
        return next(self._keys[LOTS])

    def post(
        self,
        account: Account,
        cause: Document,
        kind: EntryKind,
        points: int,
        *,
        reference: str,
        qualifying: int = 0,
        reverses: int | None = None,
        earned_under: Terms = NO_TERMS,
    ) -> int:
        """Post signed ``points`` of ``account`` and return the key of the entry."""
        key = next(self._keys[ENTRIES])
        self._entries.append(
            (
                key,
                account.key,
                kind.value,
                points,
                qualifying,
                reference,
                reverses,
                cause.sale,
                *earned_under,
                cause.store,
                cause.sold_at,
                self._at,
                "",
            )
        )
        account.post(points, at=cause.sold_at, qualifying=qualifying)
        return key

    def save(self, accounts: Iterable[Account]) -> None:
        """Write the rows, and what has become of the lots and sums of ``accounts``."""
        accounts = list(accounts)
        insert_rows(connection, ENTRIES, _ENTRY_COLUMNS, self._entries)
        _save_lots(accounts)
        insert_rows(
            connection,
            LotAllocation._meta.db_table,
            ("entry_id", "lot_id", "points"),
            self.allocations,
        )
        changed = (account for account in accounts if account.is_changed)
        update_rows(
            connection,
            PointsAccount._meta.db_table,
            ("balance", "debt"),
            ((account.key, account.balance, account.debt) for account in changed),
        )


def _save_lots(accounts: Sequence[Account]) -> None:
    lots = [lot for account in accounts for lot in account.lots]
    insert_rows(
        connection,
        LOTS,
        _LOT_COLUMNS,
        (
            (
                lot.key,
                account.key,
                lot.entry,
                lot.points,
                lot.remaining,
                lot.spendable_from,
                lot.expires_on,
            )
            for account in accounts
            for lot in account.lots
            if lot.is_new
        ),
    )
    changed = ((lot.key, lot.remaining) for lot in lots if lot.is_changed and not lot.is_new)
    update_rows(connection, LOTS, ("remaining",), changed)
