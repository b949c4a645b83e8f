"""Goods come back: what they earned and what paid for them goes back, line by line."""

import datetime as dt
from decimal import Decimal
from itertools import permutations

import pytest

from loyalty.checks import run_checks
from loyalty.domain.expiry import expire_points
from loyalty.domain.lots import PointsAlreadySpent
from loyalty.enums import DebtPolicy
from loyalty.models import (
    EarningBonus,
    EarningRule,
    PointsAccount,
    PointsEntry,
    PointsLot,
    ProgrammeRule,
    RedemptionRule,
)
from loyalty.queries import ledger_faults, standing
from sales.models import Sale
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.loyalty.points import adjust, credit, spend
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db
LATER = NOON + dt.timedelta(days=40)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def member(shift):
    return MemberFactory(home_store=shift.till.store)


def new_rule(**terms) -> EarningRule:
    return EarningRule.objects.create(
        **({"effective_from": DAY, "points_per_yuan": Decimal(1)} | terms)
    )


def double(rule, product, multiplier=2) -> None:
    bonus = EarningBonus.objects.create(rule=rule, name_zh="加倍", multiplier=multiplier)
    bonus.products.add(product)


def goods(*prices):
    return [ProductFactory(regular_price=Decimal(price)) for price in prices]


def balance(member) -> int:
    return standing(member=member, at=LATER).balance


def test_each_line_leaves_with_what_it_earned_itself(shift, member):
    coat, scarf = goods(100, 100)
    double(new_rule(), coat)
    sale = sell(shift, (coat, 1), (scarf, 1), member=member, at=NOON)
    assert balance(member) == 300

    take_back(shift, sale, [0, 1], at=LATER)
    assert balance(member) == 200
    take_back(shift, sale, [1, 0], at=LATER)

    assert balance(member) == 0
    assert ledger_faults() == []


def test_a_return_undoes_the_rule_of_the_sale_not_todays(shift, member):
    (coat,) = goods(100)
    double(new_rule(), coat, multiplier=3)
    sale = sell(shift, (coat, 2), member=member, at=NOON)
    EarningRule.objects.create(effective_from=DAY + dt.timedelta(days=1), points_per_yuan=9)

    take_back(shift, sale, [1], at=LATER)

    assert balance(member) == 300


def test_any_order_of_returns_ends_where_the_full_one_does(shift, member):
    """Three lines at three rates, partly paid with points, with odd money."""
    coat, scarf, hat = goods("33.33", "0.99", "7.77")
    rule = new_rule(points_per_yuan=Decimal("1.3"))
    double(rule, coat)
    double(rule, hat, multiplier=Decimal("1.5"))
    credit(member, 1_000)
    left = {}
    for order in permutations([(1, 0, 0), (0, 2, 0), (0, 0, 3)]):
        lines = [(coat, 1), (scarf, 2), (hat, 3)]
        sale = sell(shift, *lines, member=member, points=1_000, at=NOON)
        kept = [1, 2, 3]
        for quantities in order:
            take_back(shift, sale, quantities, at=LATER)
            kept = [one - gone for one, gone in zip(kept, quantities, strict=True)]
            assert left.setdefault(tuple(kept), balance(member)) == balance(member)

    assert left[0, 0, 0] == 1_000
    assert ledger_faults() == []


def test_ten_small_returns_take_what_one_large_one_takes(shift, member):
    """A yuan by itself is no point at one for ten; ten of them are one."""
    new_rule(points_per_yuan=Decimal("0.1"))
    (pin,) = goods(1)
    sale = sell(shift, (pin, 10), member=member, at=NOON)
    assert balance(member) == 1

    for _one in range(10):
        take_back(shift, sale, [1], at=LATER)

    assert balance(member) == 0
    assert PointsEntry.objects.filter(kind="reverse").count() == 1


@pytest.mark.parametrize(
    ("terms", "balances"),
    [
        ({"minimum_ticket": Decimal(250)}, [300, 0, 0, 0]),
        ({"minimum_ticket": Decimal(150)}, [300, 200, 0, 0]),
        ({"ticket_cap": 220}, [220, 200, 100, 0]),
        ({"ticket_cap": 50}, [50, 50, 50, 0]),
    ],
)
def test_what_is_kept_is_bounded_as_a_ticket_is(shift, member, terms, balances):
    new_rule(**terms)
    (coat,) = goods(100)
    sale = sell(shift, (coat, 3), member=member, at=NOON)

    left = [balance(member)]
    for _coat in range(3):
        take_back(shift, sale, [1], at=LATER)
        left.append(balance(member))

    assert left == balances


