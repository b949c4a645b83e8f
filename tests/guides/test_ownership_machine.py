"""Months of a shop's life, in any order: every member is where a small model says she is.

Members buy here and elsewhere, with money or for nothing, give back, are claimed, assigned, put
back and left in peace; guides come and leave; mornings come on time or late.
"""

import datetime as dt
import itertools
from collections import defaultdict
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from common.periods import add_months
from guides.domain.by_hand import assign_members
from guides.domain.draw_papers import read_inputs
from guides.domain.draws import redraw
from guides.domain.handing_over import guide_leaves
from guides.domain.losing import StillHere, left_as_asked, welcome_back
from guides.domain.mornings import do_mornings
from guides.domain.restoring import NothingToRestore, restore_guide
from guides.domain.setting_aside import (
    InPeaceAlready,
    InThePool,
    NotAside,
    leave_in_peace,
    let_back,
    put_back,
)
from guides.enums import DrawState, OwnershipReason
from guides.models import Draw, Ownership
from guides.queries.standing import standing_of
from tests.factories import MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.guides.domain.test_drawing import best
from tests.guides.domain.test_recycling import shanghai
from tests.guides.hands import guide_in
from tests.shop import sell, take_back

MEMBERS = 5
members = st.integers(0, MEMBERS - 1)
MOST_GUIDES = 4


class OwnershipMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.here, self.elsewhere = ShiftFactory(), ShiftFactory()
        self.store = self.here.till.store
        type(self.store).objects.exclude(pk=self.store.pk).update(is_open=False)
        self.guides = [guide_in(self.store) for _ in range(2)]
        self.manager = StaffFactory()
        self.product = ProductFactory(regular_price=Decimal(100))
        self.gift = ProductFactory(regular_price=Decimal(0))
        self.members = [MemberFactory(home_store=self.store) for _ in range(MEMBERS)]
        self.net, self.returned_later = [
            [defaultdict(int) for _ in self.members] for _ in ("net", "returned later")
        ]
        self.sales = []
        self.day, self.minute = dt.date(2026, 3, 2), 0
        self.checked = set()

    def teardown(self):
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @property
    def at(self):
        """A moment after every other."""
        self.minute += 1
        return shanghai(self.day, 12) + dt.timedelta(seconds=self.minute)

    @rule(days=st.integers(1, 45), runs=st.booleans())
    def days_pass(self, days, runs):
        self.day += dt.timedelta(days=days)
        if runs:
            do_mornings(at=shanghai(self.day, 7))
            # Until a return winds a clock back; then the next morning sees to it.
            assert not Ownership.objects.overdue(on=self.day).exists()

    @rule(who=members, seller=st.integers(0, MOST_GUIDES), here=st.booleans(), gift=st.booleans())
    def buys(self, who, seller, here, gift):
        shift = self.here if here else self.elsewhere
        by = self.guides[seller] if seller < len(self.guides) else None
        product = self.gift if gift else self.product
        sale = sell(shift, (product, 1), member=self.members[who], seller=by, at=self.at)
        self.net[who][self.day, shift] += int(sale.net)
        if not gift:
            self.sales.append((who, shift, sale, self.day))

    @precondition(lambda self: self.sales)
    @rule(data=st.data())
    def gives_back(self, data):
        who, shift, sale, day = self.sales.pop(data.draw(st.integers(0, len(self.sales) - 1)))
        take_back(shift, sale, at=self.at)
        self.net[who][self.day, shift] -= int(sale.net)  # an even exchange is no visit
        if day != self.day:
            self.returned_later[who][day, shift] += int(sale.net)

    @precondition(lambda self: len(self.guides) < MOST_GUIDES)
    @rule()
    def a_guide_comes(self):
        self.guides.append(guide_in(self.store))

    @precondition(lambda self: self.guides)
    @rule(which=st.integers(0, MOST_GUIDES))
    def a_guide_leaves(self, which):
        gone = self.guides.pop(which % len(self.guides))
        guide_leaves(guide=gone, by=self.manager, at=self.at)

    @precondition(lambda self: self.guides)
    @rule(who=members, which=st.integers(0, MOST_GUIDES), override=st.booleans())
    def is_assigned(self, who, which, override):
        assign_members(
            members=[self.members[who]],
            guide=self.guides[which % len(self.guides)],
            note="by hand",
            override=override,
            by=self.manager,
            at=self.at,
        )

    @rule(who=members)
    def is_put_back(self, who):
        try:
            put_back(member=self.members[who], note="n", by=self.manager, at=self.at)
        except InThePool:
            assert not self.members[who].ownerships.open().exists()

    @rule(who=members)
    def is_left_in_peace(self, who):
        try:
            leave_in_peace(member=self.members[who], note="n", by=self.manager, at=self.at)
        except InPeaceAlready:
            assert standing_of(self.members[who]) == "peace"

    @rule(who=members)
    def is_let_back(self, who):
        try:
            let_back(member=self.members[who], by=self.manager, at=self.at)
        except NotAside:
            assert standing_of(self.members[who]) in {"owned", "trial", "pool"}

    @rule(who=members)
    def asks_for_peace(self, who):
        left_as_asked(member=self.members[who], note="n", by=self.manager, at=self.at)

    @rule(who=members)
    def is_welcome_back(self, who):
        try:
            welcome_back(member=self.members[who], by=self.manager, at=self.at)
        except StillHere:
            assert standing_of(self.members[who]) != "peace"

    @rule(who=members)
    def is_given_back(self, who):
        with suppress(NothingToRestore):
            restore_guide(member=self.members[who], by=self.manager, at=self.at)

    @invariant()
    def who_left_for_peace_has_it(self):
        for member in self.members:
            if member.losses.left_in_peace().exists():
                assert standing_of(member) == "peace"

    @invariant()
    def nobody_is_held_and_set_aside(self):
        for member in self.members:
            held = member.ownerships.open().count()
            aside = member.set_aside.open().count()
            assert held + aside <= 1

    @invariant()
    def nobody_returns_to_a_former_guide(self):
        for member in self.members:
            seen = set()
            for one in member.ownerships.order_by("starts_at", "pk"):
                assert one.guide_id not in seen or one.overrides
                seen.add(one.guide_id)

    @invariant()
    def hands_do_not_overlap(self):
        for member in self.members:
            spells = list(member.ownerships.order_by("starts_at", "pk"))
            for earlier, later in itertools.pairwise(spells):
                assert earlier.ends_at is not None
                assert earlier.ends_at <= later.starts_at

    @invariant()
    def the_clock_says_what_she_bought(self):
        for who, member in enumerate(self.members):
            held = member.ownerships.open().first()
            if held is None:
                continue
            began = held.starts_at.astimezone(dt.timezone(dt.timedelta(hours=8))).date()
            later = self.returned_later[who]
            days = [
                day
                for (day, shift), net in self.net[who].items()
                if net > max(later[day, shift], 0) and day >= began
            ]
            trial = held.reason == OwnershipReason.DRAW and not days
            assert held.clock_from == max(days, default=began)
            assert held.due_on == add_months(held.clock_from, 2)
            assert held.state == ("trial" if trial else "owned")

    @invariant()
    def every_draw_is_as_even_as_can_be(self):
        for draw in Draw.objects.exclude(pk__in=self.checked):
            assert draw.state == DrawState.PLACED
            assert redraw(draw) == draw.result
            inputs = read_inputs(draw.inputs)
            everybody = range(len(inputs.guides))
            free = [
                [guide for guide in everybody if guide not in group.held_by]
                for group in inputs.groups
                for _ in group.members
            ]
            numbers = tuple(sorted(map(len, draw.told["placed"])))
            assert numbers == best(len(everybody), free)
            assert draw.unplaced == sum(not guides for guides in free)
            self.checked.add(draw.pk)


@pytest.mark.django_db
def test_every_member_is_where_she_belongs():
    run_state_machine_as_test(
        OwnershipMachine,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
