"""The one module that writes the ledger.

Whoever calls holds the account's lock (``lock_account``). After each function:
``balance`` = sum of the entries = points left in the lots - ``debt``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from loyalty.domain.lots import allocate, debts, parts_to_put_back
from loyalty.enums import EntryKind
from loyalty.models import (
    ALWAYS,
    NEVER,
    EarningRule,
    LotAllocation,
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
    entry = _post(account, kind, points, cause, qualifying=qualifying)
    PointsLot.objects.create(
        account=account,
        entry=entry,
        points=points,
        remaining=points,
        spendable_from=spendable_from,
        expires_on=expires_on,
    )
    _settle_debt(account, on=timezone.localdate(cause.at))
    _save(account)
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
    entry = _post(account, kind, -points, cause, qualifying=qualifying, reverses=reverses)
    account.debt += points - allocate(entry, points, lots)
    _save(account)
    return entry


def put_back(
    account: PointsAccount,
    points: int,
    cause: Cause,
    *,
    reverses: PointsEntry,
    grace_days: int = 0,
) -> PointsEntry:
    """Give ``points`` that ``reverses`` spent back to the lots they came from.

    The lot taken last is filled first; each keeps its own expiry. What a lot gets back after
    its expiry becomes a lot of the new entry, which lives ``grace_days`` from today: with 0 it
    is expired at once. Debt is paid from what lives.

    :raises MoreThanWasTaken: if ``reverses`` does not keep so many
    """
    on = timezone.localdate(cause.at)
    parts = parts_to_put_back(reverses, points)
    entry = _post(account, EntryKind.REVERSE, points, cause, qualifying=0, reverses=reverses)
    late = 0
    for lot, back in parts:
        LotAllocation.objects.create(entry=entry, lot=lot, points=-back)
        if lot.expires_on > on:
            PointsLot.objects.filter(pk=lot.pk).update(remaining=F("remaining") + back)
        else:
            LotAllocation.objects.create(entry=entry, lot=lot, points=back)
            late += back
    if late:
        PointsLot.objects.create(
            account=account,
            entry=entry,
            points=late,
            remaining=late,
            expires_on=on + dt.timedelta(days=grace_days),
        )
    _settle_debt(account, on=on)
    _save(account)
    return entry


def forgive_debt(account: PointsAccount, cause: Cause) -> PointsEntry | None:
    """Give the member what she owes, so that her balance is zero; None if she owes nothing."""
    if not account.debt:
        return None
    return bring_in(account, EntryKind.FORGIVE, account.debt, cause, qualifying=0)


def _post(
    account: PointsAccount,
    kind: EntryKind,
    points: int,
    cause: Cause,
    *,
    qualifying: int,
    reverses: PointsEntry | None = None,
) -> PointsEntry:
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


def _settle_debt(account: PointsAccount, *, on: dt.date) -> None:
    """Let the lots pay what the account owes, oldest debt first."""
    if not account.debt:
        return
    for entry, owed in debts(account):
        lots = account.lots.live(on=on).oldest_first().select_for_update()
        account.debt -= allocate(entry, owed, lots)


def _save(account: PointsAccount) -> None:
    account.save(update_fields=["balance", "debt"])
