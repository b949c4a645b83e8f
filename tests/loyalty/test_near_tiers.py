"""Who is near the next tier, and who is about to lose hers."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from loyalty.domain.tier_trials import start_trial
from loyalty.domain.tiers import enter_tier
from loyalty.enums import CriterionUse, Match, Window
from loyalty.near_tiers import near_keeping, near_the_next
from membership.models import Member
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.loyalty.ladder import ask, change, tier
from tests.shop import sell

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
BEFORE = NOON - 30 * DAY


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture(autouse=True)
def gold_for_a_thousand(db):
    ask("platinum")
    return ask("gold", net=1000)


def member(shift, *, spent=0, code="silver", at=BEFORE, **facts) -> Member:
    made = MemberFactory(home_store=shift.till.store, **facts)
    enter_tier(member=made, tier=tier(code), by=None, at=made.joined_at)
    if spent:
        sell(shift, (ProductFactory(special_price=Decimal(spent)), 1), member=made, at=at)
    return made


def near(within=500, members=None) -> list[int]:
    rows = near_the_next(
        members=Member.objects.all() if members is None else members,
        within=Decimal(within),
        at=NOON,
    )
    return [row.member for row in rows]


def test_the_nearest_come_first(shift):
    far, near_by, nearest = (member(shift, spent=spent) for spent in (499, 500, 900))

    assert near() == [nearest.pk, near_by.pk]
    assert near(within=501) == [nearest.pk, near_by.pk, far.pk]


def test_each_says_what_is_missing_and_by_when(shift):
    member(shift, spent=680)

    (row,) = near_the_next(members=Member.objects.all(), within=Decimal(500), at=NOON)

    with override("en"):
        assert (row.tier, row.sentences) == (
            tier("gold"),
            ["To reach Gold, spend ¥320 more by 30 January."],
        )


def test_only_who_can_rise_to_it_is_near(shift):
    member(shift, spent=900, code="basic")
    member(shift, spent=900, code="gold")

    assert near() == []

    change("gold", one_step=False)
    assert len(near()) == 1


def test_only_those_asked_about_are_told(shift):
    mine, _other = member(shift, spent=900), member(shift, spent=900)

    assert near(members=Member.objects.filter(pk=mine.pk)) == [mine.pk]


def test_points_and_visits_have_their_own_distance(shift):
    ask("gold", points=1000, visits=3)
    two_visits, many_points = member(shift), member(shift, spent=600)
    for day in (1, 2):
        sell(shift, (ProductFactory(), 1), member=two_visits, at=NOON - day * DAY)

    assert sorted(near()) == [two_visits.pk, many_points.pk]


def test_where_all_is_asked_for_all_has_to_be_near(shift):
    ask("gold", net=1000, visits=2)
    change("gold", entry_match=Match.ALL)
    both, _far = member(shift, spent=600), member(shift, spent=100)

    (row,) = near_the_next(members=Member.objects.all(), within=Decimal(500), at=NOON)

    with override("en"):
        assert (row.member, row.sentences) == (
            both.pk,
            ["To reach Gold, spend ¥400 more and buy on 1 more day by 30 January."],
        )


def test_membership_years_are_each_members_own(shift):
    change("gold", window=Window.MEMBERSHIP)
    _began_anew = member(shift, spent=900, joined_on=NOON.date() - 360 * DAY - 5 * DAY)
    still = member(shift, spent=900, joined_on=NOON.date() - 100 * DAY)

    assert near() == [still.pk]


def test_who_is_on_trial_is_near_what_she_would_keep(shift):
    made = member(shift, spent=900)
    start_trial(
        member=made, tier=tier("gold"), until=NOON.date() + DAY, by=StaffFactory(), at=BEFORE
    )

    assert near() == [made.pk]


def test_it_asks_little_however_many_there_are(shift, django_assert_max_num_queries):
    for _ in range(4):
        member(shift, spent=900)

    with django_assert_max_num_queries(4):
        assert len(near()) == 4


def test_near_keeping_lists_who_would_lose_her_tier_within_the_notice(shift):
    ask("gold", use=CriterionUse.KEEP, net=1000)
    change("gold", keep_months=12, notice_days=30)
    loses, keeps, later = (member(shift, spent=spent, code="gold") for spent in (700, 1000, 1))
    day = NOON.date() + 30 * DAY
    for one, review_on in ((loses, day), (keeps, day), (later, day + DAY)):
        one.tier_assignments.update(review_on=review_on)

    (row,) = near_keeping(members=Member.objects.all(), on=NOON.date())

    with override("en"):
        assert (row.member, row.until, row.sentences) == (
            loses.pk,
            day,
            ["To keep Gold, spend ¥300 more by 31 March."],
        )
