"""Points moved by hand: asked for with a reason, and above a limit agreed to by somebody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Abs
from django.utils import timezone

from loyalty.domain.ledger import Cause, bring_in, lock_account, take_out
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.enums import Decision, EntryKind
from loyalty.models import PointsAccount, PointsAdjustment, PointsEntry
from loyalty.programme import programme
from membership.models import Member
from stores.models import Staff


class ReasonMissing(Exception):
    """Points are not moved by hand without saying why."""


class NothingToAdjust(Exception):
    """An adjustment by no points."""


class KeyOfAnother(Exception):
    """The key belongs to an adjustment with another content."""

    def __init__(self, *, adjustment: PointsAdjustment) -> None:
        super().__init__(f"{adjustment.key} moves {adjustment.points}")
        self.adjustment = adjustment


class AlreadyDecided(Exception):
    """Somebody has decided this adjustment."""

    def __init__(self, *, adjustment: PointsAdjustment) -> None:
        super().__init__(f"{adjustment.key} is {adjustment.state}")
        self.adjustment = adjustment


class NeedsSomebodyElse(Exception):
    """Who asked for an adjustment does not decide it."""


@dataclass(frozen=True)
class Foreseen:
    """What an adjustment would leave; ``short_by`` points are missing for it to be possible."""

    before: int
    after: int
    spendable_after: int
    debt_after: int
    short_by: int
    limit: int
    needs_second: bool


@transaction.atomic
def ask_adjustment(
    *, key: UUID, member: Member, points: int, reason: str, by: Staff, at: dt.datetime
) -> PointsAdjustment:
    """Add (positive) or take (negative) ``points`` by hand, or ask for it above the limit.

    What one person moves for one member on one day counts together. The points do not count
    towards a tier. Asking again with the same key and content returns the same adjustment.

    :raises ReasonMissing: without a reason
    :raises NothingToAdjust: for 0 points
    :raises NotEnoughPoints: if more would be taken than can be spent
    :raises KeyOfAnother: if ``key`` asked for something else before
    """
    if not reason.strip():
        raise ReasonMissing
    if points == 0:
        raise NothingToAdjust
    account = lock_account(member=member)
    earlier = PointsAdjustment.objects.filter(key=key).first()
    if earlier:
        if (earlier.member_id, earlier.points, earlier.reason) != (member.pk, points, reason):
            raise KeyOfAnother(adjustment=earlier)
        return earlier
    foreseen = foresee_adjustment(member=member, points=points, by=by, at=at)
    if foreseen.short_by:
        raise NotEnoughPoints(short_by=foreseen.short_by)
    adjustment = PointsAdjustment.objects.create(
        key=key,
        member=member,
        points=points,
        reason=reason,
        asked_by=by,
        asked_at=at,
        needs_second=foreseen.needs_second,
    )
    if not adjustment.needs_second:
        _approve(adjustment, account, by=by, at=at)
    return adjustment


@transaction.atomic
def decide_adjustment(
    *, adjustment: PointsAdjustment, approve: bool, by: Staff, at: dt.datetime
) -> PointsAdjustment:
    """Move the points that were asked for, or refuse to.

    :raises AlreadyDecided: if it was decided before
    :raises NeedsSomebodyElse: if ``by`` asked for it
    :raises NotEnoughPoints: if more would be taken than can be spent by now
    """
    account = lock_account(member=adjustment.member)
    held = PointsAdjustment.objects.select_for_update().get(pk=adjustment.pk)
    if held.state != Decision.WAITING:
        raise AlreadyDecided(adjustment=held)
    if held.asked_by_id == by.pk:
        raise NeedsSomebodyElse
    if approve:
        return _approve(held, account, by=by, at=at)
    return _decided(held, Decision.REFUSED, None, by=by, at=at)


def foresee_adjustment(*, member: Member, points: int, by: Staff, at: dt.datetime) -> Foreseen:
    """Return what moving ``points`` would leave, changing nothing."""
    on = timezone.localdate(at)
    account = PointsAccount.objects.filter(member=member).first()
    balance, debt = (account.balance, account.debt) if account else (0, 0)
    lots = account.lots.spendable(on=on).aggregate(sum=Sum("remaining")) if account else {}
    spendable = lots.get("sum") or 0
    paid = min(debt, max(points, 0))
    limit = programme().rule(on=on).adjustment_limit
    return Foreseen(
        before=balance,
        after=balance + points,
        spendable_after=max(spendable + points - paid, 0),
        debt_after=debt - paid,
        short_by=max(-points - spendable, 0),
        limit=limit,
        needs_second=_moved_on(on, member=member, by=by) + abs(points) > limit,
    )


def _moved_on(on: dt.date, *, member: Member, by: Staff) -> int:
    """Return how many points ``by`` has moved, or asked to move, for ``member`` on one day."""
    asked = member.points_adjustments.filter(asked_by=by, asked_at__date=on)
    asked = asked.exclude(state=Decision.REFUSED)
    return asked.aggregate(sum=Sum(Abs("points")))["sum"] or 0


def _approve(
    adjustment: PointsAdjustment, account: PointsAccount, *, by: Staff, at: dt.datetime
) -> PointsAdjustment:
    cause = Cause(
        reference=f"adjustment:{adjustment.pk}",
        at=at,
        store=account.member.home_store,
        by=adjustment.asked_by,
        note=adjustment.reason,
    )
    entry = _move(account, adjustment.points, cause)
    return _decided(adjustment, Decision.APPROVED, entry, by=by, at=at)


def _move(account: PointsAccount, points: int, cause: Cause) -> PointsEntry:
    if points > 0:
        return bring_in(account, EntryKind.ADJUST, points, cause, qualifying=0)
    on = timezone.localdate(cause.at)
    lots = list(account.lots.spendable(on=on).oldest_first().select_for_update())
    if (spendable := sum(lot.remaining for lot in lots)) < -points:
        raise NotEnoughPoints(short_by=-points - spendable)
    return take_out(account, EntryKind.ADJUST, -points, cause, lots=lots)


def _decided(
    adjustment: PointsAdjustment,
    state: Decision,
    entry: PointsEntry | None,
    *,
    by: Staff,
    at: dt.datetime,
) -> PointsAdjustment:
    adjustment.state, adjustment.entry = state, entry
    adjustment.decided_by, adjustment.decided_at = by, at
    adjustment.save(update_fields=["state", "entry", "decided_by", "decided_at"])
    return adjustment
