"""What guides had in their hands at the end of a day, as it stood then."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from common.periods import add_months, midnight
from guides.domain.clock import renewing
from guides.enums import OwnershipReason, OwnershipState
from guides.models import Ownership, OwnershipRule
from guides.models.ownership import in_days_of_warning
from reports.queries.facts import A_DAY
from reports.scope import Scope

Rows = list[dict[str, Any]]
Place = tuple[int, int]  # the keys of a store and of a guide


def in_hand(scope: Scope, *, day: dt.date) -> QuerySet[Ownership]:
    """Return the ownerships that held at the end of ``day``."""
    end = midnight(day + A_DAY)
    begun = Ownership.objects.filter(scope.at("store"), starts_at__lt=end)
    return begun.filter(Q(ends_at=None) | Q(ends_at__gte=end))


def held_on(scope: Scope, *, day: dt.date) -> list[dict[str, Any]]:
    """Return by store and guide how many she held at the end of ``day``.

    ``owned`` and ``on_trial`` part them; ``due`` were in the first days of warning. A clock that
    has run anew since is put back to the last visit up to that day, by the rule it has now.
    """
    hands = in_hand(scope, day=day)
    since = hands.filter(clock_from__gt=day)
    rules = OwnershipRule.objects.filter(pk__in=since.values("rule")).order_by("pk")
    parts = [
        _as_they_stand(hands.filter(clock_from__lte=day), day),
        *(_put_back(since.filter(rule=rule), rule, day) for rule in rules),
    ]
    found: dict[Place, Counter[str]] = defaultdict(Counter)
    for part in parts:
        for row in part:
            found[row.pop("store"), row.pop("guide")].update(row)
    return [{"place": store, "who": guide} | facts for (store, guide), facts in found.items()]


def _as_they_stand(hands: QuerySet[Ownership], day: dt.date) -> Rows:
    on_trial = Q(state=OwnershipState.TRIAL)
    return _counted(hands, on_trial, ~on_trial, in_days_of_warning(on=day))


def _put_back(hands: QuerySet[Ownership], rule: OwnershipRule, day: dt.date) -> Rows:
    visits = renewing(rule=rule, store_id=OuterRef("store")).filter(
        member=OuterRef("member"),
        business_day__gte=OuterRef("began_on"),
        business_day__lte=day,
    )
    last = visits.order_by("-business_day").values("business_day")[:1]
    then = hands.annotate(began_on=TruncDate("starts_at")).annotate(visited_on=Subquery(last))
    then = then.annotate(ran_from=Coalesce("visited_on", "began_on"))
    on_trial = Q(reason=OwnershipReason.DRAW, visited_on=None)
    owned = ~Q(reason=OwnershipReason.DRAW) | Q(visited_on__isnull=False)
    limit = day + dt.timedelta(rule.warn_days)
    due = owned & Q(ran_from__lte=_latest(limit, rule.months))
    due |= on_trial & Q(ran_from__lte=_latest(limit, rule.trial_months))
    return _counted(then, on_trial, owned, due)


def _counted(hands: QuerySet[Ownership], on_trial: Q, owned: Q, due: Q) -> Rows:
    counted = (
        hands.order_by()
        .values("store", "guide")
        .annotate(
            owned=Count("pk", filter=owned),
            on_trial=Count("pk", filter=on_trial),
            due=Count("pk", filter=due),
        )
    )
    return [dict(row) for row in counted]


def _latest(limit: dt.date, months: int) -> dt.date:
    """Return the last day from which ``months`` lead no farther than to ``limit``."""
    day = add_months(limit, -months)
    while add_months(day + A_DAY, months) <= limit:
        day += A_DAY
    return day
