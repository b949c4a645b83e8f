"""The way up: points earned in a rolling year, whatever became of them since."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.domain.tiers import AlreadyInTier, NotAnEntryTier, enter_tier, set_tier
from loyalty.enums import TierReason
from loyalty.models import Tier, TierAssignment
from loyalty.queries import standing
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

A_YEAR_LATER = dt.datetime(2027, 3, 2, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def gold(shift):
    member = MemberFactory(home_store=shift.till.store)
    enter_tier(member=member, tier=_tier("gold"), by=None, at=member.joined_at)
    return member


def test_spending_points_is_no_step_back(shift, gold):
    _buy(shift, gold, 2000)
    _buy(shift, gold, 500, points=1700)
    _buy(shift, gold, 700)

    assert standing(member=gold, at=NOON).tier == _tier("platinum")
    assert standing(member=gold, at=NOON).balance < 2500


def test_what_came_back_does_not_count(shift, gold):
    first = _buy(shift, gold, 2000)
    take_back(shift, first, at=NOON)

    _buy(shift, gold, 2000)

    where = standing(member=gold, at=NOON)
    assert (where.tier, [one.amount for one in where.way.missing]) == (_tier("gold"), [740])


@pytest.mark.parametrize(
    ("at", "tier"),
    [(A_YEAR_LATER - dt.timedelta(seconds=1), "platinum"), (A_YEAR_LATER, "gold")],
)
def test_the_year_rolls(shift, gold, at, tier):
    _buy(shift, gold, 2000)

    _buy(shift, gold, 1000, at=at)

    assert standing(member=gold, at=at).tier == _tier(tier)


def test_points_are_no_way_up_where_no_number_is_set(shift, gold):
    set_tier(member=gold, tier=_tier("basic"), by=StaffFactory(), at=NOON)

    _buy(shift, gold, 9000)

    where = standing(member=gold, at=NOON)
    assert (where.tier, where.next_tier, where.way) == (_tier("basic"), _tier("silver"), None)


def test_set_tier_keeps_what_was_and_who_did_it(gold):
    officer = StaffFactory()

    set_tier(member=gold, tier=_tier("platinum"), by=officer, at=NOON)

    history = TierAssignment.objects.order_by("pk").values_list(
        "tier__code", "reason", "by", "starts_at", "ends_at"
    )
    assert list(history) == [
        ("gold", TierReason.ENTRY, None, gold.joined_at, NOON),
        ("platinum", TierReason.MANUAL, officer.pk, NOON, None),
    ]


def test_set_tier_to_the_one_she_has_is_refused(gold):
    with pytest.raises(AlreadyInTier):
        set_tier(member=gold, tier=_tier("gold"), by=StaffFactory(), at=NOON)


def test_enter_tier_that_has_to_be_reached_is_refused(shift):
    with pytest.raises(NotAnEntryTier):
        enter_tier(
            member=MemberFactory(home_store=shift.till.store),
            tier=_tier("platinum"),
            by=None,
            at=NOON,
        )


def _tier(code):
    return Tier.objects.get(code=code)


def _buy(shift, member, price, *, points=0, at=NOON):
    goods = (ProductFactory(regular_price=Decimal(price)), 1)
    return sell(shift, goods, member=member, points=points, at=at)
