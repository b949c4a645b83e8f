"""What comes back finds what was sold."""

import datetime as dt
from decimal import Decimal

import pytest

from guides.domain.ownership import own_member
from guides.enums import OwnershipReason
from loyalty.models import PointsAccount, PointsEntry
from loyalty.queries import ledger_faults
from pos.domain.history.sale_import import SalesTaken
from sales.models import Sale, SaleLine, Visit
from stores.enums import Role
from tests.factories import (
    MemberFactory,
    ProductFactory,
    ShiftFactory,
    StaffFactory,
    StoreFactory,
    posted,
)
from tests.pos.history.moving import AT, take_sales, taken, told, write
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

HEADER = ("receipt", "sold_at", "store", "sku", "quantity", "amount", "member")
BEFORE_ITS_SALE = "A return before its sale: nothing of it was sold before."


@pytest.fixture(autouse=True)
def member(db):
    return MemberFactory(number="M1", home_store=StoreFactory(code="24"))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sales.csv"


def bought(receipt: str, day: int, quantity: int, amount: object, **changed: str) -> list[object]:
    facts = {"store": "24", "sku": "A", "member": "M1"} | changed
    return [
        receipt,
        f"2026-03-{day:02d}",
        facts["store"],
        facts["sku"],
        quantity,
        amount,
        facts["member"],
    ]


def take(path, *rows: list[object], **options: object) -> SalesTaken:
    return take_sales(write(path, HEADER, *rows), **options)


def returned() -> list[tuple[object, ...]]:
    """Return each returned line with the receipt it undoes."""
    lines = SaleLine.objects.exclude(original=None).order_by("sale__sold_at", "position")
    return list(lines.values_list("sale__receipt", "quantity", "net", "original__sale__receipt"))


def days() -> list[tuple[object, ...]]:
    visits = Visit.objects.order_by("business_day")
    return list(visits.values_list("business_day__day", "tickets", "net", "returned_later"))


def test_a_return_names_the_latest_sale_before_it(path):
    take(
        path,
        bought("R1", 1, 1, "10"),
        bought("R2", 2, 1, "12"),
        bought("R3", 3, -1, "-12"),
        bought("R4", 4, 1, "14"),
    )

    assert returned() == [("R3", -1, Decimal(-12), "R2")]
    back = Sale.objects.get(kind="return")
    assert (back.original.receipt, back.net, back.units) == ("R2", -12, -1)


def test_a_return_of_the_same_number_names_its_sale(path):
    take(path, bought("R1", 1, 1, "10"), bought("R2", 2, 1, "12"), bought("R1", 3, -1, "-10"))

    assert returned() == [("R1", -1, Decimal(-10), "R1")]
    assert list(
        Sale.objects.filter(receipt="R1").order_by("pk").values_list("kind", flat=True)
    ) == [
        "sale",
        "return",
    ]


def test_a_return_of_several_sales_names_each_and_shares_its_money(path):
    take(
        path,
        bought("R1", 1, 2, "10"),
        bought("R2", 2, 1, "5"),
        bought("R3", 3, -3, "-10.00"),
        earn=True,
    )

    assert returned() == [
        ("R3", -1, Decimal("-3.33"), "R2"),
        ("R3", -2, Decimal("-6.67"), "R1"),
    ]
    assert Sale.objects.get(kind="return").original is None
    assert days() == [
        (1, 1, 10, Decimal("6.67")),
        (2, 1, 5, Decimal("3.33")),
        (3, 0, -10, 0),
    ]
    assert PointsAccount.objects.get().balance == 3 + 1
    assert ledger_faults() == []


def test_exchange_is_a_sale_and_a_return_of_one_number(path):
    take(
        path,
        bought("R1", 1, 1, "10"),
        bought("R2", 2, -1, "-10"),
        bought("R2", 2, 1, "15", sku="B"),
    )

    assert sorted(Sale.objects.filter(receipt="R2").values_list("kind", "net")) == [
        ("return", -10),
        ("sale", 15),
    ]
    assert days() == [(1, 1, 10, 10), (2, 1, 5, 0)]


def test_all_of_it_back_on_the_same_day_is_no_visit(path):
    take(path, bought("R1", 1, 2, "10"), bought("R2", 1, -2, "-10"), earn=True)

    assert days() == [(1, 0, 0, 0)]
    assert PointsAccount.objects.get().balance == 0
    assert list(PointsEntry.objects.order_by("pk").values_list("kind", "points")) == [
        ("earn", 10),
        ("reverse", -10),
    ]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([bought("R1", 5, 1, "10"), bought("R2", 4, -1, "-10")], BEFORE_ITS_SALE),
        ([bought("R1", 1, 1, "10"), bought("R2", 2, -1, "-10", sku="B")], BEFORE_ITS_SALE),
        ([bought("R1", 1, 1, "10"), bought("R2", 2, -1, "-10", member="")], BEFORE_ITS_SALE),
        ([bought("R1", 1, 1, "10"), bought("R2", 2, -1, "-10", store="3")], BEFORE_ITS_SALE),
        (
            [bought("R1", 1, 3, "10"), bought("R2", 2, -4, "-10")],
            "More comes back than was sold: only 3 is left.",
        ),
    ],
)
def test_a_return_without_its_sale_is_refused(path, rows, reason):
    StoreFactory(code="3")

    result = take(path, *rows)

    assert told(result) == [(3, "quantity", reason)]
    assert result.receipts == taken(created=1, refused=1)


