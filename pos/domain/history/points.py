"""Points of one batch of history, kept in memory and written at once.

The arithmetic is the till's (``loyalty.domain``); what is different is that the entries, lots
and allocations of thousands of sales go into the tables together. After ``save``, as after
every verb: ``balance`` = sum of the entries = points left in the lots - ``debt``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from django.db import connection
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from common.bulk import insert_rows, next_ids, update_rows
from loyalty.domain.earning import expiry
from loyalty.domain.reversal import points_to_take_back
from loyalty.enums import EntryKind
from loyalty.models import EarningRule, LotAllocation, PointsAccount, PointsEntry, PointsLot
from pos.domain.history.accounts import Account, Allocation, Debt, Earned, Lot
from pos.domain.history.documents import Document, money

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
    "store_id",
    "occurred_at",
    "recorded_at",
    "note",
)


class Books:
    """The accounts of the members of one batch, and the rows that will be written for them."""

    def __init__(self, members: Collection[int], *, at: dt.datetime) -> None:
        """Lock the accounts of ``members``; who has none gets one."""
        self._at = at
        there = PointsAccount.objects.filter(member__in=members).values_list("member", flat=True)
        PointsAccount.objects.bulk_create(
            [PointsAccount(member_id=member) for member in sorted(set(members) - set(there))],
            ignore_conflicts=True,
        )
        locked = PointsAccount.objects.locked().filter(member__in=members)
        self._accounts = {
            member: Account(key, balance, debt)
            for member, key, balance, debt in locked.values_list("member", "pk", "balance", "debt")
        }
        self._by_key = {account.key: account for account in self._accounts.values()}
        self._keys: dict[str, Iterator[int]] = {}
        self._entries: list[Sequence[object]] = []
        self._allocations: list[Allocation] = []

    def account(self, member: int) -> Account:
        """Return the member's account."""
        return self._accounts[member]

    def reserve(self, *, entries: int, lots: int) -> None:
        """Reserve keys for what the batch will write at most."""
        self._keys = {
            ENTRIES: iter(next_ids(connection, ENTRIES, entries)),
            LOTS: iter(next_ids(connection, LOTS, lots)),
        }

    def read_moves(self, *, since: dt.datetime) -> None:
        """Read what counts towards a tier from ``since`` on."""
        moves = PointsEntry.objects.filter(
            account__in=list(self._by_key), occurred_at__gt=since
        ).exclude(qualifying=0)
        for account, at, points in moves.values_list("account", "occurred_at", "qualifying"):
            self._by_key[account].moves.append((at, points))

    def read_lots(self, members: Iterable[int]) -> None:
        """Read the open lots and debts of those from whom points will be taken, or who owe."""
        wanted = {self._accounts[member].key for member in members}
        owing = {account.key for account in self._accounts.values() if account.debt}
        lots = PointsLot.objects.filter(account__in=wanted | owing, remaining__gt=0)
        for one in lots.order_by("pk"):
            lot = Lot(one.pk, one.entry_id, one.points, one.remaining, one.expires_on)
            self._by_key[one.account_id].lots.append(lot)
        debts = (
            PointsEntry.objects.filter(account__in=owing, points__lt=0)
            .annotate(owed=-F("points") - Coalesce(Sum("allocations__points"), 0))
            .filter(owed__gt=0)
            .order_by("pk")
        )
        for account, entry, owed in debts.values_list("account", "pk", "owed"):
            self._by_key[account].debts.append(Debt(entry, owed))

    def earn(self, sale: Document, *, points: int, rule: EarningRule, rate: Decimal) -> Earned:
        """Post what ``sale`` earned as a new lot; what the member owes is paid from it first."""
        account = self._account_of(sale)
        entry = self._post(
            account,
            sale,
            EntryKind.EARN,
            points,
            reference=f"sale:{sale.sale}",
            rule=rule.pk,
            rate=rate,
        )
        lot = Lot(
            key=next(self._keys[LOTS]),
            entry=entry,
            points=points,
            remaining=points,
            expires_on=expiry(rule, earned_on=sale.day),
            is_new=True,
        )
        self._allocations += account.bring_in(lot, at=sale.sold_at)
        return Earned(entry, points, points, rate, rule.pk)

    def take_back(self, back: Document, *, of: Earned, kept: int, reference: str) -> None:
        """Post what ``back`` takes of the points ``of`` a sale; goods for ``kept`` 分 stay."""
        points = points_to_take_back(earned=of.points, left=of.left, kept=money(kept), rate=of.rate)
        if not points:
            return
        account = self._account_of(back)
        entry = self._post(
            account,
            back,
            EntryKind.REVERSE,
            -points,
            reference=reference,
            reverses=of.entry,
            rule=of.rule,
            rate=of.rate,
        )
        of.left -= points
        self._allocations += account.take_out(entry, points, earned_by=of.entry, at=back.sold_at)

    def save(self) -> None:
        """Write the entries, lots and allocations, and what has become of the accounts."""
        insert_rows(connection, ENTRIES, _ENTRY_COLUMNS, self._entries)
        self._save_lots()
        insert_rows(
            connection,
            LotAllocation._meta.db_table,
            ("entry_id", "lot_id", "points"),
            self._allocations,
        )
        changed = (account for account in self._accounts.values() if account.is_changed)
        update_rows(
            connection,
            PointsAccount._meta.db_table,
            ("balance", "debt"),
            ((account.key, account.balance, account.debt) for account in changed),
        )

    def _save_lots(self) -> None:
        lots = [lot for account in self._accounts.values() for lot in account.lots]
        insert_rows(
            connection,
            LOTS,
            ("id", "account_id", "entry_id", "points", "remaining", "expires_on"),
            (
                (lot.key, account.key, lot.entry, lot.points, lot.remaining, lot.expires_on)
                for account in self._accounts.values()
                for lot in account.lots
                if lot.is_new
            ),
        )
        changed = ((lot.key, lot.remaining) for lot in lots if lot.is_changed and not lot.is_new)
        update_rows(connection, LOTS, ("remaining",), changed)

    def _post(
        self,
        account: Account,
        cause: Document,
        kind: EntryKind,
        points: int,
        *,
        reference: str,
        reverses: int | None = None,
        rule: int | None,
        rate: Decimal,
    ) -> int:
        key = next(self._keys[ENTRIES])
        self._entries.append(
            (
                key,
                account.key,
                kind.value,
                points,
                points,
                reference,
                reverses,
                cause.sale,
                rule,
                rate,
                cause.store,
                cause.sold_at,
                self._at,
                "",
            )
        )
        account.post(points, at=cause.sold_at, qualifying=points)
        return key

    def _account_of(self, document: Document) -> Account:
        return self._accounts[document.member or 0]