def test_a_part_paid_with_points_comes_back_in_points(shift, member):
    credit(member, 5_000)
    (coat,) = goods(100)
    sale = sell(shift, (coat, 2), member=member, points=5_000, at=NOON)
    assert balance(member) == 150

    back = take_back(shift, sale, [1], at=LATER)

    assert dict(back.tenders.values_list("kind", "amount")) == {
        "cash": Decimal("-75.00"),
        "points": Decimal("-25.00"),
    }
    assert balance(member) == 2_500 + 75
    take_back(shift, sale, [1], at=LATER)
    assert balance(member) == 5_000


def test_coarse_points_are_given_back_whole_in_the_end_whatever_the_pieces(shift, member):
    """One point is worth three fen and paid for all of it."""
    RedemptionRule.objects.update(point_value=Decimal("0.03"))
    credit(member, 1)
    (pin,) = goods("0.01")
    sale = sell(shift, (pin, 3), member=member, points=1, at=NOON)

    backs = [take_back(shift, sale, [1], at=LATER) for _piece in range(3)]

    assert [back.tenders.get().points for back in backs] == [0, 0, 1]
    assert [back.tenders.get().amount for back in backs] == [Decimal("-0.01")] * 3
    assert balance(member) == 1


def test_spent_points_return_with_their_old_expiry(shift, member):
    new_rule(life_months=3)
    (coat,) = goods(100)
    first = sell(shift, (coat, 1), member=member, at=NOON)
    sale = sell(shift, (coat, 1), member=member, points=100, at=NOON + dt.timedelta(days=30))

    take_back(shift, sale, at=LATER)

    lot = PointsLot.objects.get(entry__sale=first)
    assert (lot.remaining, lot.expires_on) == (100, dt.date(2026, 6, 2))


@pytest.mark.parametrize(("grace", "spendable"), [(0, 0), (30, 100)])
def test_points_that_expired_meanwhile_live_on_for_the_days_of_grace(
    shift, member, grace, spendable
):
    ProgrammeRule.objects.update(grace_days=grace)
    new_rule(life_months=1)
    (coat,) = goods(100)
    sell(shift, (coat, 1), member=member, at=NOON)
    sale = sell(shift, (coat, 1), member=member, points=100, at=NOON + dt.timedelta(days=1))

    take_back(shift, sale, at=LATER)

    assert standing(member=member, at=LATER).spendable == spendable
    assert ledger_faults() == []


@pytest.fixture
def spent(shift, member) -> Sale:
    """A sale whose 100 points were spent but for 20."""
    (coat,) = goods(100)
    sale = sell(shift, (coat, 1), member=member, at=NOON)
    adjust(member, -80, at=NOON)
    return sale


def test_points_already_spent_become_a_debt_that_earning_pays(shift, member, spent):
    take_back(shift, spent, at=LATER)
    assert PointsAccount.objects.values_list("balance", "debt").get() == (-80, 80)

    sell(shift, (goods(100)[0], 1), member=member, at=LATER)

    assert PointsAccount.objects.values_list("balance", "debt").get() == (20, 0)
    assert ledger_faults() == []


def test_points_already_spent_are_forgiven_where_the_shop_says_so(shift, member, spent):
    ProgrammeRule.objects.update(debt_policy=DebtPolicy.FORGIVE)

    back = take_back(shift, spent, at=LATER)

    assert PointsAccount.objects.values_list("balance", "debt").get() == (0, 0)
    moved = back.points_entries.order_by("pk").values_list("kind", "points", "qualifying")
    assert list(moved) == [("reverse", -100, -100), ("forgive", 80, 0)]
    assert ledger_faults() == []


def test_a_return_is_refused_where_points_are_spent_and_no_debt_may_be(shift, member, spent):
    ProgrammeRule.objects.update(debt_policy=DebtPolicy.REFUSE)

    with pytest.raises(PointsAlreadySpent) as refusal:
        take_back(shift, spent, at=LATER)
    assert refusal.value.short_by == 80
    assert Sale.objects.filter(kind="return").exists() is False

    adjust(member, 80, at=LATER)
    take_back(shift, spent, at=LATER)
    assert balance(member) == 0


def test_what_comes_back_pays_before_a_return_is_refused(shift, member):
    """The points spent on the very goods cover what the goods earned."""
    ProgrammeRule.objects.update(debt_policy=DebtPolicy.REFUSE)
    credit(member, 5_000)
    (coat,) = goods(100)
    sale = sell(shift, (coat, 1), member=member, points=5_000, at=NOON)
    adjust(member, -50, at=NOON)

    take_back(shift, sale, at=LATER)

    assert balance(member) == 4_950


