"""What a ticket earns: lines, multipliers, bounds; and how it is kept."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.birthdays import Birthday
from common.money import cents
from loyalty.domain.bonuses import BonusTerms, Goods, Ticket, bonuses_of
from loyalty.domain.earning import line_rates, points_of, work_out
from loyalty.enums import Combining
from loyalty.models import EarningBonus, EarningRule, PointsLot, Tier
from loyalty.programme import programme
from loyalty.queries import ledger_faults, standing
from sales.models import Category
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.shop import sell

MONDAY = dt.date(2026, 3, 2)
ONE = EarningRule()
STACKED = EarningRule(combining=Combining.STACK)
GOLD = Tier(pk=3, multiplier=Decimal("1.50"))
COAT = Goods(Decimal("100.00"), product=1, category=10)
SCARF = Goods(Decimal("50.00"), product=2, category=20)
CARD = Goods(Decimal("150.00"), product=3, is_fee=True)


def earn(*goods, rule=ONE, bonuses=(), money=None, **ticket):
    total = sum(one.net for one in goods)
    return work_out(
        goods=goods,
        money=total if money is None else Decimal(money),
        rule=rule,
        bonuses=bonuses,
        ticket=Ticket(**({"store": 1, "day": MONDAY} | ticket)),
    )


def times(multiplier, **conditions) -> BonusTerms:
    return BonusTerms(Decimal(multiplier), key=1, name_zh="双倍", name_en="Double", **conditions)


@pytest.mark.parametrize(
    ("paid", "rate", "points"),
    [("99.99", "1", 99), ("0.99", "1", 0), ("0.00", "1", 0), ("-5.00", "1", 0), ("33", "1.5", 49)],
)
def test_points_are_floored_once_for_the_ticket(paid, rate, points):
    lines, money = [(Decimal(paid), Decimal(rate))], Decimal(paid)

    assert points_of(lines, money=money, total=money, rule=ONE) == points


def test_work_out_floors_the_ticket_not_its_lines():
    halves = [Goods(Decimal("0.50"), product=1)] * 3

    assert earn(*halves).points == 1


@pytest.mark.parametrize(
    ("bonus", "points"),
    [
        (times(2), 300),
        (times(2, weekdays=frozenset({1})), 300),
        (times(2, weekdays=frozenset({2, 7})), 150),
        (times(2, days_of_month=frozenset({2, 18})), 300),
        (times(2, days_of_month=frozenset({18})), 150),
        (times(2, since=MONDAY), 300),
        (times(2, since=dt.date(2026, 3, 3)), 150),
        (times(2, until=dt.date(2026, 3, 3)), 300),
        (times(2, until=MONDAY), 150),
        (times(2, stores=frozenset({1})), 300),
        (times(2, stores=frozenset({7})), 150),
        (times(2, products=frozenset({1})), 250),
        (times(2, categories=frozenset({20})), 200),
        (times(2, categories=frozenset({20}), products=frozenset({1})), 150),
        (times(2, categories=frozenset({10}), weekdays=frozenset({2})), 150),
        (times(2, tiers=frozenset({3})), 150),
        (times(2, birthday="day"), 150),
    ],
)
def test_work_out_multiplies_where_every_condition_is_met(bonus, points):
    assert earn(COAT, SCARF, bonuses=[bonus]).points == points


def test_work_out_multiplies_for_a_tier_that_is_named():
    bonus = times(2, tiers=frozenset({3}))

    assert earn(COAT, bonuses=[bonus], tier=GOLD).points == 200


@pytest.mark.parametrize(
    ("window", "around", "birthday", "points"),
    [
        ("day", 0, Birthday(3, 2), 200),
        ("day", 0, Birthday(3, 3), 100),
        ("around", 3, Birthday(3, 5), 200),
        ("around", 3, Birthday(3, 6), 100),
        ("month", 0, Birthday(3, 31), 200),
        ("month", 0, Birthday(4, 1), 100),
        ("month", 0, None, 100),
    ],
)
def test_work_out_multiplies_on_a_birthday(window, around, birthday, points):
    bonus = times(2, birthday=window, days_around=around)

    assert earn(COAT, bonuses=[bonus], birthday=birthday).points == points


@pytest.mark.parametrize(
    ("rule", "multipliers", "points"),
    [
        (ONE, ["1.2", "2"], 200),
        (ONE, ["1.2"], 150),
        (ONE, [], 150),
        (STACKED, ["1.2", "2"], 360),
        (STACKED, ["0.5"], 75),
        (STACKED, [], 150),
    ],
)
def test_work_out_lets_the_best_count_or_all_of_them(rule, multipliers, points):
    bonuses = [times(multiplier) for multiplier in multipliers]

    assert earn(COAT, rule=rule, bonuses=bonuses, tier=GOLD).points == points


def test_work_out_gives_nothing_for_a_membership_fee():
    fee, coat = earn(COAT, CARD, bonuses=[times(2)]).lines[::-1]

    assert (fee.rate, coat.rate) == (0, 2)
    assert earn(COAT, CARD).points == 100
    assert earn(CARD).points == 0
    assert earn(COAT, CARD, money="125.00").spent == 50


def test_work_out_spreads_what_points_paid_over_the_lines():
    coats_double = times(2, products=frozenset({1}))

    earning = earn(COAT, SCARF, bonuses=[coats_double], money="75.00")

    assert earning.points == 125  # half of 2 x 100 + 50
    assert earn(COAT, money="0.00").points == 0
    assert earn(COAT, money="12.34").points == 12


@pytest.mark.parametrize(
    ("money", "points"), [("99.99", 0), ("100.00", 100), ("140.00", 120), ("150.00", 120)]
)
def test_work_out_keeps_to_the_smallest_ticket_and_the_cap(money, points):
    rule = EarningRule(minimum_ticket=Decimal(100), ticket_cap=120)

    assert earn(COAT, SCARF, rule=rule, money=money).points == points


def test_a_fee_does_not_help_a_ticket_to_the_smallest_size():
    rule = EarningRule(minimum_ticket=Decimal(200))

    assert earn(COAT, CARD, rule=rule).points == 0
    assert earn(COAT, COAT, CARD, rule=rule).points == 200


def test_one_rate_is_kept_as_such_and_several_with_their_lines():
    plain = earn(COAT, SCARF, tier=GOLD)
    double_day = earn(COAT, bonuses=[times(2)], tier=GOLD)
    coats = earn(COAT, SCARF, bonuses=[times(2, products=frozenset({1}))])

    assert (plain.rate, plain.working) == (Decimal("1.5000"), None)
    assert double_day.rate == 2
    assert double_day.working["bonuses"] == {"1": ["双倍", "Double", "2"]}
    assert coats.rate is None
    assert coats.working == {
        "per_yuan": "1",
        "tier": "1",
        "combining": "best",
        "money": "150.00",
        "total": "150.00",
        "bonuses": {"1": ["双倍", "Double", "2"]},
        "lines": [
            {"position": 1, "net": "100.00", "rate": "2.0000", "bonuses": [1]},
            {"position": 2, "net": "50.00", "rate": "1.0000", "bonuses": []},
        ],
    }


fen = st.integers(0, 50_000).map(lambda value: Decimal(value) / 100)
rates = st.integers(0, 50_000).map(lambda value: Decimal(value) / 10_000)


@given(
    lines=st.lists(st.tuples(fen, rates), min_size=1, max_size=6),
    percent=st.integers(0, 100),
    minimum=fen,
    cap=st.none() | st.integers(0, 500),
    data=st.data(),
)
def test_keeping_less_never_leaves_more(lines, percent, minimum, cap, data):
    """The points of what is kept rise with every line, so no order of returns can gain."""
    total = sum(net for net, _rate in lines)
    terms = {
        "money": cents(total * percent / 100),
        "total": total,
        "rule": EarningRule(minimum_ticket=minimum, ticket_cap=cap),
    }
    more = [(data.draw(st.sampled_from([net, net / 2])), rate) for net, rate in lines]
    less = [(data.draw(st.sampled_from([net, Decimal(0)])), rate) for net, rate in more]

    assert 0 <= points_of(less, **terms) <= points_of(more, **terms) <= points_of(lines, **terms)


@pytest.mark.django_db
def test_a_ticket_at_the_till_earns_by_its_multipliers_and_keeps_why():
    shift = ShiftFactory()
    shoes = Category.objects.create(code="shoes", name="鞋")
    pair, hat = ProductFactory(category=shoes), ProductFactory()
    rule = EarningRule.objects.create(effective_from=DAY, points_per_yuan=1, pending_days=7)
    double = EarningBonus.objects.create(
        rule=rule, name_zh="周一鞋类双倍", multiplier=2, weekdays=[1]
    )
    double.categories.add(shoes)
    double.stores.add(shift.till.store)
    member = MemberFactory(home_store=shift.till.store)

    sale = sell(shift, (pair, 1), (hat, 2), member=member, at=NOON)

    entry = sale.points_entries.get()
    assert (entry.points, entry.qualifying, entry.rate, entry.rule) == (400, 400, None, rule)
    assert [line_rates(entry)(position) for position in (1, 2)] == [2, 1]
    assert entry.working["bonuses"] == {str(double.pk): ["周一鞋类双倍", "", "2.00"]}
    assert PointsLot.objects.get().spendable_from == dt.date(2026, 3, 9)
    where = standing(member=member, at=NOON)
    assert (where.balance, where.spendable) == (400, 0)
    assert ledger_faults() == []


@pytest.mark.django_db
def test_bonuses_are_read_once_for_each_rule(django_assert_num_queries):
    rule = EarningRule.objects.get()
    EarningBonus.objects.create(rule=rule, name_zh="双倍", multiplier=2)
    kept = programme().earning_rule(on=DAY)

    with django_assert_num_queries(0):
        first, again = bonuses_of(kept), bonuses_of(kept)

    assert [bonus.multiplier for bonus in first] == [2]
    assert again is first
