"""What partners were owed, and what was approved, stays: whoever asks and by whatever way."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from loyalty.models import PartnerEntry, PartnerStatement, PartnerStatementLine, PartnerTerms
from tests.loyalty.alliance import (
    TOMORROW,
    approved,
    car_wash,
    drafted,
    driver,
    settled,
    use,
    washing,
)

pytestmark = pytest.mark.django_db

UPDATE = "UPDATE loyalty_partner{} SET {}"
A_COLUMN_EACH = [
    "partner_id = partner_id + 1",
    "partner_name = 'x'",
    "since = '2020-01-01'",
    "until = '2030-01-01'",
    "amount = 1",
    "state = 'draft'",
    "drafted_at = '2020-01-01'",
    "drafted_by_id = drafted_by_id + 1",
    "confirmed = 1",
    "confirmed_by_id = drafted_by_id",
    "difference_reason = 'x'",
    "approved_at = '2020-01-01'",
    "approved_by_id = approved_by_id + 1",
]


@pytest.fixture
def wash():
    """A partner one use of whose service is owed for."""
    partner = car_wash()
    use(driver(), washing(partner))
    return partner


def refused(statement: str, why: str) -> None:
    with (
        pytest.raises(DatabaseError, match=why),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("change", ["amount = 1", "business_day = '2020-01-01'", "id = id + 1"])
def test_an_entry_is_never_changed(wash, change):
    refused(UPDATE.format("entry", change), "append-only")


def test_an_entry_is_never_deleted(wash):
    refused("DELETE FROM loyalty_partnerentry", "append-only")

    assert PartnerEntry.objects.count() == 1


@pytest.mark.parametrize("change", [*A_COLUMN_EACH, "paid_on = '2020-01-01'"])
def test_an_approved_statement_is_not_changed(wash, change):
    approved(drafted(wash))

    refused(UPDATE.format("statement", change), "is approved")


@pytest.mark.parametrize("change", A_COLUMN_EACH)
def test_settling_an_approved_statement_changes_nothing_else(wash, change):
    approved(drafted(wash))
    paid = "paid_on = '2026-03-03', payment_reference = '1'"
    by = "settled_at = approved_at, settled_by_id = approved_by_id"
    state = "" if change.startswith("state") else "state = 'settled', "

    refused(UPDATE.format("statement", f"{state}{paid}, {by}, {change}"), "is approved")


@pytest.mark.parametrize("change", ["payment_reference = '2'", "state = 'approved'"])
def test_a_settled_statement_is_not_changed(wash, change):
    settled(wash)

    refused(UPDATE.format("statement", change), "is approved")


@pytest.mark.parametrize("make", [lambda wash: approved(drafted(wash)), settled])
def test_an_approved_statement_keeps_its_lines(wash, make):
    statement = make(wash)
    line = statement.lines.get()
    refused("DELETE FROM loyalty_partnerstatementline", "is approved")
    refused("UPDATE loyalty_partnerstatementline SET id = id + 1", "never changed")
    refused("DELETE FROM loyalty_partnerstatement", "is approved")
    use(driver(), wash.terms.get().perk, at=TOMORROW)
    late = PartnerEntry.objects.latest("pk")
    columns = "INSERT INTO loyalty_partnerstatementline (statement_id, entry_id)"

    refused(f"{columns} VALUES ({statement.pk}, {late.pk})", "is approved")

    assert list(PartnerStatementLine.objects.all()) == [line]


def test_a_draft_may_be_dropped(wash):
    drafted(wash)

    PartnerStatementLine.objects.all().delete()
    PartnerStatement.objects.all().delete()

    assert PartnerStatement.objects.count() == 0


def test_terms_stay_as_they_were_once_something_is_owed_under_them(wash):
    other = car_wash("另一家洗车")
    washing(other)
    PartnerTerms.objects.filter(partner=other).update(price=Decimal(1))

    refused("UPDATE loyalty_partnerterms SET price = 2", "is in use")

    assert PartnerTerms.objects.get(partner=other).price == 1
