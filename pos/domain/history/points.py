"""Points of one batch of history, kept in memory and written at once.

The arithmetic is the till's (``loyalty.domain``); what is different is that the entries, lots
and allocations of thousands of sales go into the tables together. After ``save``, as after
every verb: ``balance`` = sum of the entries = points left in the lots - ``debt``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Sequence

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

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
from pos.domain.history.accounts import Account, Debt, Earned, Expired, Lot
from pos.domain.history.documents import Document
from pos.domain.history.ledger_rows import LedgerRows


class Books:
    """The accounts of the members of one batch, and the rows that will be written for them."""

    def __init__(self, members: Collection[int], *, at: dt.datetime) -> None:
        """Lock the accounts of ``members``; who has none gets one."""
        self._rows = LedgerRows(at=at)
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

    def account(self, member: int) -> Account:
        """Return the member's account."""
        return self._accounts[member]

    def reserve(self, *, entries: int, lots: int) -> None:
        """Reserve keys for what the batch will write at most."""
        self._rows.reserve(entries=entries, lots=lots)

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

    def read_expired(self, earned: Collection[int]) -> None:
        """Read what has expired of the lots of the ``earned`` entries, from which goods return."""
        expiries = LotAllocation.objects.filter(
            entry__kind=EntryKind.EXPIRE, lot__entry__in=earned, lot__account__in=self._by_key
        )
        undone = Coalesce(Sum("entry__reversals__points"), 0)
        for one in expiries.annotate(left=F("points") - undone).select_related("lot"):
            lot = one.lot
            kept = Lot(lot.pk, lot.entry_id, lot.points, lot.remaining, lot.expires_on)
            self._by_key[lot.account_id].expired.append(Expired(one.entry_id, kept, one.left))

    def earn(self, sale: Document, earning: Earning, *, lines: Sequence[int]) -> Earned:
        """Post what ``sale`` earned as a new lot; what the member owes is paid from it first.

        ``lines`` are the keys of its lines, in their order.
        """
        rule, rate, working = earning.rule, earning.rate, earning.working
        entry = self._rows.post(
            self._account_of(sale),
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
        self._undo_expiry(back, points, of=of)
        entry = self._rows.post(
            account,
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
        self._rows.allocations += account.take_out(
            entry, points, earned_by=of.entry, at=back.sold_at
        )
        if policy == DebtPolicy.FORGIVE and account.debt > owed:
            self._forgive(back, account.debt, reference=f"sale:{back.sale}:forgiven{part}")

    def _forgive(self, back: Document, points: int, *, reference: str) -> None:
        account = self._account_of(back)
        entry = self._rows.post(account, back, EntryKind.FORGIVE, points, reference=reference)
        self._bring_in(back, entry, points, spendable_from=ALWAYS, expires_on=NEVER)

    def save(self) -> None:
        """Write the entries, lots and allocations, and what has become of the accounts."""
        self._rows.save(self._accounts.values())

    def _undo_expiry(self, back: Document, points: int, *, of: Earned) -> None:
        """Fill the lot again with what it lost by expiring of ``points`` that leave now."""
        account = self._account_of(back)
        for expired, gone in account.expired_before(of.entry, points, at=back.sold_at):
            entry = self._rows.post(
                account,
                back,
                EntryKind.REVERSE,
                gone,
                reference=f"sale:{back.sale}:expired:{expired.expiry}",
                reverses=expired.expiry,
            )
            self._rows.allocations.append((entry, expired.lot.key, -gone))

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
            key=self._rows.new_lot(),
            entry=entry,
            points=points,
            remaining=points,
            spendable_from=spendable_from,
            expires_on=expires_on,
            is_new=True,
        )
        self._rows.allocations += self._account_of(cause).bring_in(lot, at=cause.sold_at)

    def _account_of(self, document: Document) -> Account:
        return self._accounts[document.member or 0]
