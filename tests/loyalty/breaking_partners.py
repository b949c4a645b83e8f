"""How each promise of partners, their ledger and their statements is broken."""

import datetime as dt
import uuid
from decimal import Decimal

from loyalty.enums import StatementState
from loyalty.models import (
    Partner,
    PartnerCheck,
    PartnerEntry,
    PartnerStatement,
    PartnerStatementLine,
    PartnerTerms,
)
from tests.factories import DAY, NOON, StaffFactory, StoreFactory
from tests.loyalty.breaking_gifts import perk_use, redemption
from tests.loyalty.factories import PerkFactory, RewardFactory

CENT = Decimal("0.01")
TOMORROW = DAY + dt.timedelta(days=1)


def partner(**facts):
    return Partner.objects.create(**{"name": f"伙伴{uuid.uuid4()}", "since": DAY} | facts)


def terms(**facts):
    given = {"partner": partner(), "perk": PerkFactory(), "called": "洗车", "price": 25}
    return PartnerTerms.objects.create(**given | {"effective_from": DAY} | facts)


def check(**facts):
    given = {"key": uuid.uuid4(), "partner": partner(), "checked_on": DAY, "mark": 3}
    return PartnerCheck.objects.create(**given | {"found": "好", "by": StaffFactory()} | facts)


def entry(**facts):
    """An entry alone: no verb wrote it, its use may be another perk's."""
    agreed = terms()
    given = {"partner": agreed.partner, "terms": agreed, "amount": 25, "perk_use": perk_use()}
    where = {"store": StoreFactory(), "business_day": DAY, "occurred_at": NOON}
    return PartnerEntry.objects.create(**given | where | {"by": StaffFactory()} | facts)


def voucher_entry(voucher):
    return entry(perk_use=None, redemption=voucher)


def taken_back_twice():
    owed = entry()
    for _time in range(2):
        entry(perk_use=owed.perk_use, reverses=owed, amount=-25)


def statement(**facts):
    given = {"partner": partner(), "partner_name": "洗车", "since": DAY, "until": TOMORROW}
    return PartnerStatement.objects.create(
        **given | {"amount": 25, "drafted_at": NOON, "drafted_by": StaffFactory()} | facts
    )


def approved(**facts):
    agreed = {"state": StatementState.APPROVED, "approved_at": NOON}
    return statement(**agreed | {"approved_by": StaffFactory()} | facts)


def settled(**facts):
    paid = {"paid_on": DAY, "payment_reference": "1", "settled_at": NOON}
    return approved(**paid | {"settled_by": StaffFactory(), "state": "settled"} | facts)


def on_two_statements():
    owed = entry()
    for _time in range(2):
        PartnerStatementLine.objects.create(statement=statement(), entry=owed)


def confirmed_by_the_approver():
    clerk = StaffFactory()
    approved(confirmed=25, confirmed_by=clerk, approved_by=clerk)


def drafted_by_the_approver():
    clerk = StaffFactory()
    approved(drafted_by=clerk, approved_by=clerk)


BREAKERS = {
    "loyalty_partner_action_is_done_by_somebody": [
        lambda: check(done_on=DAY, done_by=StaffFactory()),
        lambda: check(action="修", due_on=DAY, done_on=DAY),
        lambda: check(action="修", due_on=DAY, done_by=StaffFactory()),
    ],
    "loyalty_partner_action_is_due_on_a_day": [
        lambda: check(action="修"),
        lambda: check(due_on=DAY),
    ],
    "loyalty_partner_check_has_a_mark": [lambda: check(mark=0), lambda: check(mark=6)],
    "loyalty_partner_check_says_what_was_found": [lambda: check(found="")],
    "loyalty_partner_entry_has_one_cause": [
        lambda: entry(perk_use=None),
        lambda: entry(redemption=redemption()),
    ],
    "loyalty_partner_entry_is_on_one_statement": [on_two_statements],
    "loyalty_partner_entry_is_taken_back_once": [taken_back_twice],
    "loyalty_partner_entry_owes_or_takes_back": [
        lambda: entry(amount=-CENT),
        lambda: entry(reverses=entry(), amount=CENT),
    ],
    "loyalty_partner_has_a_name": [lambda: partner(name="")],
    "loyalty_partner_has_one_draft": [lambda: statement(partner=statement().partner)],
    "loyalty_partner_statement_has_days": [lambda: statement(until=DAY)],
    "loyalty_partner_statement_is_approved_by_somebody": [
        lambda: statement(approved_at=NOON, approved_by=StaffFactory()),
        lambda: approved(approved_by=None),
        lambda: approved(approved_at=None),
    ],
    "loyalty_partner_statement_needs_somebody_else": [
        drafted_by_the_approver,
        confirmed_by_the_approver,
    ],
    "loyalty_partner_statement_says_how_it_was_paid": [
        lambda: approved(paid_on=DAY),
        lambda: approved(payment_reference="1"),
        lambda: settled(payment_reference=""),
        lambda: settled(paid_on=None),
        lambda: settled(settled_by=None),
    ],
    "loyalty_partner_statement_says_why_it_differs": [
        lambda: statement(confirmed=24, confirmed_by=StaffFactory()),
        lambda: statement(confirmed=25),
        lambda: statement(confirmed_by=StaffFactory()),
    ],
    "loyalty_partner_terms_are_for_one_benefit": [
        lambda: terms(perk=None),
        lambda: terms(reward=RewardFactory()),
    ],
    "loyalty_partner_terms_of_a_perk_start_on_their_own_day": [lambda: terms(perk=terms().perk)],
    "loyalty_partner_terms_of_a_reward_start_on_their_own_day": [
        lambda: terms(perk=None, reward=terms(perk=None, reward=RewardFactory()).reward)
    ],
    "loyalty_partner_terms_say_what_is_paid": [
        lambda: terms(price=-CENT),
        lambda: terms(called=""),
        lambda: terms(partner=None, price=CENT),
    ],
    "loyalty_perk_use_is_owed_for_once": [lambda: entry(perk_use=entry().perk_use)],
    "loyalty_redemption_is_owed_for_once": [
        lambda: voucher_entry(voucher_entry(redemption()).redemption)
    ],
}
