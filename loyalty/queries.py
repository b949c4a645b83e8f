"""What the till and the member's page say of somebody's points and tier."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from common.written_once import written_once
from loyalty.domain.tier_holding import Held, held_tier
from loyalty.domain.tier_measures import MemberFacts
from loyalty.domain.tier_ways import next_tier
from loyalty.models import NEVER, PointsAccount, PointsLot, Tier
from loyalty.models.lot import PointsLotQuerySet
from loyalty.programme import Programme, programme
from loyalty.way_up import Way
from membership.models import Member


@dataclass(frozen=True)
class Standing:
    """Where a member stands: points to spend, points owed, tier, and the way to the next.

    ``pending`` points wait until returns are over, the first of them until ``pending_until``.
    ``way`` is None where nothing she does leads further up. ``held`` is where her tier comes
    from, ``programme`` what was read of the rules.
    """

    balance: int = 0
    spendable: int = 0
    pending: int = 0
    pending_until: dt.date | None = None
    debt: int = 0
    tier: Tier | None = None
    next_tier: Tier | None = None
    way: Way | None = None
    held: Held = field(default_factory=Held)
    programme: Programme = field(default_factory=programme)

    @property
    def ways(self) -> list[str]:
        """How the next tier is reached, a sentence for each way there is."""
        if self.next_tier is None or self.way is None:
            return []
        return self.way.sentences(self.next_tier.label)


def standing(*, member: Member, at: dt.datetime, account: PointsAccount | None = None) -> Standing:
    """Return where ``member`` stands at ``at``; who holds her ``account`` locked passes it."""
    account = account or _account_of.first(member=member.pk)
    rules = programme()
    on = timezone.localdate(at)
    held = held_tier(member=member, on=on, programme=rules)
    above = next_tier(
        rules,
        held.base,
        facts=MemberFacts(member=member, account=account),
        joined_on=member.joined_on,
        at=at,
        earns_as=held.tier,
    )
    now = points_now(account=account, on=on) if account else PointsNow()
    return Standing(
        balance=account.balance if account else 0,
        spendable=now.spendable,
        pending=now.pending,
        pending_until=now.pending_until,
        debt=account.debt if account else 0,
        tier=held.tier,
        next_tier=above.tier,
        way=above.way,
        held=held,
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
    sums = _live_points.first(account=account.pk, on=on)
    return PointsNow(**sums) if sums else PointsNow()


@written_once
def _account_of(*, member: int) -> QuerySet[PointsAccount]:
    return PointsAccount.objects.filter(member=member)


@written_once
def _live_points(*, account: int, on: dt.date) -> QuerySet[PointsLot, Any]:
    waiting = Q(spendable_from__gt=on)
    return (
        PointsLot.objects.filter(account=account)
        .live(on=on)
        .values("account")
        .annotate(
            spendable=Coalesce(Sum("remaining", filter=~waiting), 0),
            pending=Coalesce(Sum("remaining", filter=waiting), 0),
            pending_until=Min("spendable_from", filter=waiting),
        )
        .values("spendable", "pending", "pending_until")
    )


@dataclass(frozen=True)
class Coming:
    """So many points begin or end on a day, the first they can or cannot be spent."""

    on: dt.date
    points: int

    @property
    def last(self) -> dt.date:
        """The day before."""
        return self.on - dt.timedelta(days=1)


def coming_points(*, member: Member, on: dt.date) -> list[Coming]:
    """Return the points that are pending on ``on``, by the day from which they can be spent."""
    pending = PointsLot.objects.of_member(member).live(on=on).filter(spendable_from__gt=on)
    return _by_day(pending, "spendable_from")


def expiring_points(*, member: Member, on: dt.date) -> list[Coming]:
    """Return every coming expiry: the points left by the first day they cannot be spent."""
    ending = PointsLot.objects.of_member(member).live(on=on).exclude(expires_on=NEVER)
    return _by_day(ending, "expires_on")


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
