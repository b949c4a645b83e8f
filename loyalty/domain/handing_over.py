"""All points of one account go to another, and come back: one ledger on both sides.

The lots themselves change accounts, with their expiry, their pending day and everything that
was ever taken from them, so a later return finds them. An entry on each side says how many
points went, and its allocations, which lots they were in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from django.db.models import F, Max, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from common.periods import add_months
from loyalty.domain.ledger import Cause, settle_debt
from loyalty.domain.lots import allocate, debts
from loyalty.enums import EntryKind
from loyalty.models import LotAllocation, PointsAccount, PointsEntry, PointsLot
from loyalty.programme import programme
from membership.models import Member

LONGEST_WINDOW = 12  # months, where no tier says


class PointsUsedSince(Exception):
    """Points that changed accounts were spent, or debt was paid with them, since."""


@dataclass(frozen=True)
class HandedOver:
    """What went over. ``lots`` are [key, points it held, points left when all was done].

    ``debt`` went as the entry ``debt_entry``; ``paid`` are the allocations [entry, lot, points]
    by which the taker's debts were paid at once; ``qualifying`` counts towards a tier. ``last``
    is the newest allocation when all was done, 0 where that was not kept yet.
    """

    lots: Sequence[tuple[int, int, int]] = ()
    debt: int = 0
    debt_entry: int | None = None
    qualifying: int = 0
    paid: Sequence[tuple[int, int, int]] = ()
    last: int = 0

    @property
    def points(self) -> int:
        """The points the lots held."""
        return sum(held for _lot, held, _left in self.lots)

    def as_json(self) -> dict[str, object]:
        """Return it as JSON keeps it; ``HandedOver(**kept)`` reads it again."""
        return asdict(self)


def lock_accounts(*members: Member) -> list[PointsAccount]:
    """Return the accounts of ``members`` in that order, locked in the order of their keys.

    A closed account is locked like any other; who has none gets one.
    """
    for member in members:
        PointsAccount.objects.get_or_create(member=member)
    locked = PointsAccount.objects.locked().filter(member__in=members)
    accounts = {account.member_id: account for account in locked}
    for member in members:
        accounts[member.pk].member = member
    return [accounts[member.pk] for member in members]


def hand_over(*, giver: PointsAccount, taker: PointsAccount, cause: Cause) -> HandedOver:
    """Move all lots of ``giver``, and what she owes, to ``taker``; debts are paid at once.

    ``cause.reference`` names the act. The caller holds both accounts locked.
    """
    lots = list(giver.lots.select_for_update().oldest_first())
    held = {lot.pk: lot.remaining for lot in lots}
    qualifying = _still_counting(giver, at=cause.at)
    _carry(lots, giver, taker, qualifying=qualifying, cause=_part(cause, "lots"))
    before = _newest_allocation()
    debt = giver.debt
    owed = _pass_debt(debt, giver, taker, _part(cause, "debt")) if debt else None
    settle_debt(taker, on=timezone.localdate(cause.at))
    _save(giver, taker)
    left = dict(PointsLot.objects.filter(pk__in=held).values_list("pk", "remaining"))
    paid = LotAllocation.objects.filter(pk__gt=before, entry__account=taker).order_by("pk")
    return HandedOver(
        lots=[(lot, points, left[lot]) for lot, points in held.items()],
        debt=debt,
        debt_entry=owed.pk if owed else None,
        qualifying=qualifying,
        paid=list(paid.values_list("entry", "lot", "points")),
        last=_newest_allocation(),
    )


def hand_back(
    *, handed: HandedOver, giver: PointsAccount, taker: PointsAccount, cause: Cause
) -> None:
    """Move what ``hand_over`` moved from ``giver`` to ``taker`` back, to the point.

    The caller holds both accounts locked.

    :raises PointsUsedSince: if a lot, or the debt, is no longer as it was left, or if what was
        left of a lot that paid the debt has expired
    """
    _refuse_used(handed, taker)
    for entry, lot, points in handed.paid:
        LotAllocation.objects.create(entry_id=entry, lot_id=lot, points=-points)
        PointsLot.objects.filter(pk=lot).update(remaining=F("remaining") + points)
        taker.debt += points
    lots = list(PointsLot.objects.filter(pk__in=[lot for lot, *_ in handed.lots]).oldest_first())
    _carry(lots, taker, giver, qualifying=handed.qualifying, cause=_part(cause, "lots"))
    if handed.debt:
        _pass_debt(handed.debt, taker, giver, _part(cause, "debt"), of=handed.debt_entry)
    on = timezone.localdate(cause.at)
    settle_debt(giver, on=on)
    settle_debt(taker, on=on)
    _save(giver, taker)


def _carry(
    lots: Sequence[PointsLot],
    giver: PointsAccount,
    taker: PointsAccount,
    *,
    qualifying: int,
    cause: Cause,
) -> None:
    """Put ``lots`` into the taker's account, with an entry on both sides that says so."""
    points = sum(lot.remaining for lot in lots)
    if points or qualifying:
        out = _post(giver, -points, cause, qualifying=-qualifying)
        into = _post(taker, points, cause, qualifying=qualifying)
        full = [lot for lot in lots if lot.remaining]
        LotAllocation.objects.bulk_create(
            LotAllocation(entry=entry, lot=lot, points=sign * lot.remaining)
            for entry, sign in ((out, 1), (into, -1))
            for lot in full
        )
    PointsLot.objects.filter(pk__in=[lot.pk for lot in lots]).update(account=taker)


