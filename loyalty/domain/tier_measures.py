"""What members did, measured as the criteria of tiers count it: for one member or for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import (
    Count,
    DecimalField,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Round
from django.utils import timezone

from common.aggregates import MONEY, sum_money
from common.money import ZERO
from loyalty.domain.tier_criteria import Measured, Span
from loyalty.enums import Decision, Match, Measure
from loyalty.models import PointsAccount, PointsEntry, TierApplication, TierCriterion
from loyalty.models.tier import Asked
from membership.enums import CardStatus, IssueWay
from membership.models import Card, Member
from sales.enums import SaleKind
from sales.models import Sale, SaleLine, Visit

Members: TypeAlias = QuerySet[Any, Any] | Iterable[int]
Rows: TypeAlias = Any
"""A queryset of (member, value, first)."""

PAID_FOR = [CardStatus.ISSUED, CardStatus.LOST]


class MemberFacts:
    """What one member did, as the tables say; each thing is looked up once, when asked for."""

    def __init__(self, *, member: Member, account: PointsAccount | None) -> None:
        self._member, self._account = member, account
        self._known: dict[tuple[object, ...], Measured] = {}

    def measured(self, criterion: TierCriterion, span: Span) -> Measured:
        """Return what ``criterion`` counts, done within ``span``."""
        key = (criterion.measure, span.after, span.until, _particular(criterion))
        if key not in self._known:
            self._known[key] = self._look_up(criterion, span)
        return self._known[key]

    def _look_up(self, criterion: TierCriterion, span: Span) -> Measured:
        if criterion.measure == Measure.POINTS:
            return self._points(span)
        row = next(iter(measured(criterion, span=span, members=[self._member.pk])), None)
        return as_measured(row[1], row[2]) if row else Measured()

    def _points(self, span: Span) -> Measured:
        if self._account is None:
            return Measured()
        entries = PointsEntry.objects.filter(account=self._account)
        found = _within(entries, "occurred_at", span).aggregate(**_POINTS)
        return as_measured(found["value"] or 0, found["first"])


def measured(criterion: TierCriterion, *, span: Span, members: Members) -> Rows:
    """Return (member, value, first) of those ``members`` who did what ``criterion`` counts.

    ``first`` is when the first of it was done that counts: a moment, a day, or None where
    nothing leaves the window.
    """
    return _MEASURES[Measure(criterion.measure)](criterion, span, members).order_by()


def as_measured(value: Decimal | int, first: dt.datetime | dt.date | None) -> Measured:
    """Return what a row of ``measured`` says."""
    day = timezone.localdate(first) if isinstance(first, dt.datetime) else first
    return Measured(Decimal(value), day)


def meeting(asked: Asked, *, span: Span, members: Members) -> set[int]:
    """Return the keys of those ``members`` who meet what is ``asked`` within ``span``."""
    met = [_meeting(criterion, span=span, members=members) for criterion in asked.criteria]
    if not met:
        return set()
    return set.intersection(*met) if asked.match == Match.ALL else set.union(*met)


def paid_cards(members: Members) -> QuerySet[Card]:
    """Return the cards ``members`` paid for and may still use, or lost."""
    return Card.objects.filter(member__in=members, way=IssueWay.SOLD, status__in=PAID_FOR)


def approvals(members: Members) -> QuerySet[TierApplication]:
    """Return the applications of ``members`` that were approved."""
    return TierApplication.objects.filter(member__in=members, state=Decision.APPROVED)


def _meeting(criterion: TierCriterion, *, span: Span, members: Members) -> set[int]:
    rows = measured(criterion, span=span, members=members)
    enough = rows.filter(value__gte=criterion.threshold or Decimal(1))
    return {key for key, *_ in enough.iterator(chunk_size=10_000)}


def _within(rows: Rows, moment: str, span: Span) -> Rows:
    return rows.filter(**{f"{moment}__gt": span.after, f"{moment}__lte": span.until})


_POINTS = {
    "value": Sum("qualifying"),
    "first": Min("occurred_at", filter=Q(qualifying__gt=0)),
}
_NEVER = Value(None, DecimalField())


def _points(_criterion: TierCriterion, span: Span, members: Members) -> Rows:
    entries = PointsEntry.objects.filter(account__member__in=members).exclude(qualifying=0)
    rows = _within(entries, "occurred_at", span).values("account__member").annotate(**_POINTS)
    return rows.values_list("account__member", "value", "first")


def _net(_criterion: TierCriterion, span: Span, members: Members) -> Rows:
    sales = _within(Sale.objects.filter(member__in=members), "sold_at", span)
    first = Min("sold_at", filter=Q(net__gt=0))
    rows = sales.values("member").annotate(value=sum_money("net"), first=first)
    return rows.values_list("member", "value", "first")


def _ticket(criterion: TierCriterion, span: Span, members: Members) -> Rows:
    """The largest ticket less what came back of it; small ones are not looked at."""
    lines = SaleLine.objects.filter(
        original__sale=OuterRef("pk"), sale__sold_at__lte=span.until
    ).values("original__sale")
    came_back = Subquery(lines.annotate(sum=Sum("net")).values("sum"), output_field=MONEY)
    large = Sale.objects.filter(
        member__in=members, kind=SaleKind.SALE, net__gte=criterion.threshold
    )
    left = Round(F("net") + Coalesce(came_back, ZERO), 2, output_field=MONEY)
    rows = _within(large, "sold_at", span).annotate(left=left).values("member")
    return rows.annotate(value=Max("left"), first=_NEVER).values_list("member", "value", "first")


def _visits(_criterion: TierCriterion, span: Span, members: Members) -> Rows:
    days = Visit.objects.standing().filter(
        member__in=members, business_day__range=(span.first_day, span.last_day)
    )
    rows = days.values("member").annotate(value=Count("pk"), first=Min("business_day"))
    return rows.values_list("member", "value", "first")


def _paid_card(_criterion: TierCriterion, span: Span, members: Members) -> Rows:
    cards = paid_cards(members).filter(
        Q(expires_on=None) | Q(expires_on__gt=span.last_day), issued_at__lte=span.until
    )
    rows = cards.values("member").annotate(value=Count("pk"), first=_NEVER)
    return rows.values_list("member", "value", "first")


def _approval(criterion: TierCriterion, span: Span, members: Members) -> Rows:
    approved = approvals(members).filter(tier=criterion.tier_id)
    decided = _within(approved, "decided_at", span)
    rows = decided.values("member").annotate(value=Count("pk"), first=_NEVER)
    return rows.values_list("member", "value", "first")


_MEASURES: dict[Measure, Callable[[TierCriterion, Span, Members], Rows]] = {
    Measure.POINTS: _points,
    Measure.NET: _net,
    Measure.TICKET: _ticket,
    Measure.VISITS: _visits,
    Measure.PAID_CARD: _paid_card,
    Measure.APPROVAL: _approval,
}


def _particular(criterion: TierCriterion) -> object:
    """What else than measure and window changes the answer."""
    match criterion.measure:
        case Measure.TICKET:
            return criterion.threshold
        case Measure.APPROVAL:
            return criterion.tier_id
    return None
