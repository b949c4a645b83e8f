"""Why a member has the grade she has, in one sentence."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.money import yuan
from loyalty.models import MemberScore


def why_graded(score: MemberScore) -> str:
    """Return the grade and what made it, by the rule it was made under."""
    rule = score.rule
    words = _(
        "%(grade)s · %(score)s of 100: last visit %(day)s (%(recency)s of 5, counts "
        "%(by_recency)s%%), visits: %(visits)s (%(frequency)s of 5, %(by_frequency)s%%), %(net)s "
        "(%(amount)s of 5, %(by_amount)s%%) in %(months)s months"
    )
    return words % {
        "grade": score.grade,
        "score": score.score,
        "day": date_format(score.last_on, "Y-m-d"),
        "recency": score.recency,
        "by_recency": rule.recency_weight,
        "visits": score.visits,
        "frequency": score.frequency,
        "by_frequency": rule.frequency_weight,
        "net": yuan(score.net),
        "amount": score.amount,
        "by_amount": rule.amount_weight,
        "months": rule.months,
    }
