"""What the till and the member's page say of somebody's points and tier."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Min, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from loyalty.domain.tiers import qualifying_points, tier_and_next
from loyalty.models import NEVER, PointsAccount, PointsLot, Tier
from loyalty.models.lot import PointsLotQuerySet
from loyalty.programme import Programme, programme
from membership.models import Member


@dataclass(frozen=True)
class Standing:
    """Where a member stands: points to spend, points owed, tier, and the way to the next.

    ``pending`` points wait until returns are over, the first of them until ``pending_until``.
    ``missing`` is None where no number of points leads further up. ``programme`` is what
    was read of the rules.
    """

    balance: int = 0
    spendable: int = 0
    pending: int = 0
    pending_until: dt.date | None = None
    debt: int = 0
    tier: Tier | None = None
    next_tier: Tier | None = None
    qualifying: int = 0
    missing: int | None = None
    programme: Programme = field(default_factory=programme)

    @property
    def progress(self) -> int:
        """How much of the way to the next tier is done, in percent; 0 where there is none."""
        if self.missing is None or not (self.next_tier and self.next_tier.entry_points):
            return 0
        return max(min(100 * self.qualifying // self.next_tier.entry_points, 100), 0)


def standing(*, member: Member, at: dt.datetime, account: PointsAccount | None = None) -> Standing:
    """Return where ``member`` stands at ``at``; who holds her ``account`` locked passes it."""
    account = account or PointsAccount.objects.filter(member=member).first()
    rules = programme()
    tier, above = tier_and_next(member=member, programme=rules)
    threshold = above.entry_points if above else None
    qualifying = (
        qualifying_points(account=account, at=at, months=above.window_months)
        if account and above and threshold
        else 0
    )
    on = timezone.localdate(at)
    now = points_now(account=account, on=on) if account else PointsNow()
    return Standing(
        balance=account.balance if account else 0,
        spendable=now.spendable,
        pending=now.pending,
        pending_until=now.pending_until,
        debt=account.debt if account else 0,
        tier=tier,
        next_tier=above,
        qualifying=qualifying,
        missing=max(threshold - qualifying, 0) if threshold else None,
        programme=rules,
    )


@dataclass(frozen=True)
class PointsNow:
    """What can be spent on a day, and what is pending; expired points are neither."""

    spendable: int = 0
    pending: int = 0
    pending_until: dt.date | None = None


def points_now(*, account: PointsAccount, on: dt.date) -> PointsNow:
    """Return what of the account can be spent on ``on``, the nightly run done or not."""
    waiting = Q(spendable_from__gt=on)
    sums = account.lots.live(on=on).aggregate(
        spendable=Sum("remaining", filter=~waiting),
        pending=Sum("remaining", filter=waiting),
        until=Min("spendable_from", filter=waiting),
    )
    return PointsNow(sums["spendable"] or 0, sums["pending"] or 0, sums["until"])


@dataclass(frozen=True)
class Coming:
    """So many points change on a day."""

    on: dt.date
    points: int


def coming_points(*, account: PointsAccount, on: dt.date) -> list[Coming]:
    """Return the points that are pending on ``on``, by the day from which they can be spent."""
    pending = account.lots.live(on=on).filter(spendable_from__gt=on)
    return _by_day(pending, "spendable_from")


def expiring_points(*, account: PointsAccount, on: dt.date) -> list[Coming]:
    """Return every coming expiry: the points left by the first day they cannot be spent."""
    return _by_day(account.lots.live(on=on).exclude(expires_on=NEVER), "expires_on")


def _by_day(lots: PointsLotQuerySet, day: str) -> list[Coming]:
    sums = lots.values_list(day).annotate(points=Sum("remaining")).order_by(day)
    return [Coming(*row) for row in sums]


@dataclass(frozen=True)
class LedgerFault:
    """An account whose three sums disagree."""

    account_id: int
    balance: int
    entries: int
    lots: int
    debt: int


def ledger_faults() -> list[LedgerFault]:
    """Return the accounts where balance = entries = lots - debt does not hold; none is right."""
    lots = (
        PointsLot.objects.values("account")
        .annotate(sum=Sum("remaining"))
        .values_list("account", "sum")
        .order_by()
    )
    left = dict(lots)
    accounts = PointsAccount.objects.annotate(
        entered=Coalesce(Sum("entries__points"), 0)
    ).values_list("pk", "balance", "entered", "debt")
    return [
        LedgerFault(pk, balance, entered, left.get(pk, 0), debt)
        for pk, balance, entered, debt in accounts.iterator()
        if not balance == entered == left.get(pk, 0) - debt
    ]
