"""Points as money: how many may pay, and what they pay."""

import datetime as dt
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.domain.ledger import ReferenceReused, lock_account
from loyalty.domain.redemption import (
    BelowMinimum,
    MoreThanTheShare,
    NotEnoughPoints,
    NotInSteps,
    RedemptionClosed,
    most_points,
    points_value,
    redeem_points,
    require_redeemable,
    usable_points,
)
from loyalty.models import PointsEntry, RedemptionRule
from loyalty.queries import ledger_faults, standing
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.shop import sell

CENT_EACH = RedemptionRule()
HALF_AT_LEAST_100 = RedemptionRule(minimum=100, share=5_000)
PENNY_FRACTIONS = RedemptionRule(point_value=Decimal("0.0033"))
HUNDREDS = RedemptionRule(step=100)
HUNDREDS_AT_LEAST_250 = RedemptionRule(step=100, minimum=250)
YEAR_END = RedemptionRule(opens_on=DAY + dt.timedelta(days=1), closes_on=DAY + dt.timedelta(days=3))
rules = st.builds(
    RedemptionRule,
    point_value=st.decimals("0.0001", "2", places=4),
    minimum=st.integers(1, 500),
    step=st.integers(1, 200),
    share=st.integers(0, 10_000),
)
yuan = st.decimals("0.00", "500.00", places=2)


@pytest.mark.parametrize(
    ("rule", "due", "balance", "most"),
    [
        (CENT_EACH, "88.00", 500, 500),
        (CENT_EACH, "4.40", 500, 440),
        (CENT_EACH, "0.00", 500, 0),
        (CENT_EACH, "88.00", -10, 0),
        (HALF_AT_LEAST_100, "8.00", 500, 400),
        (HALF_AT_LEAST_100, "1.98", 500, 0),
        (HALF_AT_LEAST_100, "88.00", 99, 0),
        (PENNY_FRACTIONS, "1.00", 9_999, 303),
        (PENNY_FRACTIONS, "1.00", 1, 0),
        (HUNDREDS, "12.34", 5_000, 1_200),
        (HUNDREDS, "12.34", 990, 900),
        (HUNDREDS, "0.99", 5_000, 0),
        (HUNDREDS_AT_LEAST_250, "12.34", 299, 0),
        (HUNDREDS_AT_LEAST_250, "12.34", 300, 300),
        (YEAR_END, "12.34", 5_000, 0),
    ],
)
def test_no_more_points_pay_than_the_rule_the_ticket_and_the_balance_allow(
    rule, due, balance, most
):
    assert most_points(Decimal(due), balance=balance, rule=rule, on=DAY) == most


@pytest.mark.parametrize(
    ("rule", "points", "yuan"),
    [(CENT_EACH, 137, "1.37"), (PENNY_FRACTIONS, 303, "1.00"), (PENNY_FRACTIONS, 1, "0.00")],
)
def test_points_pay_whole_fen(rule, points, yuan):
    assert points_value(points, rule=rule) == Decimal(yuan)


@pytest.mark.django_db
def test_redeem_points_for_one_sale_happens_once_and_only_as_far_as_they_reach():
    shift = ShiftFactory()
    member = MemberFactory(home_store=shift.till.store)
    sale = sell(shift, (ProductFactory(), 1), member=member, at=NOON)
    redeem = partial(redeem_points, account=lock_account(member=member), sale=sale, at=NOON)

    with pytest.raises(NotEnoughPoints) as refusal:
        redeem(points=101)
    first = redeem(points=60)
    again = redeem(points=60)
    with pytest.raises(ReferenceReused):
        redeem(points=61)

    assert (refusal.value.short_by, again) == (1, first)
    assert standing(member=member, at=NOON).balance == 40
    assert PointsEntry.objects.count() == 2
    assert ledger_faults() == []


@pytest.mark.parametrize(
    ("day", "most"),
    [(0, 0), (1, 1_234), (2, 1_234), (3, 0)],
    ids=["before", "first", "last", "after"],
)
def test_points_pay_while_the_window_is_open(day, most):
    on = DAY + dt.timedelta(days=day)

    assert most_points(Decimal("12.34"), balance=5_000, rule=YEAR_END, on=on) == most


def test_points_pay_a_total_to_the_fen():
    """T37."""
    most = most_points(Decimal("268.28"), balance=99_999, rule=CENT_EACH, on=DAY)

    assert (most, points_value(most, rule=CENT_EACH)) == (26_828, Decimal("268.28"))


@given(due=yuan, balance=st.integers(-50, 100_000), rule=rules)
def test_the_most_points_that_pay_are_worth_something_and_never_more_than_the_share(
    due, balance, rule
):
    """T38, T39: whole points, worth at least a fen, worth no more than what they may pay."""
    most = most_points(due, balance=balance, rule=rule, on=DAY)

    assert isinstance(most, int)
    if most:
        assert 0 < points_value(most, rule=rule) <= due * rule.share / 10_000
        assert rule.minimum <= most <= balance
        assert most % rule.step == 0
        require_redeemable(most, due=due, balance=balance, rule=rule, on=DAY)


@given(due=yuan, balance=st.integers(0, 5_000), wanted=st.integers(0, 6_000), rule=rules)
def test_any_number_within_the_rules_may_be_chosen_and_nothing_else_is_used(
    due, balance, wanted, rule
):
    """T36: the cashier chooses; what does not fit is brought down to what does."""
    facts = {"due": due, "balance": balance, "rule": rule, "on": DAY}
    used = usable_points(wanted, **facts)

    try:
        require_redeemable(wanted, **facts)
    except (BelowMinimum, MoreThanTheShare, NotEnoughPoints, NotInSteps):
        assert used == 0 or used < wanted
    else:
        assert used == wanted


@pytest.mark.parametrize(
    ("rule", "points", "refusal", "facts"),
    [
        (YEAR_END, 10, RedemptionClosed, {"opens_on": DAY + dt.timedelta(days=1)}),
        (HUNDREDS, 250, NotInSteps, {"step": 100}),
        (HUNDREDS_AT_LEAST_250, 200, BelowMinimum, {"minimum": 250}),
        (HALF_AT_LEAST_100, 618, MoreThanTheShare, {"most": 617}),
        (CENT_EACH, 1_001, NotEnoughPoints, {"short_by": 1}),
        (PENNY_FRACTIONS, 1, BelowMinimum, {"minimum": 2}),
    ],
)
def test_each_refusal_has_its_name_and_its_facts(rule, points, refusal, facts):
    with pytest.raises(refusal) as refused:
        require_redeemable(points, due=Decimal("12.34"), balance=1_000, rule=rule, on=DAY)

    assert {name: getattr(refused.value, name) for name in facts} == facts


@pytest.mark.django_db
def test_redeem_points_keeps_to_the_rule_of_the_day():
    shift = ShiftFactory()
    member = MemberFactory(home_store=shift.till.store)
    sale = sell(shift, (ProductFactory(), 3), member=member, at=NOON)
    RedemptionRule.objects.create(effective_from=DAY, step=100, share=5_000)
    redeem = partial(redeem_points, account=lock_account(member=member), sale=sale, at=NOON)

    with pytest.raises(NotInSteps):
        redeem(points=150)

    assert redeem(points=200).points == -200
    assert PointsEntry.objects.filter(kind="redeem").count() == 1
