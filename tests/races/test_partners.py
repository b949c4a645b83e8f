"""Many hands settle with one partner at once: each entry is on one statement, and paid once."""

from decimal import Decimal

import pytest

from loyalty.domain.partner_statements import (
    NothingToSettle,
    SettledBefore,
    approve_statement,
    draft_statement,
    settle_statement,
)
from loyalty.domain.perks import undo_perk
from loyalty.models import PartnerEntry, PartnerStatement, PartnerStatementLine, PerkUse
from tests.factories import DAY, NOON, StaffFactory
from tests.loyalty.alliance import TOMORROW, WASH, approved, car_wash, drafted, driver, use, washing
from tests.races.together import on_postgresql, refusals, together

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wash():
    return car_wash()


@pytest.fixture
def perk(wash):
    return washing(wash)


def drafting(wash):
    clerk = StaffFactory()
    return lambda: draft_statement(partner=wash, last_day=DAY, by=clerk, at=TOMORROW)


def test_drafted_by_ten_at_once_while_members_use_it_each_entry_is_on_one_statement(wash, perk):
    members = [driver() for _ in range(5)]
    use(members[0], perk)

    outcomes = together(
        [drafting(wash) for _ in range(10)]
        + [lambda member=member: use(member, perk) for member in members]
    )
    statement = drafting(wash)()

    assert {type(one) for one in outcomes} == {PartnerStatement, PerkUse}
    assert PartnerStatement.objects.count() == 1
    assert (PartnerEntry.objects.count(), PartnerStatementLine.objects.count()) == (6, 6)
    assert statement.amount == 6 * WASH


def test_approved_and_drafted_again_at_once_is_one_or_the_other(wash, perk):
    ada = driver()
    use(ada, perk)
    draft, approver = drafted(wash), StaffFactory()

    outcomes = together(
        [lambda: approve_statement(statement=draft, shown=WASH, by=approver, at=TOMORROW)]
        + [drafting(wash) for _ in range(4)]
    )

    statement = PartnerStatement.objects.get()
    assert {type(one) for one in outcomes} <= {PartnerStatement, NothingToSettle}
    assert (statement.state, statement.amount, statement.lines.count()) == ("approved", WASH, 1)


def test_paid_by_ten_at_once_is_paid_once(wash, perk):
    use(driver(), perk)
    statement, clerk = approved(drafted(wash)), StaffFactory()

    outcomes = together(
        [
            lambda number=number: settle_statement(
                statement=statement, paid_on=DAY, reference=f"P{number}", by=clerk, at=TOMORROW
            )
            for number in range(10)
        ]
    )

    assert refusals(outcomes, SettledBefore) == 9


def test_undone_by_ten_at_once_is_taken_back_once(wash, perk):
    used, clerk = use(driver(), perk), StaffFactory()

    together([lambda: undo_perk(use=used, by=clerk, at=NOON)] * 10)

    amounts = list(PartnerEntry.objects.order_by("pk").values_list("amount", flat=True))
    assert amounts == [WASH, Decimal(-WASH)]
