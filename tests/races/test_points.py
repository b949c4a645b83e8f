"""Points under a crowd: none is lost, none is spent twice, whoever comes at the same moment."""

import uuid
from decimal import Decimal

import pytest
from django.db import transaction

from loyalty.domain.redemption import NotEnoughPoints
from loyalty.domain.rewards import redeem_reward
from loyalty.enums import RewardKind
from loyalty.models import Redemption, Reward
from loyalty.queries import ledger_faults, standing
from sales.domain.returning import NotReturnable
from sales.enums import SaleKind
from sales.models import Sale, Visit
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.loyalty.points import credit
from tests.races.together import crowded, on_postgresql, refusals
from tests.shop import sell, take_back

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


def test_two_hundred_redemptions_at_once_spend_what_is_there_and_no_more():
    """T32, T41."""
    member, clerk = MemberFactory(), StaffFactory()
    with transaction.atomic():
        for number in range(10):
            credit(member, 100, f"lot:{number}")
    reward = Reward.objects.create(code="tea", kind=RewardKind.GIFT, points=30, name_zh="茶")

    def redeem():
        return redeem_reward(
            key=uuid.uuid4(),
            member=member,
            reward=reward,
            store=member.home_store,
            by=clerk,
            at=NOON,
        )

    outcomes = crowded([redeem] * 200, hands=100)

    assert refusals(outcomes, NotEnoughPoints) == 200 - 33
    assert Redemption.objects.count() == 33
    assert standing(member=member, at=NOON).balance == 10
    assert ledger_faults() == []


def test_one_redemption_asked_for_two_hundred_times_is_one():
    """T41."""
    member, clerk, key = MemberFactory(), StaffFactory(), uuid.uuid4()
    with transaction.atomic():
        credit(member, 100)
    reward = Reward.objects.create(code="tea", kind=RewardKind.GIFT, points=30, name_zh="茶")

    def redeem():
        return redeem_reward(
            key=key, member=member, reward=reward, store=member.home_store, by=clerk, at=NOON
        )

    outcomes = crowded([redeem] * 200, hands=100)

    assert refusals(outcomes, ()) == 0
    assert {voucher.pk for voucher in outcomes} == {Redemption.objects.get().pk}
    assert standing(member=member, at=NOON).balance == 70


def test_five_hundred_sales_each_returned_twice_come_back_once():
    """T32, T41."""
    shifts = [ShiftFactory()]
    store = shifts[0].till.store
    shifts += [ShiftFactory(till__store=store) for _ in range(4)]
    members = [MemberFactory(home_store=store) for _ in range(25)]
    product = ProductFactory(regular_price=Decimal("19.90"))
    sales = [
        (shifts[n % 5], sell(shifts[n % 5], (product, 1), member=members[n % 25], at=NOON))
        for n in range(500)
    ]

    outcomes = crowded(
        [lambda shift=shift, sale=sale: take_back(shift, sale, at=NOON) for shift, sale in sales]
        * 2,
        hands=20,
    )

    assert refusals(outcomes, NotReturnable) == 500
    assert Sale.objects.filter(kind=SaleKind.RETURN).count() == 500
    assert [standing(member=member, at=NOON).balance for member in members] == [0] * 25
    assert list(Visit.objects.values_list("tickets", "net")) == [(0, Decimal("0.00"))] * 25
    assert ledger_faults() == []
