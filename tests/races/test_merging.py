"""Records are merged while others merge, sell and take back: everything ends in one place."""

import uuid

import pytest

from campaigns.domain.merging import NotCurrent, UsedSince, merge_members, unmerge_members
from loyalty.domain.ledger import AccountClosed
from loyalty.queries import ledger_faults, standing
from membership.enums import MemberStatus
from membership.models import Member, MemberMerge
from pos.domain.checkout import TotalChanged, post_sale
from pos.domain.moving import AlreadyHers, move_sale
from sales.models import Sale, Visit
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.races.together import on_postgresql, refusals, together
from tests.shop import fill_basket, order_for, sell, take_back

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def two(shift):
    """Two records of one person, each with a purchase of 100 yuan."""
    members = [MemberFactory(home_store=shift.till.store) for _ in range(2)]
    for member in members:
        sell(shift, (ProductFactory(), 1), member=member, at=NOON)
    return members


def merger(kept, merged):
    by = StaffFactory()
    return lambda: merge_members(
        key=uuid.uuid4(), kept=kept, merged=merged, reason="同一人", by=by, at=NOON
    )


def balances(*members):
    assert ledger_faults() == []
    return sorted(standing(member=member, at=NOON).balance for member in members)


def test_merged_both_ways_at_once_one_stays(two):
    one, other = two

    outcomes = together([merger(one, other), merger(other, one)] * 4)

    assert refusals(outcomes, NotCurrent) == 7
    assert balances(*two) == [0, 200]
    assert sorted(Member.objects.values_list("status", flat=True)) == ["active", "merged"]
    merge = MemberMerge.objects.get()
    assert merge.kept.sales.count() == 2


def test_merged_in_a_ring_at_once_nobody_is_lost(shift):
    members = [MemberFactory(home_store=shift.till.store) for _ in range(4)]
    for member in members:
        sell(shift, (ProductFactory(), 1), member=member, at=NOON)

    outcomes = together(
        [
            merger(kept, merged)
            for kept, merged in zip(members, [*members[1:], members[0]], strict=True)
        ]
    )

    refusals(outcomes, NotCurrent)
    current = Member.objects.filter(status=MemberStatus.ACTIVE)
    assert sum(balances(*current)) == 400
    assert Sale.objects.filter(member__in=current).count() == 4


def test_goods_come_back_while_their_buyer_is_merged(shift, two):
    kept, merged = two
    sales = list(Sale.objects.order_by("pk"))

    outcomes = together(
        [
            merger(kept, merged),
            *(lambda sale=sale: take_back(shift, sale, at=NOON) for sale in sales),
        ]
    )

    assert refusals(outcomes, ()) == 0
    assert balances(*two) == [0, 0]
    assert set(Sale.objects.values_list("member", flat=True)) == {kept.pk}
    assert sum(Visit.objects.values_list("net", flat=True)) == 0


def test_goods_are_sold_while_their_buyer_is_merged(shift, two):
    kept, merged = two
    shifts = [ShiftFactory(till__store=shift.till.store) for _ in range(6)]
    orders = [
        order_for(fill_basket(at, (ProductFactory(), 1), member=merged, at=NOON), at=NOON)
        for at in shifts
    ]

    outcomes = together(
        [
            merger(kept, merged),
            *(
                lambda at=at, order=order: post_sale(
                    order=order, shift=at, cashier=at.opened_by, at=NOON
                )
                for at, order in zip(shifts, orders, strict=True)
            ),
        ]
    )

    refused = refusals(outcomes, (AccountClosed, TotalChanged))
    assert balances(*two) == [0, 200 + 100 * (6 - refused)]
    assert merged.sales.count() == 0


def test_a_sale_is_moved_by_many_at_once_and_goes_once(shift, two):
    wrong, right = two
    sale, by = wrong.sales.get(), StaffFactory()

    def move():
        return move_sale(
            key=uuid.uuid4(), sale=sale, to_member=right, reason="扫错卡", by=by, at=NOON
        )

    outcomes = together([move] * 8)

    assert refusals(outcomes, AlreadyHers) == 7
    assert balances(*two) == [0, 200]


def test_a_sale_is_moved_while_it_comes_back(shift, two):
    wrong, right = two
    sale, by = wrong.sales.get(), StaffFactory()

    outcomes = together(
        [
            lambda: take_back(shift, sale, at=NOON),
            lambda: move_sale(
                key=uuid.uuid4(), sale=sale, to_member=right, reason="扫错卡", by=by, at=NOON
            ),
        ]
    )

    assert refusals(outcomes, ()) == 0
    assert balances(*two) == [0, 100]
    assert {back.member for back in Sale.objects.filter(original=sale)} == {right}


def test_a_merge_is_undone_by_many_at_once_and_once_only(two):
    kept, merged = two
    merge, by = merger(kept, merged)(), StaffFactory()

    outcomes = together([lambda: unmerge_members(merge=merge, by=by, at=NOON)] * 6)

    assert refusals(outcomes, UsedSince) == 0
    assert balances(*two) == [100, 100]
