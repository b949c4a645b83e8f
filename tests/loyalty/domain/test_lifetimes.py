"""The first day points can be spent, and the first day they no longer can."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.periods import month_of
from loyalty.domain.lifetimes import expiry, spendable_from
from loyalty.enums import LifeEnd
from loyalty.models import ALWAYS, NEVER, EarningRule

days = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))


def rule(months: int | None = None, end: LifeEnd = LifeEnd.DAY, pending: int = 0) -> EarningRule:
    return EarningRule(life_months=months, life_end=end, pending_days=pending)


@pytest.mark.parametrize(
    ("earned_on", "months", "end", "expires_on"),
    [
        ("2026-03-02", None, LifeEnd.DAY, "9999-12-31"),
        ("2026-03-02", None, LifeEnd.YEAR, "9999-12-31"),
        ("2026-03-02", 1, LifeEnd.DAY, "2026-04-02"),
        ("2026-01-31", 1, LifeEnd.DAY, "2026-02-28"),
        ("2024-02-29", 12, LifeEnd.DAY, "2025-02-28"),
        ("2026-03-02", 0, LifeEnd.DAY, "2026-03-03"),
        ("2026-03-02", 1, LifeEnd.MONTH, "2026-05-01"),
        ("2026-03-31", 12, LifeEnd.MONTH, "2027-04-01"),
        ("2026-12-31", 0, LifeEnd.MONTH, "2027-01-01"),
        ("2026-03-02", 6, LifeEnd.QUARTER, "2026-10-01"),
        ("2026-11-30", 3, LifeEnd.QUARTER, "2027-04-01"),
        ("2026-01-01", 12, LifeEnd.YEAR, "2028-01-01"),
        ("2026-12-31", 12, LifeEnd.YEAR, "2028-01-01"),
        ("2026-12-31", 0, LifeEnd.YEAR, "2027-01-01"),
    ],
)
def test_expiry_is_the_day_after_the_life_with_its_last_period(earned_on, months, end, expires_on):
    life = expiry(rule(months, end), earned_on=dt.date.fromisoformat(earned_on))

    assert life == dt.date.fromisoformat(expires_on)


@given(day=days, months=st.integers(0, 36), end=st.sampled_from(LifeEnd))
def test_expiry_never_ends_before_it_begins_and_never_runs_backwards(day, months, end):
    life = expiry(rule(months, end), earned_on=day)

    assert day < life < NEVER
    assert life <= expiry(rule(months, end), earned_on=day + dt.timedelta(days=1))


@given(day=days, months=st.integers(0, 36), end=st.sampled_from(list(LifeEnd)[1:]))
def test_points_of_one_month_expire_together_unless_each_has_its_day(day, months, end):
    assert expiry(rule(months, end), earned_on=day) == expiry(
        rule(months, end), earned_on=month_of(day)
    )


def test_spendable_from_waits_for_the_days_of_the_rule():
    day = dt.date(2026, 2, 27)

    assert spendable_from(rule(pending=7), earned_on=day) == dt.date(2026, 3, 6)
    assert spendable_from(rule(), earned_on=day) == ALWAYS