def _pass_debt(
    debt: int,
    giver: PointsAccount,
    taker: PointsAccount,
    cause: Cause,
    *,
    of: int | None = None,
) -> PointsEntry:
    """Let ``taker`` owe what ``giver`` owes: all of it, or what her entry ``of`` took."""
    relief = _post(giver, debt, cause)
    lot = PointsLot.objects.create(account=giver, entry=relief, points=debt, remaining=debt)
    owing = debts(giver) if of is None else [(PointsEntry.objects.get(pk=of), debt)]
    for entry, owed in owing:
        allocate(entry, owed, [lot])
    giver.debt -= debt
    taker.debt += debt
    return _post(taker, -debt, cause)


def _refuse_used(handed: HandedOver, taker: PointsAccount) -> None:
    keys = [lot for lot, *_ in handed.lots]
    lots = PointsLot.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    found = {lot.pk: (lot.account_id, lot.remaining) for lot in lots}
    covered = LotAllocation.objects.filter(entry=handed.debt_entry).aggregate(sum=Sum("points"))
    paid = sum(points for entry, _lot, points in handed.paid if entry == handed.debt_entry)
    if (
        found != {lot: (taker.pk, left) for lot, _held, left in handed.lots}
        or (covered["sum"] or 0) != paid
        or (handed.last and _taken_since(keys, handed.last))
        or _expired([lot for _entry, lot, _points in handed.paid])
    ):
        raise PointsUsedSince


def _taken_since(lots: Sequence[int], last: int) -> bool:
    """Tell whether one thing took from ``lots`` what another gave back, so that none is missing."""
    allocations = LotAllocation.objects.filter(lot__in=lots, pk__gt=last)
    allocations = allocations.exclude(entry__kind=EntryKind.MERGE)  # moved as a whole, and back
    by_cause = allocations.values(cause=Coalesce("entry__reverses", "entry")).order_by()
    return by_cause.annotate(sum=Sum("points")).exclude(sum=0).exists()


def _expired(lots: Sequence[int]) -> bool:
    """Tell whether one of ``lots`` was written off: it does so once, and takes nothing back."""
    return LotAllocation.objects.filter(lot__in=lots, entry__kind=EntryKind.EXPIRE).exists()


def _newest_allocation() -> int:
    newest: int | None = LotAllocation.objects.aggregate(last=Max("pk"))["last"]
    return newest or 0


def _still_counting(account: PointsAccount, *, at: dt.datetime) -> int:
    """Return what the account earned so lately that it may still count towards a tier."""
    months = max((tier.window_months for tier in programme().tiers), default=LONGEST_WINDOW)
    since = dt.datetime.combine(
        add_months(timezone.localdate(at), -months), dt.time(), timezone.get_default_timezone()
    )
    counting = account.entries.filter(occurred_at__gte=since)
    return counting.aggregate(sum=Sum("qualifying"))["sum"] or 0


def _part(cause: Cause, part: str) -> Cause:
    return replace(cause, reference=f"{cause.reference}:{part}")


def _post(account: PointsAccount, points: int, cause: Cause, *, qualifying: int = 0) -> PointsEntry:
    account.balance += points
    return PointsEntry.objects.create(
        account=account,
        kind=EntryKind.MERGE,
        points=points,
        qualifying=qualifying,
        reference=cause.reference,
        store=cause.store,
        by=cause.by,
        occurred_at=cause.at,
        note=cause.note,
    )


def _save(*accounts: PointsAccount) -> None:
    for account in accounts:
        account.save(update_fields=["balance", "debt", "closed_at"])