def test_the_policy_is_that_of_the_day_of_the_return(shift, member, spent):
    ProgrammeRule.objects.create(
        effective_from=DAY + dt.timedelta(days=5), debt_policy=DebtPolicy.FORGIVE
    )

    take_back(shift, spent, at=LATER)

    assert PointsAccount.objects.get().debt == 0


def test_buying_and_giving_back_again_and_again_gains_nothing(shift, member):
    new_rule(points_per_yuan=Decimal("1.7"))
    (coat,) = goods("19.99")
    for _time in range(3):
        take_back(shift, sell(shift, (coat, 3), member=member, at=NOON), [1], at=NOON)
    for sale in Sale.objects.filter(kind="sale"):
        take_back(shift, sale, [2], at=LATER)

    assert balance(member) == 0
    assert sum(PointsEntry.objects.values_list("qualifying", flat=True)) == 0


MONTH_OVER = NOON + dt.timedelta(days=35)  # what a life of one month brought has expired


@pytest.fixture
def one_month(db):
    EarningRule.objects.update(life_months=1)


@pytest.mark.parametrize("returns", [[], [4], [1, 3], [1, 1, 2]])
@pytest.mark.parametrize("early", [0, 1, 2, 4])
def test_what_has_expired_is_gone_in_whatever_parts_the_goods_come_back(
    shift, member, one_month, returns, early
):
    """Of 400 points 150 were spent; the others expired, and are not asked for a second time."""
    (coat,) = goods(100)
    sale = sell(shift, (coat, 4), member=member, at=NOON)
    spend(member, 150)
    credit(member, 1_000, "test:other")
    if early:
        take_back(shift, sale, [early], at=NOON)
    if len(returns) % 2:
        expire_points(at=MONTH_OVER)  # otherwise the night's run is late
    kept = 4 - early
    for pieces in returns:
        if pieces := min(pieces, kept):
            kept -= pieces
            take_back(shift, sale, [pieces], at=LATER)
    expire_points(at=LATER)

    assert balance(member) == 1_000 - max(150 - 100 * kept, 0)
    assert ledger_faults() == []
    assert all(finding.is_green for finding in run_checks())


def test_what_has_expired_leaves_no_debt(shift, member, one_month):
    (coat,) = goods(100)
    sale = sell(shift, (coat, 2), member=member, at=NOON)
    spend(member, 30)
    expire_points(at=MONTH_OVER)

    back = take_back(shift, sale, [1], at=LATER)
    assert (balance(member), standing(member=member, at=LATER).debt) == (0, 0)
    assert [(one.points, one.reference) for one in back.points_entries.order_by("pk")] == [
        (100, f"sale:{back.pk}:expired:{PointsEntry.objects.get(kind='expire').pk}"),
        (-100, f"sale:{back.pk}:earned"),
    ]
    take_back(shift, sale, [1], at=LATER)

    assert (balance(member), standing(member=member, at=LATER).debt) == (-30, 30)
    assert sum(PointsEntry.objects.values_list("qualifying", flat=True)) == 0


def test_a_shop_that_allows_no_debt_asks_for_what_was_spent_only(shift, member, one_month):
    ProgrammeRule.objects.update(debt_policy=DebtPolicy.REFUSE)
    (coat,) = goods(100)
    sale = sell(shift, (coat, 2), member=member, at=NOON)
    spend(member, 30)
    expire_points(at=MONTH_OVER)

    take_back(shift, sale, [1], at=LATER)
    with pytest.raises(PointsAlreadySpent) as refusal:
        take_back(shift, sale, [1], at=LATER)

    assert refusal.value.short_by == 30


@pytest.mark.parametrize("first", ["what earned them", "what they paid"])
@pytest.mark.parametrize("night_was", ["late", "in time"])
def test_points_of_goods_that_all_come_back_are_owed_by_nobody(
    shift, member, one_month, first, night_was
):
    """Earned and spent in the month, all brought back after it: in either order nothing is left."""
    (coat,) = goods(100)
    earned = sell(shift, (coat, 2), member=member, at=NOON)
    paid = sell(shift, (coat, 1), member=member, points=150, at=NOON)
    EarningRule.objects.update(life_months=None)
    if night_was == "in time":
        expire_points(at=MONTH_OVER)

    for sale in (earned, paid) if first == "what earned them" else (paid, earned):
        take_back(shift, sale, at=LATER)
        if night_was == "in time":
            expire_points(at=LATER)
    expire_points(at=LATER)

    where = standing(member=member, at=LATER)
    assert (where.balance, where.debt) == (0, 0)
    assert ledger_faults() == []
    assert all(finding.is_green for finding in run_checks())
