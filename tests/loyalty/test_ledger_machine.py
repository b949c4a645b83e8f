"""Selling, paying with points, returning and correcting in any order: it still adds up."""

import datetime as dt
from decimal import ROUND_FLOOR, Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from common.aggregates import sum_money
from loyalty.domain.earning import earn_points
from loyalty.domain.ledger import lock_account
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.domain.tiers import enter_tier
from loyalty.models import EarningRule, PointsAccount, Tier
from loyalty.queries import ledger_faults, standing
from sales.models import Visit
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.loyalty.points import adjust
from tests.shop import sell, take_back


class Ticket:
    """What the reference model remembers of one sale: plain numbers, no database."""

    def __init__(self, sale, units, earned, used):
        self.sale = sale
        self.units_left = self.units = units
        self.net = sale.net
        self.earned = self.earned_left = earned
        self.used = self.used_left = used

    def give_back(self, units):
        """Return what the balance gains when ``units`` more come back."""
        self.units_left -= units
        returned = sum((-back.net for back in self.sale.returns.all()), Decimal(0))
        used_left = self.used - floor(self.used * returned / self.net) if self.net else self.used
        money_left = self.net - returned - Decimal(used_left) / 100
        earned_left = min(floor(max(money_left, Decimal(0))), self.earned)
        gain = (self.used_left - used_left) - (self.earned_left - earned_left)
        self.used_left, self.earned_left = used_left, earned_left
        return gain


def floor(amount):
    return int(amount.to_integral_value(ROUND_FLOOR))


prices = st.decimals(Decimal("0.01"), Decimal("900.00"), places=2)


class LedgerMachine(RuleBasedStateMachine):
    tickets = Bundle("tickets")

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.shift = ShiftFactory()
        self.member = MemberFactory(home_store=self.shift.till.store)
        tier = Tier.objects.get(code="gold")
        enter_tier(member=self.member, tier=tier, by=None, at=self.member.joined_at)
        self.at = NOON
        self.balance = 0
        self.adjustments = 0
        self.all_tickets = []

    def teardown(self):
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days):
        self.at += dt.timedelta(days=days)

    @rule(target=tickets, price=prices, units=st.integers(1, 4), points=st.integers(0, 1200))
    def buy(self, price, units, points):
        product = ProductFactory(regular_price=price)
        sale = sell(self.shift, (product, units), member=self.member, points=points, at=self.at)
        used = min(points, floor(sale.net * 100), max(self.balance, 0))
        earned = floor(sale.net - Decimal(used) / 100)
        self.balance += earned - used
        ticket = Ticket(sale, units, earned, used)
        self.all_tickets.append(ticket)
        return ticket

    @rule(ticket=tickets, units=st.integers(1, 4))
    def bring_back(self, ticket, units):
        units = min(units, ticket.units_left)
        if units:
            take_back(self.shift, ticket.sale, [units], at=self.at)
            self.balance += ticket.give_back(units)

    @rule(ticket=tickets)
    def earn_again(self, ticket):
        entry = ticket.sale.points_entries.filter(kind="earn").first()
        if entry:
            again = earn_points(
                account=lock_account(member=self.member),
                money=ticket.net - Decimal(ticket.used) / 100,
                sale=ticket.sale,
                rule=EarningRule.objects.get(),
                rate=entry.rate,
                at=self.at,
            )
            assert again == entry

    @rule(points=st.integers(-500, 500).filter(bool))
    def adjust(self, points):
        self.adjustments += 1
        short_by = -points - max(self.balance, 0)
        if short_by > 0:
            with pytest.raises(NotEnoughPoints) as refusal:
                self._adjust(points)
            assert refusal.value.short_by == short_by
        else:
            self._adjust(points)
            self.balance += points

    def _adjust(self, points):
        adjust(self.member, points, at=self.at)

    @invariant()
    def balance_equals_entries_equals_lots(self):
        assert ledger_faults() == []
        account = PointsAccount.objects.filter(member=self.member).first()
        assert (account.balance if account else 0) == self.balance

    @invariant()
    def what_can_be_spent_and_what_is_owed_are_two_sides_of_the_balance(self):
        where = standing(member=self.member, at=self.at)
        assert (where.spendable, where.debt) == (max(self.balance, 0), max(-self.balance, 0))

    @invariant()
    def each_lot_is_what_it_was_less_what_was_taken(self):
        for account in PointsAccount.objects.filter(member=self.member):
            for lot in account.lots.annotate(taken=Sum("allocations__points")):
                assert lot.remaining == lot.points - (lot.taken or 0)

    @invariant()
    def visits_add_up_to_the_receipts(self):
        by_day = {
            row["business_day"]: row["sum"]
            for row in self.member.sales.values("business_day")
            .annotate(sum=sum_money("net"))
            .order_by()
        }
        assert dict(Visit.objects.values_list("business_day", "net")) == by_day

    @invariant()
    def a_ticket_wholly_returned_leaves_nothing_behind(self):
        for ticket in self.all_tickets:
            if ticket.units_left == 0:
                assert (ticket.earned_left, ticket.used_left) == (0, 0)


@pytest.mark.django_db
def test_ledger_adds_up():
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=30,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
