"""The one module that writes the ledger.

Whoever calls holds the account's lock (``lock_account``). After each function:
``balance`` = sum of the entries = points left in the lots - ``debt``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from loyalty.enums import EntryKind
from loyalty.models import (
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


@dataclass(frozen=True)
class Cause:
    """Why and when points move: what every entry carries."""

    reference: str
    at: dt.datetime
    sale: Sale | None = None
    store: Store | None = None
    by: Staff | None = None
    rule: EarningRule | None = None
    rate: Decimal | None = None
    note: str = ""


def lock_account(*, member: Member) -> PointsAccount:
    """Return the member's account, locked until the transaction ends; made if she has none."""
    locked = PointsAccount.objects.locked().filter(member=member)
    account = locked.first()
    if account is None:
        PointsAccount.objects.get_or_create(member=member)
        account = locked.get()
    account.member = member
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
) -> PointsEntry:
    """Post ``points`` (1 or more) as a new lot; what the member owes is paid from it first."""
    entry = _post(account, kind, points, cause, qualifying=qualifying)
    PointsLot.objects.create(
        account=account, entry=entry, points=points, remaining=points, expires_on=expires_on
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
    account.debt += points - _allocate(entry, points, lots)
    _save(account)
    return entry


def put_back(
    account: PointsAccount, points: int, cause: Cause, *, reverses: PointsEntry
) -> PointsEntry:
    """Give ``points`` that ``reverses`` spent back to the lots they came from.

    The lot taken last is filled first; each keeps its own expiry. Debt is paid from them.
    """
    entry = _post(account, EntryKind.REVERSE, points, cause, qualifying=0, reverses=reverses)
    left = points
    for lot, taken in _still_taken(reverses):
        back = min(taken, left)
        if back:
            LotAllocation.objects.create(entry=entry, lot=lot, points=-back)
            PointsLot.objects.filter(pk=lot.pk).update(remaining=F("remaining") + back)
            left -= back
    _settle_debt(account, on=timezone.localdate(cause.at))
    _save(account)
    return entry


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
        store=cause.store,
        by=cause.by,
        occurred_at=cause.at,
        note=cause.note,
    )
    account.balance += points
    return entry


def _allocate(entry: PointsEntry, points: int, lots: Iterable[PointsLot]) -> int:
    """Take up to ``points`` from ``lots`` for ``entry``; return how many were taken."""
    owed = points
    allocations = []
    for lot in lots:
        if not owed:
            break
        taken = min(lot.remaining, owed)
        if not taken:
            continue
        lot.remaining -= taken
        lot.save(update_fields=["remaining"])
        allocations.append(LotAllocation(entry=entry, lot=lot, points=taken))
        owed -= taken
    LotAllocation.objects.bulk_create(allocations)
    return points - owed


def _still_taken(entry: PointsEntry) -> list[tuple[PointsLot, int]]:
    """Return the lots ``entry`` took from, last first, with what has not been put back."""
    back = {
        row["lot"]: row["sum"]
        for row in LotAllocation.objects.filter(entry__reverses=entry)
        .values("lot")
        .annotate(sum=Sum("points"))
        .order_by()
    }
    taken = entry.allocations.select_related("lot").order_by("-pk")
    return [(one.lot, one.points + back.get(one.lot_id, 0)) for one in taken]


def _settle_debt(account: PointsAccount, *, on: dt.date) -> None:
    """Let the lots pay what the account owes, oldest debt first."""
    if not account.debt:
        return
    for entry, owed in _debts(account):
        lots = account.lots.spendable(on=on).oldest_first().select_for_update()
        account.debt -= _allocate(entry, owed, lots)


def _debts(account: PointsAccount) -> list[tuple[PointsEntry, int]]:
    entries = (
        account.entries.filter(points__lt=0)
        .annotate(covered=Coalesce(Sum("allocations__points"), 0))
        .annotate(owed=-F("points") - F("covered"))
        .filter(owed__gt=0)
        .order_by("pk")
    )
    owed = dict(entries.values_list("pk", "owed"))
    return [(entry, owed[entry.pk]) for entry in entries]


def _save(account: PointsAccount) -> None:
    account.save(update_fields=["balance", "debt"])
