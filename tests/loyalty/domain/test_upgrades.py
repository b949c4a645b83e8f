"""Rising by whatever a tier asks for, once, from the next sale; and falling back unused."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from loyalty.domain.ledger import lock_account
from loyalty.domain.tiers import climb, enter_tier
from loyalty.enums import CouponEffect, Decision, Match, TierReason, Window
from loyalty.models import Coupon, CouponKind, TierApplication
from loyalty.queries import standing
from membership.enums import IssueWay
from membership.models import Card, CardKind
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.loyalty.ladder import ask, change, tier
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def silver(shift):
    """A silver member of a ladder on which only this test's criteria lead up."""
    ask("platinum")
    member = MemberFactory(home_store=shift.till.store)
    enter_tier(member=member, tier=tier("silver"), by=None, at=member.joined_at)
    return member


def buy(shift, member, price, *, at=NOON, **how):
    return sell(
        shift, (ProductFactory(special_price=Decimal(price)), 1), member=member, at=at, **how
    )


def tier_of(member, *, at=NOON) -> str:
    return standing(member=member, at=at).tier.code


def history(member) -> list[tuple[str, str]]:
    rows = member.tier_assignments.order_by("starts_at", "pk")
    return list(rows.values_list("tier__code", "reason"))


def test_one_large_purchase_brings_a_tier(shift, silver):
    ask("gold", ticket=800)

    buy(shift, silver, 799)
    before = tier_of(silver)
    buy(shift, silver, 800)

    assert [before, tier_of(silver)] == ["silver", "gold"]


def test_purchases_add_up(shift, silver):
    ask("gold", net=1000)

    first = buy(shift, silver, 600)
    take_back(shift, first, at=NOON)
    buy(shift, silver, "999.99")
    before = tier_of(silver)
    buy(shift, silver, "0.01")

    assert [before, tier_of(silver)] == ["silver", "gold"]


def test_visits_on_several_days_bring_a_tier(shift, silver):
    ask("gold", visits=3)

    for hours in (0, 1, 24, 25):
        buy(shift, silver, 5, at=NOON + hours * HOUR)
    before = tier_of(silver)
    buy(shift, silver, 5, at=NOON + 2 * DAY)

    assert [before, tier_of(silver)] == ["silver", "gold"]


def test_any_of_several_will_do(shift, silver):
    ask("gold", net=10_000, visits=1)

    buy(shift, silver, 5)

    assert tier_of(silver) == "gold"


def test_all_have_to_be_met_where_the_tier_says_so(shift, silver):
    ask("gold", net=500, visits=2)
    change("gold", entry_match=Match.ALL)

    buy(shift, silver, 900)
    before = tier_of(silver)
    buy(shift, silver, 5, at=NOON + DAY)

    assert [before, tier_of(silver, at=NOON + DAY)] == ["silver", "gold"]


def test_a_paid_card_brings_a_tier_and_a_free_one_does_not(shift, silver):
    ask("gold", paid_card=0)
    kind = CardKind.objects.first()
    for number, way in (("F1", IssueWay.FREE), ("S1", IssueWay.SOLD)):
        Card.objects.create(
            number=number,
            kind=kind,
            member=silver,
            way=way,
            issued_at=NOON,
            issued_in=silver.home_store,
        )
        buy(shift, silver, 5)
        if way == IssueWay.FREE:
            before = tier_of(silver)

    assert [before, tier_of(silver)] == ["silver", "gold"]


def test_an_approved_application_counts_among_others(shift, silver):
    ask("gold", approval=0, net=100)
    change("gold", entry_match=Match.ALL)
    TierApplication.objects.create(
        member=silver,
        tier=tier("gold"),
        reason="x",
        state=Decision.APPROVED,
        asked_at=NOON,
        asked_by=StaffFactory(),
        decided_at=NOON,
        decided_by=StaffFactory(),
    )

    buy(shift, silver, 50)
    before = tier_of(silver)
    buy(shift, silver, 50)

    assert [before, tier_of(silver)] == ["silver", "gold"]


def test_a_tier_that_may_be_reached_directly_is(shift, silver):
    ask("gold", net=500)
    ask("platinum", net=2000)
    change("platinum", one_step=False)

    buy(shift, silver, 2000)

    assert history(silver) == [("silver", "entry"), ("platinum", "upgrade")]


def test_one_step_at_a_time_where_the_tier_says_so(shift, silver):
    ask("gold", net=500)
    ask("platinum", net=2000)

    buy(shift, silver, 2000)
    first = tier_of(silver)
    buy(shift, silver, 1)

    assert [first, tier_of(silver)] == ["gold", "platinum"]


def test_a_calendar_year_begins_anew(shift, silver):
    ask("gold", net=1000)
    change("gold", window=Window.CALENDAR)
    midnight = dt.datetime(2026, 12, 31, 16, 0, tzinfo=dt.UTC)

    buy(shift, silver, 999, at=midnight - HOUR)
    buy(shift, silver, 999, at=midnight)

    assert tier_of(silver, at=midnight) == "silver"
    assert standing(member=silver, at=midnight).way.missing[0].amount == 1


def test_a_membership_year_begins_with_the_day_of_joining(shift, silver):
    ask("gold", net=1000)
    change("gold", window=Window.MEMBERSHIP)
    silver.joined_on = dt.date(2025, 3, 3)
    silver.save()

    buy(shift, silver, 999)
    buy(shift, silver, 999, at=NOON + DAY)

    assert tier_of(silver, at=NOON + DAY) == "silver"


