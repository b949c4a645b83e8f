"""Each promise of the tables of loyalty, broken by name."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.enums import EntryKind, TierReason
from loyalty.models import (
    EarningRule,
    LotAllocation,
    PointsAccount,
    PointsEntry,
    PointsLot,
    RedemptionRule,
    Tier,
    TierAssignment,
)
from tests.constraints import promises_of, refused
from tests.factories import DAY, NOON, MemberFactory

pytestmark = pytest.mark.django_db

EARLIER = NOON - dt.timedelta(seconds=1)


def account(**facts):
    return PointsAccount.objects.create(member=MemberFactory(), **facts)


def entry(**facts):
    given = {"kind": EntryKind.EARN, "points": 10, "reference": "sale:1", "occurred_at": NOON}
    return PointsEntry.objects.create(**given | {"account": facts.get("account")} | facts)


def posted(**facts):
    return entry(**{"account": account()} | facts)


def lot(**facts):
    earned = posted()
    given = {"account": earned.account, "entry": earned, "points": 10, "remaining": 10}
    return PointsLot.objects.create(**given | facts)


def allocate_nothing():
    from_lot = lot()
    LotAllocation.objects.create(entry=from_lot.entry, lot=from_lot, points=0)


def the_same_cause_again():
    posted(account=posted().account)


def tier(**facts):
    return Tier.objects.create(**{"code": "x", "rank": 99, "name_zh": "卡"} | facts)


def assignment(**facts):
    given = {"member": MemberFactory(), "tier": Tier.objects.get(code="gold"), "starts_at": NOON}
    return TierAssignment.objects.create(**given | {"reason": TierReason.ENTRY} | facts)


def two_rules_of_one_day(kind):
    for _ in "ab":
        kind.objects.create(effective_from=DAY)


BREAKERS = {
    "loyalty_account_debt_is_not_negative": [lambda: account(balance=1, debt=-1)],
    "loyalty_account_is_negative_only_by_its_debt": [lambda: account(balance=-2, debt=1)],
    "loyalty_earning_rule_starts_on_its_own_day": [lambda: two_rules_of_one_day(EarningRule)],
    "loyalty_earning_rule_gives_not_takes": [
        lambda: EarningRule.objects.create(effective_from=DAY, points_per_yuan=Decimal("-0.1"))
    ],
    "loyalty_redemption_rule_starts_on_its_own_day": [lambda: two_rules_of_one_day(RedemptionRule)],
    "loyalty_redemption_rule_is_possible": [
        lambda: RedemptionRule.objects.create(effective_from=DAY, point_value=0),
        lambda: RedemptionRule.objects.create(effective_from=DAY, minimum=0),
        lambda: RedemptionRule.objects.create(effective_from=DAY, share=10_001),
    ],
    "loyalty_entry_cause_posts_once": [the_same_cause_again],
    "loyalty_entry_has_the_sign_of_its_kind": [
        lambda: posted(points=0),
        lambda: posted(points=-1),
        lambda: posted(kind=EntryKind.OPENING, points=-1),
        lambda: posted(kind=EntryKind.REDEEM, points=1),
        lambda: posted(kind=EntryKind.EXPIRE, points=1),
        lambda: posted(kind=EntryKind.REVERSE, points=-1),
        lambda: posted(kind=EntryKind.REVERSE, points=0, reverses=posted()),
        lambda: posted(kind=EntryKind.ADJUST, points=1),
        lambda: posted(kind=EntryKind.ADJUST, points=0, note="更正"),
        lambda: posted(kind="gift"),
    ],
    "loyalty_entry_names_its_cause": [lambda: posted(reference="")],
    "loyalty_lot_remaining_within_points": [
        lambda: lot(remaining=11),
        lambda: lot(remaining=-1),
        lambda: lot(points=0, remaining=0),
    ],
    "loyalty_allocation_moves_something": [allocate_nothing],
    "loyalty_tier_discount_is_a_share": [
        lambda: tier(discount=0),
        lambda: tier(discount=10_001),
    ],
    "loyalty_tier_multiplier_is_positive": [lambda: tier(multiplier=0)],
    "loyalty_tier_entry_points_are_positive": [lambda: tier(entry_points=0)],
    "loyalty_tier_assignment_is_open_once_per_member": [
        lambda: assignment(member=assignment().member)
    ],
    "loyalty_tier_assignment_ends_after_it_starts": [lambda: assignment(ends_at=EARLIER)],
}


@pytest.mark.parametrize("name", promises_of("loyalty"))
def test_the_database_keeps_its_promise(name):
    for breaker in BREAKERS[name]:
        with refused(name):
            breaker()
