"""A rule holds from its day on; what was earned keeps the rule and the life it was earned with."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.domain.ledger import lock_account
from loyalty.domain.redemption import NotEnoughPoints, redeem_points
from loyalty.domain.tiers import enter_tier
from loyalty.models import EarningRule, PointsLot, Tier
from loyalty.programme import NoRuleInForce, programme
from loyalty.queries import ledger_faults, standing
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

TOMORROW = NOON + dt.timedelta(days=1)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def member(shift):
    return MemberFactory(home_store=shift.till.store)


def test_a_new_rate_counts_from_its_day_and_a_return_undoes_the_old_one(shift, member):
    EarningRule.objects.create(
        effective_from=DAY + dt.timedelta(days=1), points_per_yuan=Decimal(2)
    )
    goods = (ProductFactory(), 1)
    before = sell(shift, goods, member=member, at=NOON)
    after = sell(shift, goods, member=member, at=TOMORROW)

    take_back(shift, before, at=TOMORROW)

    entries = member.points_account.entries.order_by("pk").values_list("points", "rate")
    assert list(entries) == [(100, 1), (200, 2), (-100, 1)]
    assert after.points_entries.get().rule.points_per_yuan == 2
    assert ledger_faults() == []


def test_there_is_no_earning_before_the_first_rule():
    with pytest.raises(NoRuleInForce):
        programme().earning_rule(on=dt.date(1999, 12, 31))


def test_a_tier_multiplies_what_its_member_earns_and_nobody_elses(shift, member):
    Tier.objects.filter(code="silver").update(multiplier=Decimal("1.5"), discount=10_000)
    enter_tier(member=member, tier=Tier.objects.get(code="silver"), by=None, at=NOON)
    other = MemberFactory(home_store=shift.till.store)

    for one in (member, other):
        sell(shift, (ProductFactory(regular_price=Decimal("33.00")), 1), member=one, at=NOON)

    assert [standing(member=one, at=NOON).balance for one in (member, other)] == [49, 33]


def test_points_past_their_day_cannot_be_spent_although_nobody_expired_them(shift, member):
    EarningRule.objects.create(effective_from=DAY, life_months=1)
    sale = sell(shift, (ProductFactory(), 1), member=member, at=NOON)
    last_day = NOON + dt.timedelta(days=30)  # 1 April in Shanghai
    day_after = NOON + dt.timedelta(days=31)

    assert PointsLot.objects.get().expires_on == dt.date(2026, 4, 2)
    assert standing(member=member, at=last_day).spendable == 100
    assert standing(member=member, at=day_after).spendable == 0
    with pytest.raises(NotEnoughPoints):
        redeem_points(account=lock_account(member=member), points=1, sale=sale, at=day_after)


def test_points_given_back_return_to_their_lots_with_their_old_day(shift, member):
    EarningRule.objects.create(effective_from=DAY, life_months=1)
    sell(shift, (ProductFactory(), 1), member=member, at=NOON)
    EarningRule.objects.filter(effective_from=DAY).update(life_months=2)
    sell(shift, (ProductFactory(), 1), member=member, at=TOMORROW)
    paid = sell(shift, (ProductFactory(), 1), member=member, points=150, at=TOMORROW)

    assert _lots() == [(0, dt.date(2026, 4, 2)), (50, dt.date(2026, 5, 3)), *_earned_by(paid)]
    take_back(shift, paid, at=TOMORROW)

    assert _lots()[:2] == [(100, dt.date(2026, 4, 2)), (100, dt.date(2026, 5, 3))]
    assert ledger_faults() == []


def _lots():
    return list(PointsLot.objects.order_by("pk").values_list("remaining", "expires_on"))


def _earned_by(sale):
    return PointsLot.objects.filter(entry__sale=sale).values_list("remaining", "expires_on")
