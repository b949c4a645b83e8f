"""What writes the ledger; ``loyalty.domain.putting_back`` is its other half.

Whoever calls holds the account's lock (``lock_account``). After each function:
``balance`` = sum of the entries = points left in the lots - ``debt``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from loyalty.domain.lots import allocate, debts
from loyalty.enums import EntryKind
from loyalty.models import (
    ALWAYS,
    NEVER,
    EarningRule,
    PointsAccount,
    PointsEntry,
    PointsLot,
)
from membership.models import Member
from sales.models import Sale
from stores.models import Staff, Store


class ReferenceReused(Exception):
    """The same cause was posted before with another number of points."""

    def __init__(self, *, entry: PointsEntry) -> None:
        super().__init__(f"{entry.reference} was posted with {entry.points}")
        self.entry = entry


class AccountClosed(Exception):
    """The member was merged into another, who has her points now."""

    def __init__(self, *, account: PointsAccount) -> None:
        super().__init__(f"the account of member {account.member_id} is closed")
        self.account = account


@dataclass(frozen=True)
class Cause:
    """Why and when points move: what every entry carries.

    ``working`` is how the points were worked out, where one rate does not say it.
    """

    reference: str
    at: dt.datetime
    sale: Sale | None = None
    store: Store | None = None
    by: Staff | None = None
    rule: EarningRule | None = None
    rate: Decimal | None = None
    working: Any = None
    note: str = ""


def lock_account(*, member: Member) -> PointsAccount:
    """Return the member's account, locked until the transaction ends; made if she has none.

    :raises AccountClosed: if she was merged into another member
    """
    locked = PointsAccount.objects.locked().filter(member=member)
    account = locked.first()
    if account is None:
        PointsAccount.objects.get_or_create(member=member)
        account = locked.get()
    account.member = member
    if account.closed_at:
        raise AccountClosed(account=account)
    return account


def posted_before(
    account: PointsAccount, kind: EntryKind, *, points: int, reference: str
) -> PointsEntry | None:
    """Return the entry this cause made earlier, if it did.

    :raises ReferenceReused: if it was posted with another number of points
    """
    earlier = account.entries.filter(kind=kind, reference=reference).first()
    if earlier and earlier.points != points:
        raise ReferenceReused(entry=earlier)
    return earlier


def bring_in(
    account: PointsAccount,
    kind: EntryKind,
    points: int,
    cause: Cause,
    *,
    qualifying: int,
    expires_on: dt.date = NEVER,
    spendable_from: dt.date = ALWAYS,
) -> PointsEntry:
    """Post ``points`` (1 or more) as a new lot; what the member owes is paid from it first.

    They are pending until ``spendable_from`` and cannot be spent from ``expires_on`` on.
    """
    entry = post(account, kind, points, cause, qualifying=qualifying)
    PointsLot.objects.create(
        account=account,
        entry=entry,
        points=points,
        remaining=points,
        spendable_from=spendable_from,
        expires_on=expires_on,
    )
    settle_debt(account, on=timezone.localdate(cause.at))
    save_sums(account)
    return entry


def take_out(
    account: PointsAccount,
    kind: EntryKind,
    points: int,
    cause: Cause,
    *,
    lots: Iterable[PointsLot],
    qualifying: int = 0,
    reverses: PointsEntry | None = None,
) -> PointsEntry:
    """Post minus ``points`` (1 or more), taken from ``lots`` in their order.

    What the lots do not cover becomes debt: the caller decides whether that may be.
    """
    entry = post(account, kind, -points, cause, qualifying=qualifying, reverses=reverses)
    account.debt += points - allocate(entry, points, lots)
    save_sums(account)
    return entry


def forgive_debt(account: PointsAccount, cause: Cause) -> PointsEntry | None:
    """Give the member what she owes, so that her balance is zero; None if she owes nothing."""
    if not account.debt:
        return None
    return bring_in(account, EntryKind.FORGIVE, account.debt, cause, qualifying=0)


def post(
    account: PointsAccount,
    kind: EntryKind,
    points: int,
    cause: Cause,
    *,
    qualifying: int,
    reverses: PointsEntry | None = None,
) -> PointsEntry:
    """Write an entry of signed ``points`` and count it in the balance, for a verb to go on with.

    Its lots, and the debt, are the verb's, which ends with ``save_sums``.
    """
    entry = PointsEntry.objects.create(
        account=account,
        kind=kind,
        points=points,
        qualifying=qualifying,
        reference=cause.reference,
        reverses=reverses,
        sale=cause.sale,
        rule=cause.rule,
        rate=cause.rate,
        working=cause.working,
        store=cause.store,
        by=cause.by,
        occurred_at=cause.at,
        note=cause.note,
    )
    account.balance += points
    return entry


def settle_debt(account: PointsAccount, *, on: dt.date) -> None:
    """Let the lots pay what the account owes, oldest debt first."""
    if not account.debt:
        return
    for entry, owed in debts(account):
        lots = account.lots.live(on=on).oldest_first().select_for_update()
        account.debt -= allocate(entry, owed, lots)


def save_sums(account: PointsAccount) -> None:
    """Write down balance and debt."""
    account.save(update_fields=["balance", "debt"])
