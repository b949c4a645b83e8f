"""Points go back into lots: spent ones that are returned, expired ones that a return takes.

A lot keeps its day. What comes back to it too late is no longer spendable by it, so it goes on
as a lot of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import F
from django.utils import timezone

from loyalty.domain.ledger import Cause, post, save_sums, settle_debt
from loyalty.domain.lots import Expired, debts_of_family, parts_to_put_back
from loyalty.enums import EntryKind
from loyalty.models import LotAllocation, PointsAccount, PointsEntry, PointsLot


def put_back(
    account: PointsAccount,
    points: int,
    cause: Cause,
    *,
    reverses: PointsEntry,
    grace_days: int = 0,
) -> None:
    """Give ``points`` that ``reverses`` spent back to the lots they came from.

    The lot taken last is filled first; each keeps its own expiry. What a lot gets back after
    its expiry pays what a return of its points left as a debt, and the rest becomes a lot of an
    entry of its own, which lives ``grace_days`` from today: with 0 it is expired at once. Debt
    is paid from what lives.

    :raises MoreThanWasTaken: if ``reverses`` does not keep so many
    """
    on = timezone.localdate(cause.at)
    parts = parts_to_put_back(reverses, points)
    in_time = [(lot, back) for lot, back in parts if lot.expires_on > on]
    if in_time:
        _refill(account, in_time, cause, reverses=reverses)
    for lot, back in parts:
        if lot.expires_on <= on:
            part = replace(cause, reference=f"{cause.reference}:late:{lot.pk}")
            until = on + dt.timedelta(days=grace_days)
            _go_on(account, lot, back, part, reverses=reverses, expires_on=until)
    settle_debt(account, on=on)
    save_sums(account)


def undo_expiry(account: PointsAccount, cause: Cause, *, expired: Expired) -> None:
    """Fill a lot past its day again, for a return to take from it what it took by expiring."""
    part = replace(cause, reference=f"{cause.reference}:expired:{expired.expiry.pk}")
    _refill(account, [(expired.lot, expired.points)], part, reverses=expired.expiry)
    save_sums(account)


def _refill(
    account: PointsAccount,
    parts: Sequence[tuple[PointsLot, int]],
    cause: Cause,
    *,
    reverses: PointsEntry,
) -> None:
    """Post what comes back to lots as one entry."""
    points = sum(back for _lot, back in parts)
    entry = post(account, EntryKind.REVERSE, points, cause, qualifying=0, reverses=reverses)
    for lot, back in parts:
        LotAllocation.objects.create(entry=entry, lot=lot, points=-back)
        PointsLot.objects.filter(pk=lot.pk).update(remaining=F("remaining") + back)


def _go_on(
    account: PointsAccount,
    lot: PointsLot,
    points: int,
    cause: Cause,
    *,
    reverses: PointsEntry,
    expires_on: dt.date,
) -> None:
    """Post what comes back to ``lot`` past its day: it pays the lot's own debts, or lives on."""
    entry = post(account, EntryKind.REVERSE, points, cause, qualifying=0, reverses=reverses)
    LotAllocation.objects.create(entry=entry, lot=lot, points=-points)
    left = points
    for debt, owed in debts_of_family(account, lot) if account.debt else []:
        if paid := min(owed, left):
            LotAllocation.objects.create(entry=debt, lot=lot, points=paid)
            account.debt -= paid
            left -= paid
    if left:
        LotAllocation.objects.create(entry=entry, lot=lot, points=left)
        PointsLot.objects.create(
            account=account, entry=entry, points=left, remaining=left, expires_on=expires_on
        )
