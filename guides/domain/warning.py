"""Telling guides, and at the end their managers, whose time is running out."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from guides.enums import WarningTo
from guides.models import OwnershipRule
from stores.models import Store

WARN = """
INSERT INTO guides_duewarning (ownership_id, "to", days, due_on, made_at)
SELECT id, %s, %s, due_on, %s
FROM guides_ownership
WHERE ends_at IS NULL AND store_id = %s AND rule_id = %s AND due_on BETWEEN %s AND %s
ORDER BY due_on, id
ON CONFLICT DO NOTHING
"""


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
    stored = connection.ops
    first, last = map(stored.adapt_datefield_value, (on, on + dt.timedelta(days=days)))
    with connection.cursor() as cursor:
        cursor.execute(
            WARN,
            [to, days, stored.adapt_datetimefield_value(at), store.pk, rule.pk, first, last],
        )
        return int(cursor.rowcount)
