"""When a guide's time with a member ends."""

import datetime as dt
from decimal import Decimal

import pytest

from guides.domain.clock import NoOwnershipRule, due_on, rule_for
from guides.enums import OwnershipReason, OwnershipState
from guides.models import OwnershipRule
from loyalty.models import Tier
from tests.factories import MemberFactory, ProductFactory, ShiftFactory, StoreFactory
from tests.guides.hands import buy, clock, guide_in, hold, noon
from tests.loyalty.points import credit
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 1)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def ada(shift):
    """Ada is a member of the shift's store, in a guide's hand since noon on 2 March."""
    store = shift.till.store
    return hold(MemberFactory(home_store=store), guide_in(store), at=noon(2026, 3, 2))


def test_rule_for_takes_the_most_particular_in_force():
    store, other, gold = StoreFactory(), StoreFactory(), Tier.objects.get(code="gold")
    for_all = OwnershipRule.objects.create(effective_from=MARCH, months=3)
    OwnershipRule.objects.create(effective_from=dt.date(2026, 3, 2), months=9)
    for_gold = OwnershipRule.objects.create(effective_from=MARCH, tier=gold, months=4)
    in_store = OwnershipRule.objects.create(effective_from=MARCH, store=store, months=5)
    both = OwnershipRule.objects.create(effective_from=MARCH, store=store, tier=gold, months=6)

    def decided(store, tier):
        return rule_for(store=store, tier=tier, on=MARCH)

    assert [
        decided(other, None),
        decided(other, gold),
        decided(store, None),
        decided(store, gold),
    ] == [for_all, for_gold, in_store, both]


def test_rule_for_before_the_first_rule_is_refused():
    with pytest.raises(NoOwnershipRule):
        rule_for(store=StoreFactory(), tier=None, on=dt.date(1999, 12, 31))


@pytest.mark.parametrize(
    ("begins", "last"),
    [
        (dt.date(2026, 3, 2), dt.date(2026, 5, 2)),
        (dt.date(2025, 12, 31), dt.date(2026, 2, 28)),
        (dt.date(2025, 12, 30), dt.date(2026, 2, 28)),
        (dt.date(2027, 12, 31), dt.date(2028, 2, 29)),
        (dt.date(2028, 2, 29), dt.date(2028, 4, 29)),
        (dt.date(2026, 11, 30), dt.date(2027, 1, 30)),
    ],
)
def test_due_on_is_two_calendar_months_later(begins, last):
    rule = OwnershipRule(months=2, trial_months=1)

    assert due_on(clock_from=begins, rule=rule, state=OwnershipState.OWNED) == last


def test_due_on_of_a_trial_follows_the_months_on_trial():
    rule = OwnershipRule(months=2, trial_months=1)

    assert due_on(clock_from=MARCH, rule=rule, state=OwnershipState.TRIAL) == dt.date(2026, 4, 1)


def test_a_visit_renews_the_clock(ada, shift):
    buy(ada.member, shift, at=noon(2026, 4, 20))

    assert clock(ada) == (dt.date(2026, 4, 20), dt.date(2026, 6, 20))


def test_a_visit_to_another_store_renews_too(ada):
    buy(ada.member, ShiftFactory(), at=noon(2026, 4, 20))

    assert clock(ada) == (dt.date(2026, 4, 20), dt.date(2026, 6, 20))


def test_a_visit_after_midnight_counts_on_the_stores_day(ada, shift):
    shift.till.store.day_ends_at = dt.time(2, 0)
    shift.till.store.save()

    buy(ada.member, shift, at=noon(2026, 4, 20) + dt.timedelta(hours=13, minutes=59))

    assert clock(ada) == (dt.date(2026, 4, 20), dt.date(2026, 6, 20))


def test_the_first_visit_on_trial_makes_her_owned(shift):
    store = shift.till.store
    on_trial = hold(
        MemberFactory(home_store=store),
        guide_in(store),
        at=noon(2026, 3, 2),
        reason=OwnershipReason.DRAW,
    )

    buy(on_trial.member, shift, at=noon(2026, 3, 20))

    assert clock(on_trial) == (dt.date(2026, 3, 20), dt.date(2026, 5, 20))
    assert on_trial.state == OwnershipState.OWNED


