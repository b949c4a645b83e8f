"""Balances brought along from an earlier system, and corrections by hand."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from loyalty.domain.ledger import Cause, bring_in, lock_account, posted_before, take_out
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.enums import EntryKind
from loyalty.models import PointsEntry
from membership.models import Member
from stores.models import Staff

OPENING = "opening"  # the one cause of an opening balance


class ReasonMissing(Exception):
    """Points are not moved by hand without saying why."""


class NothingToAdjust(Exception):
    """An adjustment by no points."""


@transaction.atomic
def open_balance(*, member: Member, points: int, at: dt.datetime) -> PointsEntry:
    """Credit the balance (1 or more) ``member`` brings from an earlier system, once.

    It can be spent but does not count towards a tier.

    :raises ReferenceReused: if another balance was brought in before
    """
    account = lock_account(member=member)
    if earlier := posted_before(account, EntryKind.OPENING, points=points, reference=OPENING):
        return earlier
    cause = Cause(reference=OPENING, at=at, store=member.home_store)
    return bring_in(account, EntryKind.OPENING, points, cause, qualifying=0)


@transaction.atomic
def adjust_points(
    *, member: Member, points: int, reason: str, reference: str, by: Staff, at: dt.datetime
) -> PointsEntry:
    """Add (positive) or take (negative) ``points`` by hand; it does not count towards a tier.

    :raises ReasonMissing: without a reason
    :raises NothingToAdjust: for 0 points
    :raises NotEnoughPoints: if more would be taken than can be spent
    :raises ReferenceReused: if ``reference`` moved another number of points before
    """
    if not reason.strip():
        raise ReasonMissing
    if points == 0:
        raise NothingToAdjust
    account = lock_account(member=member)
    if earlier := posted_before(account, EntryKind.ADJUST, points=points, reference=reference):
        return earlier
    cause = Cause(reference=reference, at=at, store=member.home_store, by=by, note=reason)
    if points > 0:
        return bring_in(account, EntryKind.ADJUST, points, cause, qualifying=0)
    lots = list(
        account.lots.spendable(on=timezone.localdate(at)).oldest_first().select_for_update()
    )
    if (spendable := sum(lot.remaining for lot in lots)) < -points:
        raise NotEnoughPoints(short_by=-points - spendable)
    return take_out(account, EntryKind.ADJUST, -points, cause, lots=lots)
