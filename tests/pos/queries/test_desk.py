"""What the till page says of a basket."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.domain.tier_holding import assign
from loyalty.enums import BirthdayWindow, TierReason
from loyalty.models import ProgrammeRule
from loyalty.queries import Standing
from pos.models import Basket
from pos.queries.desk import Desk, lay_out
from stores.access import Access
from stores.enums import Role
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory, posted
from tests.loyalty.factories import TierFactory, TierPerkFactory
from tests.shop import fill_basket

pytestmark = pytest.mark.django_db


@pytest.fixture
def shift():
    return ShiftFactory()


def desk_of(shift) -> Desk:
    cashier = posted(Role.CASHIER, store=shift.till.store)
    access = Access(staff=cashier, on=DAY)
    return lay_out(shift=shift, access=access, cashier=cashier, at=NOON)


@pytest.mark.parametrize(
    ("price", "amounts"),
    [
        ("88.92", ["88.92", "90", "100"]),
        ("1078.92", ["1078.92", "1080", "1100"]),
        ("42.00", ["42.00", "50", "100"]),
        ("100.00", ["100.00"]),
    ],
)
def test_handy_amounts_are_the_due_and_full_notes(shift, price, amounts):
    fill_basket(shift, (ProductFactory(regular_price=Decimal(price)), 1), at=NOON)

    assert desk_of(shift).handy_amounts == [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize(("ahead", "said"), [(0, 0), (7, 7), (8, None), (-1, None)])
def test_birthday_is_said_within_the_week(shift, ahead, said):
    day = DAY + dt.timedelta(days=ahead)
    member = MemberFactory(birth_month=day.month, birth_day=day.day)
    fill_basket(shift, (ProductFactory(), 1), member=member, at=NOON)

    assert desk_of(shift).birthday_in == said


@pytest.mark.parametrize(
    ("lead_days", "ahead", "said"),
    [([3], 3, 3), ([3], 4, None), ([3, 14], 14, 14), ([3, 14], 15, None), ([0], 7, 7)],
)
def test_birthday_is_said_as_early_as_a_perk_of_her_tier_asks(shift, lead_days, ahead, said):
    day = DAY + dt.timedelta(days=ahead)
    member = MemberFactory(birth_month=day.month, birth_day=day.day)
    tier = TierFactory()
    for days in lead_days:
        TierPerkFactory(tier=tier, perk__birthday=BirthdayWindow.DAY, perk__lead_days=days)
    TierPerkFactory(perk__birthday=BirthdayWindow.DAY, perk__lead_days=30)
    TierPerkFactory(tier=tier, perk__lead_days=30)
    assign(member, tier, TierReason.MANUAL, at=NOON)
    fill_basket(shift, (ProductFactory(), 1), member=member, at=NOON)

    assert desk_of(shift).birthday_in == said


def test_points_missed_are_those_a_member_would_earn(shift):
    fill_basket(shift, (ProductFactory(regular_price=Decimal("99.90")), 2), at=NOON)

    desk = desk_of(shift)

    assert (desk.points_missed, desk.quote.points_earned) == (199, 0)
    assert desk.standing == Standing()


@pytest.mark.parametrize(
    ("least", "price", "said"),
    [("500", "499.99", None), ("500", "500.00", 500), ("500", "900.00", 500), (None, "900", None)],
)
def test_a_purchase_of_so_much_asks_for_an_invitation(shift, least, price, said):
    ProgrammeRule.objects.update(invite_from=least)
    fill_basket(shift, (ProductFactory(regular_price=Decimal(price)), 1), at=NOON)

    assert desk_of(shift).invited_from == said


def test_nobody_invites_a_member(shift):
    coat = ProductFactory(regular_price=Decimal(5_000))
    fill_basket(shift, (coat, 1), member=MemberFactory(), at=NOON)

    assert desk_of(shift).invited_from is None


def test_lines_show_the_last_added_first_at_their_own_price(shift):
    scarf = ProductFactory(regular_price=Decimal(80), special_price=Decimal("59.90"))
    coat = ProductFactory(regular_price=Decimal(900))
    fill_basket(shift, (scarf, 2), (coat, 1), at=NOON)

    assert [(line.product, line.unit_price) for line in desk_of(shift).lines] == [
        (coat, Decimal(900)),
        (scarf, Decimal("59.90")),
    ]


def test_lay_out_opens_a_basket_once(shift):
    first, second = desk_of(shift), desk_of(shift)

    assert first.basket == second.basket == Basket.objects.get()
