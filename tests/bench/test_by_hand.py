"""What is measured beside the house writes the same rows as the house."""

from decimal import Decimal

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from bench import by_hand
from guides.domain.ownership import own_member
from guides.enums import OwnershipReason
from guides.models import Ownership
from loyalty.domain.tiers import enter_tier
from loyalty.models import PointsAccount, PointsEntry, PointsLot, Tier, TierAssignment
from loyalty.queries import ledger_faults
from pos.domain.checkout import post_sale
from pos.models import Basket, Receipt
from sales.models import Sale, SaleLine, Tender, Visit
from stores.enums import Role
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, posted
from tests.races.together import on_postgresql
from tests.shop import fill_basket, order_for, sell

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]

# What tells twins apart.
OWN = {
    "id", "key", "request_hash", "receipt", "reference", "recorded_at", "lines",
    "member_id", "sale_id", "account_id", "entry_id",
}  # fmt: skip
WRITTEN = {
    Sale: "member",
    SaleLine: "sale__member",
    Tender: "sale__member",
    Visit: "member",
    TierAssignment: "member",
    PointsAccount: "member",
    PointsEntry: "account__member",
    PointsLot: "account__member",
    Ownership: "member",
    Receipt: "sale__member",
    Basket: "member",
}


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def by_hand_connection():
    facts = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with by_hand.connect(make_conninfo(**{n: facts[n] for n in names if n in facts})) as own:
        yield own


@pytest.mark.parametrize("bought_before", ["0.50", "2400"], ids=["a small sale", "an upgrade"])
def test_a_sale_posted_by_hand_leaves_what_the_house_leaves(
    shift, by_hand_connection, bought_before
):
    goods = [ProductFactory(), ProductFactory(special_price=Decimal("9.90")), ProductFactory()]
    before = ProductFactory(special_price=Decimal(bought_before))
    guide = posted(Role.GUIDE, store=shift.till.store)
    first, second = (held_by(guide, shift, before) for _ in "ab")

    basket = lay(shift, goods, first, guide)
    post_sale(order=order_for(basket, at=NOON), shift=shift, cashier=shift.opened_by, at=NOON)
    basket = lay(shift, goods, second, guide)
    due = order_for(basket, at=NOON).shown_due
    payment = by_hand.Payment(basket.key, due, shift.pk, shift.opened_by_id)
    sales = {by_hand.post_sale(by_hand_connection, payment, at=NOON) for _ in "again"}

    assert sales == {Sale.objects.get(key=basket.key).pk}
    assert rows_of(second) == rows_of(first)
    assert ledger_faults() == []


def held_by(guide, shift, before):
    """Return a member in gold whom ``guide`` holds and who bought ``before``."""
    store = shift.till.store
    member = MemberFactory(home_store=store)
    reason = OwnershipReason.ENROLMENT
    gold = Tier.objects.get(code="gold")
    enter_tier(member=member, tier=gold, by=None, at=member.joined_at)
    own_member(member=member, guide=guide, store=store, reason=reason, by=None, at=member.joined_at)
    sell(shift, (before, 1), member=member, at=member.joined_at)
    return member


def lay(shift, goods, member, seller):
    twos = [(product, 2) for product in goods]
    return fill_basket(shift, *twos, member=member, seller=seller, at=NOON)


def rows_of(member):
    """Return the member's rows of every table, without what tells twins apart."""
    return {
        model.__name__: [
            {column: value for column, value in row.items() if column not in OWN}
            for row in model.objects.filter(**{path: member}).order_by("pk").values()
        ]
        for model, path in WRITTEN.items()
    }
