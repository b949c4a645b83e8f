"""What the till and the member's page say of somebody's points and tier."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from loyalty.domain.tiers import qualifying_points, tier_and_next
from loyalty.models import PointsAccount, PointsLot, Tier
from loyalty.programme import Programme, programme
from membership.models import Member


@dataclass(frozen=True)
class Standing:
    """Where a member stands: points to spend, points owed, tier, and the way to the next.

    ``missing`` is None where no number of points leads further up. ``programme`` is what
    was read of the rules.
    """

    balance: int = 0
    spendable: int = 0
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
    return Standing(
        balance=account.balance if account else 0,
        spendable=spendable_points(account=account, on=timezone.localdate(at)) if account else 0,
        debt=account.debt if account else 0,
        tier=tier,
        next_tier=above,
        qualifying=qualifying,
        missing=max(threshold - qualifying, 0) if threshold else None,
        programme=rules,
    )


def spendable_points(*, account: PointsAccount, on: dt.date) -> int:
    """Return the points that can be spent on ``on``; expired ones cannot, job or no job."""
    left = account.lots.spendable(on=on).aggregate(sum=Sum("remaining"))
    return left["sum"] or 0


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
