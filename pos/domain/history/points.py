"""Points of one batch of history, kept in memory and written at once.

The arithmetic is the till's (``loyalty.domain``); what is different is that the entries, lots
and allocations of thousands of sales go into the tables together. After ``save``, as after
every verb: ``balance`` = sum of the entries = points left in the lots - ``debt``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from django.db import connection
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from common.bulk import insert_rows, next_ids, update_rows
from loyalty.domain.earning import Earning, rates_by_position
from loyalty.domain.lifetimes import expiry, spendable_from
from loyalty.enums import DebtPolicy, EntryKind
from loyalty.models import (
    ALWAYS,
    NEVER,
    LotAllocation,
    PointsAccount,
    PointsEntry,
    PointsLot,
)
from pos.domain.history.accounts import Account, Allocation, Debt, Earned, Lot
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
_NONE: Terms = (None, None, None)


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

    def earn(self, sale: Document, earning: Earning, *, lines: Sequence[int]) -> Earned:
        """Post what ``sale`` earned as a new lot; what the member owes is paid from it first.

        ``lines`` are the keys of its lines, in their order.
        """
        rule, rate, working = earning.rule, earning.rate, earning.working
        entry = self._post(
            sale,
            EntryKind.EARN,
            earning.points,
            reference=f"sale:{sale.sale}",
            qualifying=earning.points,
            earned_under=(rule.pk, rate, json.dumps(working) if working else None),
        )
        self._bring_in(
            sale,
            entry,
            earning.points,
            spendable_from=spendable_from(rule, earned_on=sale.day),
            expires_on=expiry(rule, earned_on=sale.day),
        )
        rates = {} if rate is not None else rates_by_position(working)
        by_line = {lines[position - 1]: one for position, one in rates.items()}
        return Earned(entry, earning.points, rate, by_line, rule)

    def take_back(
        self, back: Document, points: int, *, of: Earned, part: str, policy: DebtPolicy
    ) -> None:
        """Post that ``back`` takes ``points`` (1 or more) ``of`` those a sale earned.

        ``part`` tells the sales apart where goods of several come back at once.
        History has happened: where a debt would refuse a return, it is a debt.
        """
        account = self._account_of(back)
        entry = self._post(
            back,
            EntryKind.REVERSE,
            -points,
            reference=f"sale:{back.sale}:earned{part}",
            qualifying=-points,
            reverses=of.entry,
            earned_under=(of.rule.pk, of.rate, None),
        )
        of.left -= points
        owed = account.debt
        self._allocations += account.take_out(entry, points, earned_by=of.entry, at=back.sold_at)
        if policy == DebtPolicy.FORGIVE and account.debt > owed:
            self._forgive(back, account.debt, reference=f"sale:{back.sale}:forgiven{part}")

    def _forgive(self, back: Document, points: int, *, reference: str) -> None:
        entry = self._post(back, EntryKind.FORGIVE, points, reference=reference)
        self._bring_in(back, entry, points, spendable_from=ALWAYS, expires_on=NEVER)

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
                for account in self._accounts.values()
                for lot in account.lots
                if lot.is_new
            ),
        )
        changed = ((lot.key, lot.remaining) for lot in lots if lot.is_changed and not lot.is_new)
        update_rows(connection, LOTS, ("remaining",), changed)

    def _post(
        self,
        cause: Document,
        kind: EntryKind,
        points: int,
        *,
        reference: str,
        qualifying: int = 0,
        reverses: int | None = None,
        earned_under: Terms = _NONE,
    ) -> int:
        account = self._account_of(cause)
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

    def _bring_in(
        self,
        cause: Document,
        entry: int,
        points: int,
        *,
        spendable_from: dt.date,
        expires_on: dt.date,
    ) -> None:
        """Make ``points`` of ``entry`` a lot; what the member owes is paid from it first."""
        lot = Lot(
            key=next(self._keys[LOTS]),
            entry=entry,
            points=points,
            remaining=points,
            spendable_from=spendable_from,
            expires_on=expires_on,
            is_new=True,
        )
        self._allocations += self._account_of(cause).bring_in(lot, at=cause.sold_at)

    def _account_of(self, document: Document) -> Account:
        return self._accounts[document.member or 0]
