"""The self-check is green on what the verbs leave, and red on whatever is made wrong by hand."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import translation

from loyalty.checks import BY_SLUG, CHECKS, Liability, liabilities, run_check, run_checks
from loyalty.domain.expiry import expire_due_lots
from loyalty.domain.tiers import enter_tier
from loyalty.models import (
    ExpiryNotice,
    LotAllocation,
    PointsAccount,
    PointsEntry,
    PointsLot,
    Tier,
    TierAssignment,
)
from sales.models import Visit
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.loyalty.alliance import car_wash, driver, settled, use, washing
from tests.loyalty.points import credit, spend
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def ada():
    """A member with something of everything: a sale, a return, a debt paid, an expiry, a tier."""
    shift = ShiftFactory()
    member = MemberFactory(home_store=shift.till.store)
    enter_tier(member=member, tier=Tier.objects.get(code="silver"), by=None, at=NOON)
    sale = sell(shift, (ProductFactory(), 3), member=member, at=NOON)
    sell(shift, (ProductFactory(), 1), member=member, points=100, at=NOON)
    spend(member, 250)
    take_back(shift, sale, [1], at=NOON)
    credit(member, 400, "a")
    credit(member, 30, "b", expires_on=DAY)
    expire_due_lots(on=DAY, at=NOON)
    return member


def red() -> set[str]:
    return {finding.check.slug for finding in run_checks() if not finding.is_green}


def test_all_is_green_where_only_verbs_wrote(ada):
    wash = car_wash()
    use(driver(), washing(wash))
    settled(wash)

    findings = list(run_checks())

    assert [(one.check.slug, one.wrong) for one in findings] == [
        (check.slug, 0) for check in CHECKS
    ]
    assert all(one.checked for one in findings)


def test_all_is_green_where_there_is_nothing():
    assert red() == set()


def spoil_balance(member):
    PointsAccount.objects.filter(member=member).update(balance=1)


def spoil_lot(member):
    lot = PointsLot.objects.filter(account__member=member, remaining__gt=0).first()
    PointsLot.objects.filter(pk=lot.pk).update(remaining=lot.remaining - 1)


def spoil_allocation(member):
    entry = PointsEntry.objects.filter(account__member=member, kind="redeem").first()
    lot = PointsLot.objects.filter(account__member=member).last()
    LotAllocation.objects.create(entry=entry, lot=lot, points=1)


def spoil_reversal(member):
    entry = PointsEntry.objects.get(account__member=member, kind="reverse")
    PointsEntry.objects.create(
        account=entry.account,
        kind="reverse",
        points=-5_000,
        reference="again",
        reverses=entry.reverses,
        occurred_at=NOON,
    )


def spoil_notice(member):
    ExpiryNotice.objects.all().delete()


def spoil_tier(member):
    TierAssignment.objects.create(
        member=member,
        tier=Tier.objects.get(code="gold"),
        starts_at=NOON - dt.timedelta(days=1),
        ends_at=NOON + dt.timedelta(days=1),
        reason="manual",
    )


def spoil_visit(member):
    Visit.objects.filter(member=member).update(net=1)


def spoil_visits(member):
    Visit.objects.filter(member=member).delete()


def spoil_tickets(member):
    Visit.objects.filter(member=member).update(tickets=7)


def spoil_what_came_back(member):
    Visit.objects.filter(member=member).update(returned_later=5)


def spoil_gap(member):
    enter_tier(member=member, tier=Tier.objects.get(code="gold"), by=None, at=NOON + HOUR)
    TierAssignment.objects.filter(member=member, ends_at=NOON + HOUR).update(
        ends_at=NOON + HOUR / 2
    )


def spoil_rise(member):
    sale = member.sales.first()
    TierAssignment.objects.filter(member=member).update(
        reason="upgrade", sale=sale, starts_at=sale.sold_at - HOUR
    )


@pytest.mark.parametrize(
    ("spoil", "checks"),
    [
        (spoil_balance, {"balance-entries", "balance-lots", "liability"}),
        (spoil_lot, {"balance-lots", "lots", "liability"}),
        (spoil_allocation, {"lots", "debts"}),
        (spoil_reversal, {"balance-entries", "reversals", "debts"}),
        (spoil_notice, {"notices"}),
        (spoil_tier, {"tiers"}),
        (spoil_gap, {"tiers"}),
        (spoil_rise, {"tiers"}),
        (spoil_visit, {"visits"}),
        (spoil_visits, {"visits"}),
        (spoil_tickets, {"visits"}),
        (spoil_what_came_back, {"visits"}),
    ],
)
def test_what_is_wrong_is_red(ada, spoil, checks):
    MemberFactory()
    credit(MemberFactory(), 10)

    spoil(ada)

    assert red() == checks


def test_a_sale_that_came_back_whole_on_its_day_is_no_ticket():
    shift = ShiftFactory()
    member = MemberFactory(home_store=shift.till.store)
    coat = ProductFactory()
    today, later, parts = (sell(shift, (coat, 2), member=member, at=NOON) for _time in range(3))
    take_back(shift, today, [2], at=NOON + HOUR)
    take_back(shift, later, [2], at=NOON + 24 * HOUR)
    take_back(shift, parts, [1], at=NOON + HOUR)
    take_back(shift, parts, [1], at=NOON + 24 * HOUR)

    assert Visit.objects.get(member=member, business_day=DAY).tickets == 2
    assert red() == set()


def test_the_first_offenders_are_named(ada):
    account = PointsAccount.objects.get(member=ada)
    right = account.balance
    spoil_balance(ada)

    finding = run_check(BY_SLUG["balance-entries"])

    assert (finding.checked, finding.wrong) == (1, 1)
    assert [(one.key, one.fact) for one in finding.first] == [(account.pk, f"1 ≠ {right}")]


def test_the_command_says_green_or_red(ada, capsys):
    with translation.override("en"):
        call_command("self_check")
        green = capsys.readouterr().out.splitlines()
        spoil_visit(ada)
        with pytest.raises(SystemExit) as ended:
            call_command("self_check")

    assert green[0] == "green  The balance is the sum of the entries (1)"
    assert len(green) == len(CHECKS)
    assert ended.value.code == 1
    red_line = "RED    A visit is the sum of its receipts, and knows what came back of it: 1 of 1"
    assert red_line in capsys.readouterr().out


def test_liabilities_are_the_points_of_each_stores_members(ada):
    other = MemberFactory()
    credit(other, 500)
    spend(other, 700)

    balance = PointsAccount.objects.get(member=ada).balance
    assert liabilities(on=DAY) == [
        Liability(ada.home_store, balance, 0, Decimal(balance) / 100),
        Liability(other.home_store, 0, 200, -2),
    ]
