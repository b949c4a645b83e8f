"""Tiers worked out anew from the facts.

The tier of a moment follows from what was decided and what was bought up to it; nothing later
counts. Working it out uses the criteria as they are now, so it explains a tier under the rules
of today; the self-check finds what no rule explains, for everybody at once.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import F, QuerySet
from django.utils import timezone

from common.aggregates import sum_money
from loyalty.domain.tier_criteria import Measured, Span, earned_tier
from loyalty.domain.tier_holding import in_force
from loyalty.domain.tier_measures import MemberFacts
from loyalty.enums import Measure, TierReason
from loyalty.models import PointsAccount, Tier, TierAssignment, TierCriterion
from loyalty.programme import Programme, programme
from membership.models import Member
from sales.enums import SaleKind
from sales.models import Sale, SaleLine

FOLLOWING = [TierReason.UPGRADE, TierReason.UNDONE]


def tier_at(*, member: Member, at: dt.datetime) -> Tier | None:
    """Return the tier kept for ``member`` at ``at``."""
    held = TierAssignment.objects.holding(at=at).filter(member=member).order_by("-starts_at", "-pk")
    now = in_force(held.select_related("before").first(), on=timezone.localdate(at))
    return programme().by_key[now.tier_id] if now else None


def rebuilt_tier(*, member: Member, at: dt.datetime) -> Tier | None:
    """Return the tier ``member`` must have had at ``at`` by the criteria of today."""
    return _Climb(member, programme()).until(at)


class _Climb:
    """The ladder climbed again, event by event."""

    def __init__(self, member: Member, rules: Programme) -> None:
        self.member, self.rules = member, rules
        self.facts = _FactsThen(member)
        self.tier: Tier | None = None
        self.former: Tier | None = None
        self.rose_at: dt.datetime | None = None

    def until(self, at: dt.datetime) -> Tier | None:
        """Return the tier after all that happened up to ``at``."""
        decided = self.member.tier_assignments.filter(starts_at__lte=at).exclude(
            reason__in=FOLLOWING
        )
        sales = self.member.sales.filter(sold_at__lte=at)
        events: list[tuple[dt.datetime, int, TierAssignment | Sale]] = [
            *((one.starts_at, 0, one) for one in decided),
            *((one.sold_at, one.pk, one) for one in sales),
        ]
        for _moment, _key, event in sorted(events, key=lambda event: event[:2]):
            if isinstance(event, TierAssignment):
                self.tier, self.former = self.rules.by_key[event.tier_id], None
            elif event.kind == SaleKind.SALE:
                self._buys(event)
            else:
                self._brings_back(event)
        return self.tier

    def _buys(self, sale: Sale) -> None:
        self.former = None
        reached = self._earned(self.tier, at=sale.sold_at)
        if reached:
            self.former, self.tier, self.rose_at = self.tier, reached, sale.sold_at

    def _brings_back(self, back: Sale) -> None:
        if self.former is None or self.tier is None or self.rose_at is None:
            return
        earned = self._earned(self.former, at=self.rose_at, counted_until=back.sold_at)
        if earned is None or earned.rank < self.tier.rank:
            self.tier, self.former = earned or self.former, None

    def _earned(
        self, tier: Tier | None, *, at: dt.datetime, counted_until: dt.datetime | None = None
    ) -> Tier | None:
        if tier is None:
            return None
        return earned_tier(
            self.rules,
            tier,
            facts=self.facts,
            joined_on=self.member.joined_on,
            at=at,
            counted_until=counted_until,
        )


class _FactsThen(MemberFacts):
    """What one member had done by the end of a window; later returns undo no visit in it."""

    def __init__(self, member: Member) -> None:
        super().__init__(member=member, account=PointsAccount.objects.filter(member=member).first())

    def measured(self, criterion: TierCriterion, span: Span) -> Measured:
        """Return what ``criterion`` counts; visits from the receipts, which know their moment."""
        if criterion.measure == Measure.VISITS:
            return self._visits(span)
        return super().measured(criterion, span)

    def _visits(self, span: Span) -> Measured:
        sales = self._member.sales.filter(sold_at__lte=span.until)
        days: dict[tuple[int, dt.date], Decimal] = {}
        for store, day, net in sales.values_list("store", "business_day").annotate(
            sum=sum_money("net")
        ):
            days[store, day] = net
        for store, day, net in _returned_later(sales):
            days[store, day] = min(days[store, day], days[store, day] + net)
        counted = [
            day
            for (_store, day), net in days.items()
            if net > 0 and span.first_day <= day <= span.last_day
        ]
        return Measured(Decimal(len(counted)), min(counted, default=None))


def _returned_later(sales: QuerySet[Sale]) -> list[tuple[int, dt.date, Decimal]]:
    """Return what came back on another day or in another store, by where it was bought."""
    lines = SaleLine.objects.filter(sale__in=sales.values("pk"), original__isnull=False)
    elsewhere = lines.exclude(
        sale__business_day=F("original__sale__business_day"),
        sale__store=F("original__sale__store"),
    )
    rows = elsewhere.values_list("original__sale__store", "original__sale__business_day")
    return list(rows.annotate(sum=sum_money("net")).order_by())