def test_a_full_return_takes_the_renewal_away(ada, shift):
    sale = buy(ada.member, shift, at=noon(2026, 4, 20))

    take_back(shift, sale, at=noon(2026, 4, 25))

    assert clock(ada) == (dt.date(2026, 3, 2), dt.date(2026, 5, 2))


def test_a_full_return_leaves_an_earlier_visit_standing(ada, shift):
    buy(ada.member, shift, at=noon(2026, 3, 15))
    sale = buy(ada.member, shift, at=noon(2026, 4, 20))

    take_back(shift, sale, at=noon(2026, 4, 20))

    assert clock(ada) == (dt.date(2026, 3, 15), dt.date(2026, 5, 15))


def test_a_partial_return_leaves_the_renewal(ada, shift):
    sale = sell(shift, (ProductFactory(), 2), member=ada.member, at=noon(2026, 4, 20))

    take_back(shift, sale, [1], at=noon(2026, 4, 25))

    assert clock(ada) == (dt.date(2026, 4, 20), dt.date(2026, 6, 20))


def test_a_gift_for_nothing_does_not_renew(ada, shift):
    buy(ada.member, shift, at=noon(2026, 4, 20), price=0)

    assert clock(ada) == (dt.date(2026, 3, 2), dt.date(2026, 5, 2))


def test_a_new_rule_waits_for_the_next_visit(ada, shift):
    OwnershipRule.objects.create(effective_from=dt.date(2026, 4, 1), months=1)
    sale = buy(ada.member, shift, at=noon(2026, 3, 20))

    take_back(shift, sale, at=noon(2026, 4, 5))
    assert clock(ada) == (dt.date(2026, 3, 2), dt.date(2026, 5, 2))

    buy(ada.member, shift, at=noon(2026, 4, 20))
    assert clock(ada) == (dt.date(2026, 4, 20), dt.date(2026, 5, 20))


def test_only_visits_to_the_own_store_renew_where_the_rule_says_so(ada, shift):
    OwnershipRule.objects.filter(pk=ada.rule_id).update(counts_elsewhere=False)

    buy(ada.member, ShiftFactory(), at=noon(2026, 4, 20))
    assert clock(ada) == (dt.date(2026, 3, 2), dt.date(2026, 5, 2))

    buy(ada.member, shift, at=noon(2026, 4, 10))
    assert clock(ada) == (dt.date(2026, 4, 10), dt.date(2026, 6, 10))


def by_points(member, shift, *, at, price=100, points=10_000):
    credit(member, points, at=noon(2026, 3, 1))
    product = ProductFactory(regular_price=Decimal(price))
    return sell(shift, (product, 1), member=member, points=points, at=at)


def test_a_visit_paid_with_points_alone_does_not_renew(ada, shift):
    by_points(ada.member, shift, at=noon(2026, 4, 20))

    assert clock(ada) == (dt.date(2026, 3, 2), dt.date(2026, 5, 2))


def test_a_visit_paid_partly_with_points_renews(ada, shift):
    by_points(ada.member, shift, at=noon(2026, 4, 20), price=300)

    assert clock(ada) == (dt.date(2026, 4, 20), dt.date(2026, 6, 20))


def test_points_and_gifts_renew_where_the_rule_says_so(ada, shift):
    OwnershipRule.objects.filter(pk=ada.rule_id).update(counts_points=True)

    by_points(ada.member, shift, at=noon(2026, 4, 10))
    assert clock(ada) == (dt.date(2026, 4, 10), dt.date(2026, 6, 10))

    gift = buy(ada.member, shift, at=noon(2026, 4, 20), price=0)
    assert clock(ada) == (dt.date(2026, 4, 20), dt.date(2026, 6, 20))

    take_back(shift, gift, at=noon(2026, 4, 20))
    assert clock(ada) == (dt.date(2026, 4, 10), dt.date(2026, 6, 10))


def test_a_return_takes_the_ownership_of_a_drawn_member_back_to_trial(shift):
    store = shift.till.store
    drawn = hold(
        MemberFactory(home_store=store),
        guide_in(store),
        at=noon(2026, 3, 2),
        reason=OwnershipReason.DRAW,
    )
    sale = buy(drawn.member, shift, at=noon(2026, 3, 20))

    take_back(shift, sale, at=noon(2026, 3, 25))

    assert clock(drawn) == (dt.date(2026, 3, 2), dt.date(2026, 5, 2))
    assert drawn.state == OwnershipState.TRIAL
