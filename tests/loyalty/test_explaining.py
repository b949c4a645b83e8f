"""T56: why did I get these points?"""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import translation

from loyalty.domain.adjusting import ask_adjustment, decide_adjustment
from loyalty.domain.expiry import expire_due_lots
from loyalty.domain.ledger import Cause, forgive_debt, lock_account
from loyalty.domain.opening import open_balance
from loyalty.domain.putting_back import put_back
from loyalty.domain.tiers import enter_tier
from loyalty.enums import EntryKind
from loyalty.explaining import _CLAUSES, _HEADS, explain, with_reasons
from loyalty.models import EarningBonus, EarningRule, PointsEntry, Tier
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.loyalty.points import credit, spend
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def _reads_english():
    with translation.override("en"):
        yield


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def ada(shift):
    return MemberFactory(home_store=shift.till.store)


def why(member) -> list[str]:
    """Return what each entry says, the oldest first."""
    entries = PointsEntry.objects.filter(account__member=member).order_by("pk")
    return [explain(entry) for entry in with_reasons(entries)]


def test_a_purchase_names_money_rate_rule_and_life(shift, ada):
    EarningRule.objects.create(effective_from=DAY, life_months=12, pending_days=7)

    sale = sell(shift, (ProductFactory(), 1), member=ada, at=NOON)

    (reason,) = why(ada)
    assert reason == (
        f"{sale.receipt}: ¥100.00 paid in money × 1 points per yuan; rule of 2026-03-02; "
        "can be spent from 2026-03-09; valid through 2027-03-01"
    )


def test_a_purchase_names_its_multipliers(shift, ada):
    rule = EarningRule.objects.create(effective_from=DAY, combining="stack")
    EarningBonus.objects.create(
        rule=rule, name_zh="会员日", name_en="Member day", multiplier=Decimal(2)
    )
    Tier.objects.filter(code="silver").update(multiplier=Decimal("1.5"), discount=10_000)
    enter_tier(member=ada, tier=Tier.objects.get(code="silver"), by=None, at=NOON)

    sale = sell(shift, (ProductFactory(), 1), member=ada, at=NOON)

    (reason,) = why(ada)
    assert reason == (
        f"{sale.receipt}: ¥100.00 paid in money × 3 points per yuan; 1 × 1.5 for her tier; "
        "Member day × 2; rule of 2026-03-02; without end"
    )


def test_paying_with_points_names_the_lots(shift, ada):
    credit(ada, 100, "a", expires_on=DAY + WEEK, at=NOON - WEEK)
    credit(ada, 100, "b")

    sale = sell(shift, (ProductFactory(), 1), member=ada, points=150, at=NOON)

    assert why(ada)[2] == (
        f"{sale.receipt}: paid with points; 100 of those of 2026-02-23; 50 of those of 2026-03-02"
    )


def test_a_return_says_what_leaves_comes_back_and_is_owed(shift, ada):
    credit(ada, 300)
    goods = ProductFactory()
    sale = sell(shift, (goods, 2), member=ada, points=200, at=NOON)
    spend(ada, 250)

    back = take_back(shift, sale, at=NOON)

    *_, came_back, left = why(ada)
    assert came_back == f"{back.receipt}: points spent on {sale.receipt} come back with the goods"
    assert left.startswith(
        f"{back.receipt}: what was earned with {sale.receipt} leaves with the goods"
    )


def test_points_that_come_back_too_late_say_so(ada):
    credit(ada, 100, expires_on=DAY + WEEK)
    spent = spend(ada, 100)
    account = lock_account(member=ada)
    put_back(account, 40, Cause(reference="a", at=NOON + WEEK), reverses=spent)
    put_back(account, 60, Cause(reference="b", at=NOON + WEEK), reverses=spent, grace_days=5)

    given_up = "given up, so the points spent on it come back"
    assert why(ada)[2:] == [
        f"{given_up}; 40 of them had expired and stay so",
        f"{given_up}; 60 of them had expired and live through 2026-03-13",
    ]


def test_what_had_expired_before_its_goods_came_back_says_so(shift, ada):
    EarningRule.objects.create(effective_from=DAY, life_months=1)
    sale = sell(shift, (ProductFactory(), 1), member=ada, at=NOON)
    expire_due_lots(on=DAY + 5 * WEEK, at=NOON + 5 * WEEK)

    back = take_back(shift, sale, at=NOON + 6 * WEEK)

    gone, left = why(ada)[2:]
    assert gone == (
        f"{back.receipt}: had expired before the goods came back, so they are gone already"
    )
    assert left == (
        f"{back.receipt}: what was earned with {sale.receipt} leaves with the goods; "
        "100 of those of 2026-03-02"
    )


def test_expired_points_say_when_they_were_earned_and_until_when_they_lived(ada):
    credit(ada, 100, expires_on=DAY, at=NOON - WEEK)
    expire_due_lots(on=DAY, at=NOON)

    assert why(ada)[1] == ("earned on 2026-02-23, valid through 2026-03-01 and not spent in time")


def test_points_moved_by_hand_name_reason_and_people(ada):
    by, second = StaffFactory(display_name="陈静"), StaffFactory(display_name="李敏")
    asked = ask_adjustment(
        key=uuid.uuid4(), member=ada, points=600, reason="系统故障", by=by, at=NOON
    )
    decide_adjustment(adjustment=asked, approve=True, by=second, at=NOON)

    (reason,) = why(ada)
    assert reason == f"by hand, 系统故障; by {by}; approved by {second}; without end"


def test_a_forgiven_debt_an_opening_balance_and_an_award_say_what_they_are(ada):
    open_balance(member=ada, points=50, at=NOON)
    spend(ada, 70)
    forgive_debt(lock_account(member=ada), Cause(reference="x", at=NOON))
    credit(ada, 10, kind=EntryKind.AWARD)

    assert why(ada) == [
        "brought along from an earlier system; without end",
        "paid with points; 50 of those of 2026-03-02; 20 were spent already and are forgiven",
        "what was owed after it is forgiven",
        "without end",
    ]


def test_every_kind_of_entry_has_its_sentence():
    assert _HEADS.keys() == _CLAUSES.keys() == set(EntryKind)


@pytest.mark.parametrize("sales", [1, 3])
def test_the_reasons_are_read_in_three_statements(shift, ada, sales, django_assert_num_queries):
    for _ in range(sales):
        sell(shift, (ProductFactory(), 1), member=ada, points=50, at=NOON)

    with django_assert_num_queries(3):
        assert len(why(ada)) == 2 * sales - 1
