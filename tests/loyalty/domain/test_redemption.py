"""Points as money: how many may pay, and what they pay."""

from decimal import Decimal
from functools import partial

import pytest

from loyalty.domain.ledger import ReferenceReused, lock_account
from loyalty.domain.redemption import NotEnoughPoints, most_points, points_value, redeem_points
from loyalty.models import PointsEntry, RedemptionRule
from loyalty.queries import ledger_faults, standing
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.shop import sell

CENT_EACH = RedemptionRule()
HALF_AT_LEAST_100 = RedemptionRule(minimum=100, share=5_000)
PENNY_FRACTIONS = RedemptionRule(point_value=Decimal("0.0033"))


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
    ],
)
def test_no_more_points_pay_than_the_rule_the_ticket_and_the_balance_allow(
    rule, due, balance, most
):
    assert most_points(Decimal(due), balance=balance, rule=rule) == most


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
