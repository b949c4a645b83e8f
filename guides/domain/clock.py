"""The clock of ownership, computed in this one place.

It starts at the later of the day a guide got the member and the member's last standing
visit (one that no return has undone), anywhere in the brand. The guide keeps the member
through the day that lies the rule's months later; the next morning's run may take her back.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, IntegerField, Q, Value, When

from common.periods import add_months
from guides.enums import OwnershipState
from guides.models import Ownership, OwnershipRule
from loyalty.models import Tier
from membership.models import Member
from sales.models import Visit
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


def last_visit_day(*, member: Member) -> dt.date | None:
    """Return the day of the member's last standing visit, in any store."""
    return (
        Visit.objects.standing()
        .filter(member=member)
        .order_by("-business_day")
        .values_list("business_day", flat=True)
        .first()
    )


def wind(ownership: Ownership, *, began_on: dt.date, last_visit: dt.date | None) -> None:
    """Set the clock of ``ownership``; a visit since ``began_on`` turns a trial into ownership."""
    bought = last_visit is not None and last_visit >= began_on
    if bought:
        ownership.state = OwnershipState.OWNED
    ownership.clock_from = last_visit if bought and last_visit else began_on
    ownership.due_on = due_on(
        clock_from=ownership.clock_from, rule=ownership.rule, state=ownership.state
    )
