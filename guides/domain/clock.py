"""The clock of ownership, computed in this one place.

It starts at the later of the day a guide got the member and the member's last visit that
counts: one that no return has undone, in any store unless the rule says otherwise, and paid
with money unless the rule says otherwise. The guide keeps the member through the day that lies
the rule's months later; the next morning's run may take her back.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from common.periods import add_months
from guides.enums import OwnershipReason, OwnershipState
from guides.models import Ownership, OwnershipRule
from loyalty.models import Tier
from membership.models import Member
from sales.enums import TenderKind
from sales.models import Tender, Visit
from stores.models import Store


class NoOwnershipRule(Exception):
    """No ownership rule has begun by this day."""


def rule_for(*, store: Store, tier: Tier | None, on: dt.date) -> OwnershipRule:
    """Return the most particular rule in force on ``on``: store and tier, store, tier, neither.

    :raises NoOwnershipRule: if none has begun
    """
    rule = (
        OwnershipRule.objects.filter(
            Q(store=None) | Q(store=store), Q(tier=None) | Q(tier=tier), effective_from__lte=on
        )
        .annotate(
            particular=Case(
                When(store__isnull=False, tier__isnull=False, then=Value(3)),
                When(store__isnull=False, then=Value(2)),
                When(tier__isnull=False, then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            )
        )
        .order_by("-particular", "-effective_from")
        .first()
    )
    if rule is None:
        raise NoOwnershipRule
    return rule


def due_on(*, clock_from: dt.date, rule: OwnershipRule, state: str) -> dt.date:
    """Return the last day a member is kept whose clock started on ``clock_from``."""
    months = rule.trial_months if state == OwnershipState.TRIAL else rule.months
    return add_months(clock_from, months)


def renewing(*, rule: OwnershipRule, store_id: int | OuterRef) -> QuerySet[Visit]:
    """Return the visits that renew an ownership in the store under ``rule``."""
    if rule.counts_points:
        visits = Visit.objects.filter(
            Q(net__gt=F("returned_later")) | Q(net=0, returned_later=0, tickets__gt=0)
        )
    else:
        # The index brings few visits; only of those the payment is asked.
        tenders = Tender.objects.filter(
            sale__member=OuterRef("member"),
            sale__store=OuterRef("store"),
            sale__business_day=OuterRef("business_day"),
            amount__gt=0,
        )
        by_points = tenders.filter(kind=TenderKind.POINTS)
        with_money = tenders.exclude(kind=TenderKind.POINTS)
        visits = Visit.objects.standing().exclude(Exists(by_points) & ~Exists(with_money))
    return visits if rule.counts_elsewhere else visits.filter(store=store_id)


def last_visit_day(*, member: Member, rule: OwnershipRule, store_id: int) -> dt.date | None:
    """Return the day of the member's last visit that counts under ``rule`` in the store."""
    return (
        renewing(rule=rule, store_id=store_id)
        .filter(member=member)
        .order_by("-business_day")
        .values_list("business_day", flat=True)
        .first()
    )


def wind(ownership: Ownership, *, began_on: dt.date, last_visit: dt.date | None) -> None:
    """Set the clock of ``ownership``; a visit since ``began_on`` turns a trial into ownership.

    When that visit is taken away by a return, a drawn member is on trial again.
    """
    bought = last_visit is not None and last_visit >= began_on
    on_trial = ownership.reason == OwnershipReason.DRAW and not bought
    ownership.state = OwnershipState.TRIAL if on_trial else OwnershipState.OWNED
    ownership.clock_from = last_visit if bought and last_visit else began_on
    ownership.due_on = due_on(
        clock_from=ownership.clock_from, rule=ownership.rule, state=ownership.state
    )
