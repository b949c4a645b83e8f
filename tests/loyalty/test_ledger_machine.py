"""Whatever happens to points, in any order, they are where a small model says they are.

Members buy, pay with points, return, take rewards and give them up, are corrected, merged and
parted; sales move between them; points wait, live and end; whatever is done is asked for twice.
Nothing is lost or doubled.
"""

import datetime as dt
import uuid
from decimal import ROUND_FLOOR, Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from campaigns.domain.merging import UsedSince, merge_members, unmerge_members
from common.aggregates import sum_money
from common.periods import add_months
from loyalty.domain.adjusting import ask_adjustment
from loyalty.domain.expiry import expire_points
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.domain.rewards import cancel_redemption, redeem_reward
from loyalty.enums import RewardKind
from loyalty.models import (
    EarningRule,
    PointsAccount,
    PointsLot,
    ProgrammeRule,
    Redemption,
    Reward,
)
from loyalty.queries import PointsNow, ledger_faults, points_now
from pos.domain.checkout import post_sale
from pos.domain.moving import move_sale
from pos.domain.returns import ReturnOrder, post_return
from sales.models import Sale, Visit
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.loyalty.purse import NEVER, Lot, Merger, Purse
from tests.shop import fill_basket, order_for

PENDING_DAYS, LIFE_MONTHS = 5, 1
prices = st.decimals(Decimal("0.01"), Decimal("900.00"), places=2)


def floor(amount):
    return int(amount.to_integral_value(ROUND_FLOOR))


class Ticket:
    """A sale: what it earned and used, into and out of which lots, and what is left of that."""

    def __init__(self, sale, who, units):
        self.sale, self.who, self.units = sale, who, units
        self.key, self.net = sale.pk, sale.net
        self.returned = Decimal(0)
        self.used = self.used_left = 0
        self.earned = self.earned_left = 0
        self.lot, self.taken = None, []

    def states_after(self, returned):
        """How many of the used and of the earned points stay when so many yuan came back."""
        used = self.used - floor(self.used * returned / self.net) if self.net else self.used
        money = self.net - Decimal(self.used) / 100
        share = money / self.net if self.net else Decimal(0)
        return used, min(floor((self.net - returned) * share), self.earned_left)


class Voucher:
    """A reward, who has it, and from which lots it was paid; nothing once it was given up."""

    def __init__(self, row, who, points, taken):
        self.row, self.who, self.points, self.taken = row, who, points, taken


class Merge:
    """A merge: who went up in whom, the purses' part of it, and what else went along."""

    def __init__(self, row, points, *, gone, kept, tickets, vouchers):
        self.row, self.gone, self.kept = row, gone, kept
        self.points, self.tickets, self.vouchers = points, tickets, vouchers
        self.returned = [ticket.returned for ticket in tickets]

    @property
    def is_used(self):
        went_on = any(ticket.who != self.kept for ticket in self.tickets)
        return went_on or self.returned != [ticket.returned for ticket in self.tickets]


class LedgerMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        EarningRule.objects.update(pending_days=PENDING_DAYS, life_months=LIFE_MONTHS)
        self.shift, self.officer = ShiftFactory(), StaffFactory()
        self.store = self.shift.till.store
        self.members = [MemberFactory(home_store=self.store) for _ in range(3)]
        self.purses = [Purse() for _ in self.members]
        self.present = [0, 1, 2]
        self.tickets, self.vouchers, self.merges = [], [], []
        self.at = NOON

    def teardown(self):
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @initialize(grace=st.sampled_from([0, 3]), price=prices, units=st.integers(1, 4))
    def opens(self, grace, price, units):
        """All have some points; one has bought, and what that brought waits."""
        self.grace = grace
        ProgrammeRule.objects.update(grace_days=grace)
        for who in range(3):
            self.adjust_by(who, 100 + who)
        self.buy(0, price, units, 50)

    @property
    def on(self):
        return self.at.date()

    def do(self, act):
        """Do something, and ask for it again, which changes nothing."""
        made, again = act(), act()
        assert again == made
        return made

    @rule(days=st.integers(1, 20))
    def time_passes(self, days):
        self.at += dt.timedelta(days=days)

    @rule()
    def a_lot_ends(self):
        """The next that has something left; the night's run comes then, or later."""
        live = [lot for purse in self.purses for lot in purse.live(self.on)]
        if ends := [lot.ends for lot in live if lot.ends < NEVER]:
            self.at += min(ends) - self.on

    @precondition(lambda self: self.tickets)
    @rule(which=st.integers(0, 99), points=st.integers(1, 100))
    def some_are_spent_and_the_rest_ends(self, which, points):
        ticket = self.tickets[which % len(self.tickets)]
        if (lot := ticket.lot) and lot.left > points and lot.ends > self.on:
            self.at += max(lot.begins - self.on, dt.timedelta(0))
            self.adjust_by(ticket.who, -points)
            self.at += lot.ends - self.on
            self.points_expire()

    @rule()
    def points_expire(self):
        expected = sum(purse.expire(self.on) for purse in self.purses)

        assert expire_points(at=self.at).points == expected
        assert expire_points(at=self.at).points == 0

    @rule(who=st.integers(0, 2), price=prices, units=st.integers(1, 4), points=st.integers(0, 900))
    def buy(self, who, price, units, points):
        who = self.present[who % len(self.present)]
        purse, member = self.purses[who], self.members[who]
        goods = (ProductFactory(regular_price=price), units)
        basket = fill_basket(self.shift, goods, member=member, points=points, at=self.at)
        order, at = order_for(basket, at=self.at), self.at
        sale = self.do(
            lambda: post_sale(order=order, shift=self.shift, cashier=self.officer, at=at)
        )
        ticket = Ticket(sale, who, units)
        ticket.used = ticket.used_left = min(
            points, floor(sale.net * 100), purse.can_spend(self.on)
        )
        ticket.taken = purse.spend(ticket.used, self.on)
        ticket.earned = floor(sale.net - Decimal(ticket.used) / 100)
        self.earn(ticket, purse)
        self.tickets.append(ticket)

    def earn(self, ticket, purse):
        ticket.earned_left, ticket.lot = ticket.earned, None
        if ticket.earned:
            day = ticket.sale.business_day
            begins = day + dt.timedelta(days=PENDING_DAYS)
            lot = Lot(ticket.earned, begins, add_months(day, LIFE_MONTHS))
            ticket.lot = purse.bring(lot, self.on)

    @precondition(lambda self: self.tickets)
    @rule(which=st.integers(0, 99), units=st.integers(1, 4))
    def bring_back(self, which, units):
        self.bring_back_of(self.tickets[which % len(self.tickets)], units)

    def bring_back_of(self, ticket, units):
        if units := min(units, ticket.units):
            line = ticket.sale.lines.get()
            order = ReturnOrder(uuid.uuid4(), ticket.key, {line.pk: Decimal(units)})
            at = self.at
            back = self.do(
                lambda: post_return(order=order, shift=self.shift, cashier=self.officer, at=at)
            )
            ticket.units -= units
            ticket.returned -= back.net
            self.undo_part(ticket, self.purses[ticket.who])

    def undo_part(self, ticket, purse):
        used, earned = ticket.states_after(ticket.returned)
        purse.give_back(ticket.used_left - used, ticket.taken, self.on, grace=self.grace)
        purse.withdraw(ticket.earned_left - earned, ticket.lot, self.on)
        ticket.used_left, ticket.earned_left = used, earned

    @rule(who=st.integers(0, 2), price=prices, units=st.integers(2, 4), points=st.integers(1, 400))
    def buy_with_points_and_bring_back_piece_by_piece(self, who, price, units, points):
        """Every piece is a fraction of the points, which chance would seldom find either."""
        self.adjust_by(self.present[who % len(self.present)], points)
        self.buy(who, price, units, points)
        for _piece in range(units):
            self.bring_back_of(self.tickets[-1], 1)
            self.balance_equals_entries_equals_lots()
            self.everybody_has_what_the_model_says()

    @rule(who=st.integers(0, 2), points=st.integers(1, 300), wrong=st.booleans())
    def take_reward(self, who, points, wrong):
        who = self.present[who % len(self.present)]
        purse, member, key, at = self.purses[who], self.members[who], uuid.uuid4(), self.at
        cup = Reward.objects.create(
            code=key.hex[:20], kind=RewardKind.GIFT, points=points, name_zh="杯子"
        )
        act = lambda: redeem_reward(  # noqa: E731
            key=key, member=member, reward=cup, store=self.store, by=self.officer, at=at
        )
        if (short_by := points - purse.can_spend(self.on)) > 0:
            with pytest.raises(NotEnoughPoints) as refusal:
                act()
            assert refusal.value.short_by == short_by
        else:
            row = self.do(act)
            self.vouchers.append(Voucher(row, who, points, purse.spend(points, self.on)))
            if wrong:
                self.give_up(self.vouchers[-1])

    @precondition(lambda self: self.vouchers)
    @rule(which=st.integers(0, 9))
    def give_reward_up(self, which):
        self.give_up(self.vouchers[which % len(self.vouchers)])

    def give_up(self, voucher):
        at = self.at
        row = Redemption.objects.get(pk=voucher.row.pk)
        self.do(lambda: cancel_redemption(redemption=row, by=self.officer, at=at))
        purse = self.purses[voucher.who]
        purse.give_back(voucher.points, voucher.taken, self.on, grace=self.grace)
        voucher.points = 0

    @rule(who=st.integers(0, 2), points=st.integers(-400, 400).filter(bool))
    def adjust(self, who, points):
        self.adjust_by(self.present[who % len(self.present)], points)

    def adjust_by(self, who, points):
        purse, at = self.purses[who], self.at
        facts = {"key": uuid.uuid4(), "member": self.members[who], "by": StaffFactory()}
        act = lambda: ask_adjustment(points=points, reason="补录", at=at, **facts)  # noqa: E731
        if (short_by := -points - purse.can_spend(self.on)) > 0:
            with pytest.raises(NotEnoughPoints) as refusal:
                act()
            assert refusal.value.short_by == short_by
            return
        self.do(act)
        if points > 0:
            purse.bring(Lot(points), self.on)
        else:
            purse.spend(-points, self.on)

    @precondition(lambda self: self.tickets)
    @rule(which=st.integers(0, 99))
    def into_debt_and_out(self, which):
        """Which chance would seldom find: all is spent, the goods come back, others are bought."""
        self.into_debt(which)
        self.buy(self.present.index(self.tickets[which % len(self.tickets)].who), Decimal(9), 1, 0)

    def into_debt(self, which):
        ticket = self.tickets[which % len(self.tickets)]
        while spare := self.purses[ticket.who].can_spend(self.on):
            self.adjust_by(ticket.who, -min(spare, 500))
        self.bring_back_of(ticket, ticket.units)

    @precondition(lambda self: self.tickets)
    @rule(which=st.integers(0, 99), to=st.integers(0, 2))
    def move(self, which, to):
        ticket = self.tickets[which % len(self.tickets)]
        to = self.present[to % len(self.present)]
        if to == ticket.who:
            return
        giver, taker = self.purses[ticket.who], self.purses[to]
        sale, key, at = Sale.objects.get(pk=ticket.key), uuid.uuid4(), self.at
        act = lambda: move_sale(  # noqa: E731
            key=key, sale=sale, to_member=self.members[to], reason="扫错卡", by=self.officer, at=at
        )
        if (short_by := ticket.used - taker.can_spend(self.on)) > 0:
            with pytest.raises(NotEnoughPoints) as refusal, transaction.atomic():
                act()
            assert refusal.value.short_by == short_by
            return
        self.do(act)
        giver.give_back(ticket.used_left, ticket.taken, self.on, grace=self.grace)
        giver.withdraw(ticket.earned_left, ticket.lot, self.on)
        ticket.who, ticket.used_left = to, ticket.used
        ticket.taken = taker.spend(ticket.used, self.on)
        self.earn(ticket, taker)
        self.undo_part(ticket, taker)

    @precondition(lambda self: len(self.present) > 1)
    @rule(one=st.integers(0, 2), other=st.integers(0, 1))
    def merge(self, one, other):
        kept = self.present[one % len(self.present)]
        gone = [who for who in self.present if who != kept][other % (len(self.present) - 1)]
        key, at = uuid.uuid4(), self.at
        row = self.do(
            lambda: merge_members(
                key=key,
                kept=self.members[kept],
                merged=self.members[gone],
                reason="同一人",
                by=self.officer,
                at=at,
            )
        )
        tickets = [ticket for ticket in self.tickets if ticket.who == gone]
        vouchers = [voucher for voucher in self.vouchers if voucher.who == gone]
        points = Merger(self.purses[gone], self.purses[kept], self.on)
        for along in (*tickets, *vouchers):
            along.who = kept
        self.present.remove(gone)
        self.merges.append(
            Merge(row, points, gone=gone, kept=kept, tickets=tickets, vouchers=vouchers)
        )

    @precondition(lambda self: self.merges)
    @rule(which=st.integers(0, 9))
    def unmerge(self, which):
        self.part(self.merges[which % len(self.merges)])

    @precondition(lambda self: len(self.present) > 1)
    @rule(one=st.integers(0, 2), other=st.integers(0, 1))
    def merge_by_mistake(self, one, other):
        self.merge(one, other)
        self.part(self.merges[-1])

    @precondition(lambda self: self.tickets and len(self.present) > 1)
    @rule(which=st.integers(0, 99), is_kept=st.booleans(), other=st.integers(0, 1))
    def merge_in_debt_by_mistake(self, which, is_kept, other):
        """One of both owes points, which the other's pay until it is undone."""
        self.into_debt(which)
        owing = self.present.index(self.tickets[which % len(self.tickets)].who)
        rest = [place for place in range(len(self.present)) if place != owing]
        other = rest[other % len(rest)]
        kept, gone = (owing, other) if is_kept else (other, owing)
        self.merge(kept, gone - (gone > kept))
        self.part(self.merges[-1])

    def part(self, merge):
        at = self.at
        act = lambda: unmerge_members(merge=merge.row, by=self.officer, at=at)  # noqa: E731
        if merge.kept not in self.present or merge.is_used or merge.points.is_used:
            with pytest.raises(UsedSince), transaction.atomic():
                act()
            return
        self.do(act)
        merge.points.undo(self.on)
        for along in (*merge.tickets, *merge.vouchers):
            along.who = merge.gone
        self.merges.remove(merge)
        self.present.append(merge.gone)

    @invariant()
    def balance_equals_entries_equals_lots(self):
        assert ledger_faults() == []

    @invariant()
    def everybody_has_what_the_model_says(self):
        accounts = {one.member_id: one for one in PointsAccount.objects.all()}
        for member, purse in zip(self.members, self.purses, strict=True):
            account = accounts.get(member.pk)
            now = points_now(account=account, on=self.on) if account else PointsNow()
            live = sum(lot.left for lot in purse.live(self.on))
            can_spend = purse.can_spend(self.on)
            sums = (account.balance, account.debt) if account else (0, 0)
            assert sums == (purse.balance, purse.debt)
            assert (now.spendable, now.pending) == (can_spend, live - can_spend)

    @invariant()
    def each_lot_is_what_it_was_less_what_was_taken(self):
        for lot in PointsLot.objects.annotate(taken=Sum("allocations__points")):
            assert lot.remaining == lot.points - (lot.taken or 0)

    @invariant()
    def visits_add_up_to_the_receipts(self):
        receipts = Sale.objects.values_list("member", "business_day")
        sums = receipts.annotate(sum=sum_money("net")).order_by()
        visits = Visit.objects.values_list("member", "business_day", "net")
        assert sorted(visits) == sorted(sums)

    @invariant()
    def a_ticket_wholly_returned_leaves_nothing_behind(self):
        for ticket in self.tickets:
            if ticket.units == 0:
                assert (ticket.earned_left, ticket.used_left) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("_half", ["one", "other"])
def test_ledger_adds_up(_half):
    """In two halves, which run beside each other."""
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=10,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
