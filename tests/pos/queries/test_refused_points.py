"""The cashier reads why so many points do not pay."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from loyalty.models import RedemptionRule
from loyalty.programme import Programme
from loyalty.queries import Standing
from pos.queries.refused_points import why_points_do_not_pay
from tests.factories import DAY

TOMORROW = DAY + dt.timedelta(days=1)
NEXT_WEEK = DAY + dt.timedelta(days=7)


@pytest.mark.parametrize(
    ("rule", "points", "why"),
    [
        ({}, 500, ""),
        ({"step": 100}, 0, ""),
        ({"step": 100}, 250, "Points pay in steps of 100."),
        ({"minimum": 1_000}, 500, "At least 1,000 points pay."),
        ({}, 2_501, "She can spend 501 points less."),
        ({"share": 1_000}, 500, "At most 100 points pay of this ticket."),
        (
            {"opens_on": TOMORROW, "closes_on": NEXT_WEEK},
            500,
            "Points pay from 2026-03-03 to 2026-03-08.",
        ),
        ({"opens_on": TOMORROW}, 500, "Points pay from 2026-03-03 on."),
        ({"closes_on": DAY}, 500, "Points paid until 2026-03-01."),
    ],
)
def test_why_points_do_not_pay(rule, points, why):
    redemption = RedemptionRule(effective_from=DAY, **rule)
    standing = Standing(spendable=2_000, programme=Programme(redemption=[redemption]))

    with translation.override("en"):
        said = why_points_do_not_pay(points, due=Decimal(10), standing=standing, on=DAY)

    assert said == why