def test_the_new_tier_holds_from_the_next_sale_on(shift, silver):
    ask("gold", net=100)
    coat = ProductFactory(regular_price=Decimal(200))

    first = sell(shift, (coat, 1), member=silver, at=NOON)
    second = sell(shift, (coat, 1), member=silver, at=NOON)

    assert [first.net, second.net] == [Decimal(192), Decimal(176)]


@pytest.fixture
def gift():
    kind = CouponKind.objects.create(
        code="welcome",
        name_zh="礼",
        name_en="Gift",
        effect=CouponEffect.AMOUNT,
        amount=Decimal(50),
    )
    change("gold", upgrade_coupon=kind)
    return kind


def test_the_gift_of_a_tier_is_given_once_ever(shift, silver, gift):
    ask("gold", net=100)

    first = buy(shift, silver, 100)
    take_back(shift, first, at=NOON)
    withdrawn = Coupon.objects.get().withdrawn_at
    buy(shift, silver, 100)

    coupon = Coupon.objects.get()
    assert (withdrawn, coupon.withdrawn_at, coupon.reference) == (NOON, None, "upgrade:gold")
    assert history(silver) == [
        ("silver", "entry"),
        ("gold", "upgrade"),
        ("silver", "undone"),
        ("gold", "upgrade"),
    ]


def test_a_gift_that_is_not_given_out_stops_no_sale(shift, silver, gift):
    ask("gold", net=100)
    CouponKind.objects.update(is_active=False)

    buy(shift, silver, 100)

    assert (tier_of(silver), Coupon.objects.count()) == ("gold", 0)


def test_a_return_undoes_an_upgrade_that_was_not_used(shift, silver):
    ask("gold", net=1000)
    change("silver", keep_months=12)
    review_on = dt.date(2026, 9, 1)
    silver.tier_assignments.update(review_on=review_on)

    sale = buy(shift, silver, 1200)
    take_back(shift, sale, at=NOON + DAY)

    assert history(silver) == [("silver", "entry"), ("gold", "upgrade"), ("silver", "undone")]
    undone = silver.tier_assignments.get(ends_at=None)
    assert (undone.reason, undone.review_on, undone.sale.kind) == (
        TierReason.UNDONE,
        review_on,
        "return",
    )


def test_a_return_that_leaves_enough_undoes_nothing(shift, silver):
    ask("gold", net=1000)
    goods = ProductFactory(special_price=Decimal(100))

    sale = sell(shift, (goods, 11), member=silver, at=NOON)
    take_back(shift, sale, [1], at=NOON)
    before = tier_of(silver)
    take_back(shift, sale, [1], at=NOON)

    assert [before, tier_of(silver)] == ["gold", "silver"]


def test_an_upgrade_that_was_used_stays(shift, silver):
    ask("gold", net=1000)

    sale = buy(shift, silver, 1200)
    later = buy(shift, silver, 5)
    take_back(shift, later, at=NOON)
    take_back(shift, sale, at=NOON)

    assert tier_of(silver) == "gold"


def test_time_alone_undoes_nothing(shift, silver):
    """What left the window since she rose does not count against her."""
    ask("gold", net=1000)
    goods = ProductFactory(special_price=Decimal(100))
    buy(shift, silver, 900)
    sale = sell(shift, (goods, 2), member=silver, at=NOON + 300 * DAY)

    take_back(shift, sale, [1], at=NOON + 400 * DAY)

    assert tier_of(silver, at=NOON + 400 * DAY) == "gold"


def test_a_return_lets_fall_to_the_tier_that_is_still_earned(shift, silver):
    ask("gold", net=500)
    ask("platinum", net=2000)
    change("platinum", one_step=False)
    goods = ProductFactory(special_price=Decimal(1000))

    sale = sell(shift, (goods, 2), member=silver, at=NOON)
    take_back(shift, sale, [1], at=NOON)

    assert history(silver) == [("silver", "entry"), ("platinum", "upgrade"), ("gold", "undone")]


def test_climb_without_a_sale_counts_what_happened_besides(shift, silver):
    ask("gold", net=1000)
    buy(shift, silver, 500)
    ask("gold", net=400)

    reached = climb(account=lock_account(member=silver), at=NOON).reached

    assert [reached, tier_of(silver)] == [tier("gold"), "gold"]


def test_the_till_says_what_is_missing_and_by_when(shift, silver):
    ask("gold", net=1000, visits=5)

    buy(shift, silver, 680, at=dt.datetime(2026, 3, 1, 4, 0, tzinfo=dt.UTC))

    with override("en"):
        ways = standing(member=silver, at=NOON).ways
    assert ways == [
        "To reach Gold, spend ¥320 more by 28 February.",
        "To reach Gold, buy on 4 more days by 28 February.",
    ]


@pytest.mark.parametrize(
    ("asked", "extra"), [({}, 0), ({"net": 100}, 1), ({"net": 1, "visits": 9}, 2)]
)
def test_only_what_is_asked_for_is_looked_up(
    shift, silver, asked, extra, django_assert_num_queries
):
    buy(shift, silver, 5)
    standing(member=silver, at=NOON)
    bare = 4  # account, stamp of the rules, tier, points
    ask("gold", **asked)
    standing(member=silver, at=NOON)

    with django_assert_num_queries(bare + extra):
        standing(member=silver, at=NOON)
