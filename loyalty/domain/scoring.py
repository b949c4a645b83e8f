"""Members score by when, how often and for how much they bought, and are graded A, B or C.

The score is the mean of the three fifths (RFM), weighted by the rule, times 20: 20 to 100, what
is left of a point dropped. The grade is where the score lies among all, by share of members or
of net sales. It tells a guide where to begin; no price asks for it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from common.periods import add_months
from loyalty.domain.scoring_sql import COUNT, DROP, WRITE
from loyalty.enums import Grade
from loyalty.models import MemberScore, ScoringRule


class NoScoringRule(Exception):
    """No scoring rule has begun by this day."""


@dataclass(frozen=True)
class GradeCount:
    """How many members have a grade, and what they bought in the months looked at."""

    grade: Grade
    members: int = 0
    visits: int = 0
    net: Decimal = Decimal(0)


def scoring_rule(*, on: dt.date) -> ScoringRule:
    """Return the scoring rule in force on ``on``.

    :raises NoScoringRule: if none has begun
    """
    rule = ScoringRule.objects.in_force(on=on).first()
    if rule is None:
        raise NoScoringRule
    return rule


@transaction.atomic
def score_members(*, on: dt.date) -> int:
    """Score and grade every current member anew, as of the end of ``on``; return how many.

    Doing it again changes nothing.

    :raises NoScoringRule: if no rule has begun
    """
    rule = scoring_rule(on=on)
    given = _given(rule, on=on) | {"rule": rule.pk}
    with connection.cursor() as cursor:
        cursor.execute(DROP, given)
        cursor.execute(WRITE, given)
    return MemberScore.objects.count()


def try_rule(rule: ScoringRule, *, on: dt.date) -> list[GradeCount]:
    """Return what ``rule``, saved or not, would make of all members as of ``on``; write nothing."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, _given(rule, on=on))
        found = {row[0]: row for row in cursor.fetchall()}
    return [_counted(grade, found.get(grade.value)) for grade in Grade]


def _counted(grade: Grade, row: tuple[Any, ...] | None) -> GradeCount:
    if row is None:
        return GradeCount(grade)
    return GradeCount(grade, row[1], int(row[2]), Decimal(int(row[3])) / 100)


def _given(rule: ScoringRule, *, on: dt.date) -> dict[str, Any]:
    date = connection.ops.adapt_datefield_value
    return {
        "after": date(add_months(on, -rule.months)),
        "on": date(on),
        "recency": rule.recency_weight,
        "frequency": rule.frequency_weight,
        "amount": rule.amount_weight,
        "cut_by": rule.cut_by,
        "a_share": rule.a_share,
        "b_share": rule.b_share,
    }
