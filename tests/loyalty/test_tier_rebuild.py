"""A tier is what the facts up to a moment make of it."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.db.models import Sum

from loyalty.checks import BY_SLUG, run_check
from loyalty.domain.tiers import enter_tier, set_tier
from loyalty.enums import Match, Window
from loyalty.models import TierAssignment
from loyalty.tier_rebuild import rebuilt_tier, tier_at
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.loyalty.ladder import ask, change, tier
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def silver(shift):
    member = MemberFactory(home_store=shift.till.store)
    enter_tier(member=member, tier=tier("silver"), by=None, at=member.joined_at)
    return member


def broken() -> set[int]:
    """Return whose tiers the self-check finds to be wrong."""
    wrong = [one.key for one in run_check(BY_SLUG["tiers"]).first]
    return set(TierAssignment.objects.filter(pk__in=wrong).values_list("member", flat=True))


def live(shift, member, *, seed: int) -> list[dt.datetime]:
    """Let ``member`` buy and bring back for a year and more; return the moments."""
    chance = random.Random(seed)
    at, sales, moments = NOON, [], []
    for _ in range(20):
        at += chance.choice([1, 30, 300, 900]) * HOUR
        if sales and chance.random() < 0.35:
            sale = chance.choice(sales)
            left = sale.lines.get().quantity + (
                sale.lines.get().returns.aggregate(sum=Sum("quantity"))["sum"] or 0
            )
            if left:
                take_back(shift, sale, [chance.randint(1, int(left))], at=at)
        else:
            goods = ProductFactory(special_price=Decimal(chance.randint(50, 400)))
            sales.append(sell(shift, (goods, chance.randint(1, 4)), member=member, at=at))
        moments.append(at)
    return moments


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "ladder",
    [
        (Window.ROLLING, {"net": 700}, {"net": 2500, "visits": 5}),
        (Window.CALENDAR, {"ticket": 500}, {"points": 2000}),
    ],
)
def test_the_tier_of_any_moment_follows_from_what_happened_up_to_it(shift, silver, ladder, seed):
    window, gold, platinum = ladder
    ask("gold", **gold)
    ask("platinum", **platinum)
    change("platinum", entry_match=Match.ALL, window=window)
    change("gold", window=window)

    moments = live(shift, silver, seed=seed)

    kept = [tier_at(member=silver, at=at + HOUR / 2) for at in moments]
    assert [rebuilt_tier(member=silver, at=at + HOUR / 2) for at in moments] == kept
    assert broken() == set()


def test_what_was_decided_by_hand_is_a_fact(shift, silver):
    set_tier(member=silver, tier=tier("platinum"), by=StaffFactory(), at=NOON)

    tiers = [rebuilt_tier(member=silver, at=at) for at in (NOON - HOUR, NOON + HOUR)]

    assert tiers == [tier("silver"), tier("platinum")]


def test_tiers_that_overlap_or_leave_a_gap_are_faults(silver):
    set_tier(member=silver, tier=tier("gold"), by=StaffFactory(), at=NOON)
    assert broken() == set()

    TierAssignment.objects.filter(ends_at=NOON).update(ends_at=NOON - HOUR)

    assert broken() == {silver.pk}


def test_an_upgrade_without_the_sale_that_earned_it_is_a_fault(shift, silver):
    ask("gold", net=100)
    sale = sell(shift, (ProductFactory(special_price=Decimal(200)), 1), member=silver, at=NOON)
    assert broken() == set()

    TierAssignment.objects.filter(sale=sale).update(starts_at=NOON - HOUR)

    assert broken() == {silver.pk}