def test_what_came_back_cannot_come_back_again(path):
    result = take(
        path, bought("R1", 1, 2, "10"), bought("R2", 2, -2, "-10"), bought("R3", 3, -1, "-5")
    )

    assert told(result) == [(4, "quantity", BEFORE_ITS_SALE)]


def test_a_refused_exchange_takes_its_sale_along_and_what_hangs_on_it(path):
    result = take(
        path,
        bought("R1", 1, 1, "10"),
        bought("R1", 1, -1, "-10", sku="B"),
        bought("R2", 2, -1, "-10"),
        bought("R3", 3, 1, "7"),
    )

    assert told(result) == [
        (2, "receipt", "Line 3 of this receipt is refused."),
        (3, "quantity", BEFORE_ITS_SALE),
        (4, "quantity", BEFORE_ITS_SALE),
    ]
    assert list(Sale.objects.values_list("receipt", flat=True)) == ["R3"]


def test_a_return_finds_its_sale_in_an_earlier_file(path):
    sold = bought("R1", 1, 3, "30")
    take(path, sold, bought("R2", 2, -1, "-10"), earn=True)

    result = take(path, sold, bought("R3", 3, -2, "-20"), bought("R4", 4, -1, "-1"))

    assert told(result) == [(4, "quantity", BEFORE_ITS_SALE)]
    assert result.receipts == taken(created=1, unchanged=1, refused=1)
    assert returned() == [("R2", -1, -10, "R1"), ("R3", -2, -20, "R1")]
    assert days() == [(1, 1, 30, 30), (2, 0, -10, 0), (3, 0, -20, 0)]
    assert PointsAccount.objects.get().balance == 0
    assert ledger_faults() == []


def test_what_the_till_sold_comes_back_at_the_till(path, member):
    shift = ShiftFactory(till__store=member.home_store)
    sell(shift, (ProductFactory(sku="A"), 1), member=member, at=AT)

    result = take(path, bought("R1", 31, -1, "-10"))

    assert told(result) == [(2, "quantity", BEFORE_ITS_SALE)]


def test_a_sale_of_history_comes_back_at_the_till(path, member):
    take(path, bought("R1", 1, 3, "10"), bought("R2", 2, 1, "5"), earn=True)
    take(path, bought("R3", 3, -2, "-7.00"), earn=True)
    shift = ShiftFactory(till__store=member.home_store)

    back = take_back(shift, Sale.objects.get(receipt="R1"), [2], at=AT)

    assert back.net == Decimal("-6.50")
    assert PointsAccount.objects.get().balance == 1  # for the 1.50 kept of R2
    assert ledger_faults() == []


def test_a_return_has_the_credits_of_its_sale(path, member):
    member.enroller = StaffFactory()
    member.save()
    seller = StaffFactory(number="S1")
    header = (*HEADER, "seller")
    rows = [
        [*bought("R1", 1, 2, "10"), "S1"],
        [*bought("R2", 2, -1, "-5"), ""],
    ]

    take_sales(write(path, header, *rows))

    assert (
        list(Sale.objects.values_list("seller", "enroller"))
        == [
            (seller.pk, member.enroller.pk),
        ]
        * 2
    )
    assert take_sales(path).receipts == taken(unchanged=2)


def test_a_walk_in_brings_back_what_a_walk_in_bought(path):
    result = take(path, bought("R1", 1, 1, "10", member=""), bought("R2", 2, -1, "-10", member=""))

    assert result.receipts == taken(created=2)
    assert Visit.objects.count() == 0


def test_the_clock_goes_back_to_the_visit_that_stands(path, member):
    own_member(
        member=member,
        guide=posted(Role.GUIDE, store=member.home_store),
        store=member.home_store,
        reason=OwnershipReason.ENROLMENT,
        by=None,
        at=member.joined_at,
    )

    take(path, bought("R1", 1, 1, "10"), bought("R2", 20, 1, "10"))
    assert member.ownerships.get().clock_from == dt.date(2026, 3, 20)

    take(path, bought("R3", 25, -1, "-10"))
    assert member.ownerships.get().clock_from == dt.date(2026, 3, 1)


def test_more_money_back_than_was_paid_leaves_none_for_the_till(path, member):
    take(path, bought("R1", 1, 2, "10"), bought("R2", 2, -1, "-12"), earn=True)
    shift = ShiftFactory(till__store=member.home_store)

    back = take_back(shift, Sale.objects.get(receipt="R1"), [1], at=AT)

    assert (back.net, PointsAccount.objects.get().balance) == (0, 0)
