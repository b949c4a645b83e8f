"""Telling guides, and at the end their managers, whose time is running out."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef

from guides.enums import WarningTo
from guides.models import DueWarning, Ownership, OwnershipRule
from stores.models import Store

_AT_ONCE = 2_000


def warn(*, store: Store, on: dt.date, at: dt.datetime) -> int:
    """Write down the warnings of ``store`` that are due on ``on``; return how many.

    A guide is told when the first and when the last days of the rule begin, her manager when
    the last ones do; each once for a last day. A visit moves that day, and warnings begin anew.
    """
    return sum(
        _warn(store, rule, to, days, on=on, at=at)
        for rule in OwnershipRule.objects.order_by("pk")
        for to, days in _ladder(rule)
    )


def _ladder(rule: OwnershipRule) -> list[tuple[WarningTo, int]]:
    steps = [(WarningTo.GUIDE, rule.warn_days), (WarningTo.GUIDE, rule.last_warn_days)]
    return [*dict.fromkeys(steps), (WarningTo.MANAGER, rule.last_warn_days)]


def _warn(
    store: Store, rule: OwnershipRule, to: WarningTo, days: int, *, on: dt.date, at: dt.datetime
) -> int:
    told = DueWarning.objects.filter(
        ownership=OuterRef("pk"), due_on=OuterRef("due_on"), to=to, days=days
    )
    due = Ownership.objects.open().filter(
        ~Exists(told),
        store=store,
        rule=rule,
        due_on__range=(on, on + dt.timedelta(days=days)),
    )
    warnings = [
        DueWarning(ownership_id=key, due_on=due_on, to=to, days=days, made_at=at)
        for key, due_on in due.order_by("due_on", "pk").values_list("pk", "due_on")
    ]
    DueWarning.objects.bulk_create(warnings, batch_size=_AT_ONCE, ignore_conflicts=True)
    return len(warnings)
