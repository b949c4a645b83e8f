"""sales.csv becomes receipts, visits and products: whole receipts, once."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.utils import timezone

from guides.domain.ownership import own_member
from guides.enums import EndReason, OwnershipReason
from loyalty.models import PointsAccount, PointsEntry
from loyalty.queries import ledger_faults
from membership.enums import CardStatus, MemberStatus
from membership.models import Card, CardKind
from sales.enums import PriceReason, SaleSource
from sales.models import Category, Product, Sale, SaleLine, Visit
from stores.enums import Role
from stores.models import Store
from tests.factories import (
    MemberFactory,
    ProductFactory,
    ShiftFactory,
    StaffFactory,
    StoreFactory,
    posted,
)
from tests.pos.history.moving import AT, NOTHING, take_sales, taken, told, write
from tests.shop import sell

pytestmark = pytest.mark.django_db

NEEDED = ("receipt", "sold_at", "store", "sku", "quantity", "amount")
HEADER = (*NEEDED, "member")


@pytest.fixture
def store(db):
    return StoreFactory(code="24")


@pytest.fixture
def member(store):
    return MemberFactory(home_store=store, number="M1", phone="+8613800138000")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sales.csv"


def lines() -> list[tuple[object, ...]]:
    """Return every sale line there is, with what it belongs to."""
    return list(
        SaleLine.objects.order_by("sale__sold_at", "sale__kind", "position").values_list(
            "sale__receipt", "position", "product__sku", "quantity", "net", "reason"
        )
    )


def test_a_receipt_has_all_the_file_says_of_it(store, path):
    seller = StaffFactory(number="G7")
    enroller = StaffFactory()
    member = MemberFactory(home_store=store, number="M1", enroller=enroller)
    write(
        path,
        (*HEADER, "seller", "product", "category", "cost", "regular"),
        ("R1", "2026-03-02T09:30", "24", "A", "2", "20.50", "M1", "G7", "茶", "饮料", "4.5", "1"),
        ("R1", "2026-03-02T09:30", "24", "B", "0.125", "3", "M1", "G7", "", "", "", ""),
    )

    assert take_sales(path).receipts == taken(created=1)

    sale = Sale.objects.get()
    assert (sale.kind, sale.store, sale.receipt, sale.source) == ("sale", store, "R1", "import")
    assert (sale.member, sale.seller, sale.enroller, sale.owner) == (member, seller, enroller, None)
    assert (sale.key, sale.shift, sale.cashier) == (None, None, None)
    assert sale.sold_at == dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
    assert sale.recorded_at == AT
    assert (sale.units, sale.net) == (Decimal("2.125"), Decimal("23.50"))
    assert list(sale.lines.order_by("position").values_list("product__sku", "net", "cost")) == [
        ("A", Decimal("20.50"), Decimal("4.50")),
        ("B", Decimal("3.00"), None),
    ]
    assert [reason for *_, reason in lines()] == [PriceReason.REGULAR, PriceReason.HISTORY]
    tea, other = Product.objects.order_by("sku")
    assert (tea.name, tea.category, tea.cost) == ("茶", Category.objects.get(), Decimal("4.50"))
    assert (other.name, other.category, other.regular_price) == ("B", None, None)
    assert list(Product.history.values_list("sku", "history_type")) == [("B", "+"), ("A", "+")]


def test_a_known_product_stays_as_it_is(store, path):
    tea = ProductFactory(sku="A", name="绿茶", cost=Decimal(9))
    write(
        path,
        (*NEEDED, "product", "category", "cost"),
        ("R1", "2026-03-02", "24", "A", "1", "10", "红茶", "饮料", "4"),
    )

    take_sales(path)

    tea.refresh_from_db()
    assert (tea.name, tea.category, tea.cost) == ("绿茶", None, Decimal(9))
    assert SaleLine.objects.get().cost == Decimal(4)


@pytest.mark.parametrize(
    ("written", "sold_at"),
    [
        ("2026-03-02", dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)),
        ("2026-03-02 23:30", dt.datetime(2026, 3, 2, 15, 30, tzinfo=dt.UTC)),
        ("2026-03-02T23:30:15", dt.datetime(2026, 3, 2, 15, 30, 15, tzinfo=dt.UTC)),
        ("2026-03-02T23:30:15Z", dt.datetime(2026, 3, 2, 23, 30, 15, tzinfo=dt.UTC)),
        ("2026-03-02T23:30+09:00", dt.datetime(2026, 3, 2, 14, 30, tzinfo=dt.UTC)),
    ],
)
def test_a_time_without_offset_is_shop_time_and_a_bare_date_is_noon(store, path, written, sold_at):
    take_sales(write(path, NEEDED, ("R1", written, "24", "A", "1", "10")))

    assert Sale.objects.get().sold_at == sold_at


def test_the_business_day_is_the_stores(path):
    StoreFactory(code="3", day_ends_at=dt.time(2, 0))

    take_sales(write(path, NEEDED, ("R1", "2026-03-02T01:30", "3", "A", "1", "10")))

    assert Sale.objects.get().business_day == dt.date(2026, 3, 1)


@pytest.mark.parametrize("written", ["M1", "m1", "8800", "138 0013 8000", "+86-13800138000"])
def test_a_member_is_found_by_number_card_or_phone(store, member, path, written):
    kind = CardKind.objects.first() or CardKind.objects.create(code="k", name_zh="卡")
    Card.objects.create(
        number="8800",
        kind=kind,
        member=member,
        status=CardStatus.LOST,
        issued_at=AT,
        issued_in=store,
    )

    take_sales(write(path, HEADER, ("R1", "2026-03-02", "24", "A", "1", "10", written)))

    assert Sale.objects.get().member == member


def test_the_owner_is_whoever_held_the_member_then_and_the_clock_runs_from_the_last_visit(
    store, member, path
):
    early, late = (posted(Role.GUIDE, store=store) for _ in range(2))
    held = own_member(
        member=member,
        guide=early,
        store=store,
        reason=OwnershipReason.ENROLMENT,
        by=None,
        at=member.joined_at,
    )
    held.ends_at, held.end_reason = noon(3, 1), EndReason.LEFT
    held.save()
    own_member(
        member=member,
        guide=late,
        store=store,
        reason=OwnershipReason.MANUAL,
        by=None,
        at=noon(3, 10),
    )
    write(
        path,
        HEADER,
        ("R1", "2026-02-02", "24", "A", "1", "10", "M1"),
        ("R2", "2026-03-05", "24", "A", "1", "10", "M1"),
        ("R3", "2026-03-20", "24", "A", "1", "10", "M1"),
    )

    take_sales(path)

    assert list(Sale.objects.order_by("sold_at").values_list("owner", flat=True)) == [
        early.pk,
        None,
        late.pk,
    ]
    now = member.ownerships.open().get()
    assert (now.clock_from, now.due_on) == (dt.date(2026, 3, 20), dt.date(2026, 5, 20))


def test_nobody_gets_an_owner_from_history(store, member, path):
    posted(Role.GUIDE, store=store)

    take_sales(write(path, HEADER, ("R1", "2026-03-02", "24", "A", "1", "10", "M1")), earn=True)

    assert member.ownerships.count() == 0


def test_receipts_of_one_day_are_one_visit(store, member, path):
    write(
        path,
        HEADER,
        ("R1", "2026-03-02T10:00", "24", "A", "1", "10", "M1"),
        ("R2", "2026-03-02T20:00", "24", "B", "2", "5.10", "M1"),
        ("R3", "2026-03-03T10:00", "24", "A", "1", "10", ""),
    )

    take_sales(path)

    visit = Visit.objects.get()
    assert (visit.member, visit.store, visit.business_day) == (member, store, dt.date(2026, 3, 2))
    assert (visit.month, visit.tickets) == (dt.date(2026, 3, 1), 2)
    assert (visit.units, visit.net, visit.returned_later) == (3, Decimal("15.10"), 0)


def test_a_day_of_the_till_and_of_history_are_added_up(path):
    shift = ShiftFactory(till__store__code="24")
    member = MemberFactory(home_store=shift.till.store, number="M1")
    sell(shift, (ProductFactory(), 1), member=member, at=noon(3, 2))

    take_sales(write(path, HEADER, ("R1", "2026-03-02", "24", "A", "1", "10.10", "M1")))

    visit = Visit.objects.get()
    assert (visit.tickets, visit.units, visit.net) == (2, 2, Decimal("110.10"))


def test_without_earn_history_earns_nothing(store, member, path):
    write(path, HEADER, ("R1", "2026-03-02", "24", "A", "1", "10", "M1"))

    take_sales(path)
    assert PointsEntry.objects.count() == 0

    assert take_sales(path, earn=True).receipts == taken(unchanged=1)
    assert PointsEntry.objects.count() == 0


def test_before_she_joined_nobody_earns(store, member, path):
    write(
        path,
        HEADER,
        ("R1", "2025-12-31", "24", "A", "1", "10", "M1"),
        ("R2", "2026-01-01T13:00", "24", "A", "1", "7", "M1"),
    )

    take_sales(path, earn=True)

    assert PointsAccount.objects.get().balance == 7
    assert ledger_faults() == []


def test_a_gift_is_a_sale_of_nothing(store, member, path):
    take_sales(write(path, HEADER, ("R1", "2026-03-02", "24", "A", "1", "0", "M1")), earn=True)

    assert Sale.objects.get().net == 0
    assert PointsEntry.objects.count() == 0


def test_importing_again_changes_nothing(store, member, path):
    rows = [
        ("R1", "2026-03-02", "24", "A", "2", "10", "M1"),
        ("R1", "2026-03-02", "24", "B", "1", "5", "M1"),
        ("R2", "2026-03-04", "24", "A", "-1", "-5", "M1"),
        ("R3", "2026-03-05", "24", "A", "1", "5", ""),
    ]
    take_sales(write(path, HEADER, *rows), earn=True)
    before = everything()

    again = take_sales(write(path, HEADER, *reversed(rows)), earn=True, at=AT + dt.timedelta(1))

    assert (again.lines, again.receipts) == (taken(unchanged=4), taken(unchanged=3))
    assert everything() == before


def test_the_order_of_the_file_does_not_matter(store, member, path):
    rows = [
        (f"R{n // 2}", f"2026-03-{1 + n // 4:02d}", "24", f"P{n}", n + 1, 100 * (n + 1), "M1")
        for n in range(40)
    ]
    rows += [("R99", "2026-04-01", "24", "P3", "-2", "-200", "M1")]
    random.Random(1).shuffle(rows)

    result = take_sales(write(path, HEADER, *rows), earn=True)

    assert result.receipts == taken(created=21)
    spent = sum(int(row[5]) for row in rows)
    assert PointsAccount.objects.get().balance == spent
    assert ledger_faults() == []


def test_what_is_new_is_taken_and_what_is_there_stays(store, path):
    one = ("R1", "2026-03-02", "24", "A", "1", "10")
    two = ("R2", "2026-03-02", "24", "A", "1", "10")
    take_sales(write(path, NEEDED, one))

    assert take_sales(write(path, NEEDED, one, two)).receipts == taken(created=1, unchanged=1)
    assert Sale.objects.count() == 2


def test_stores_are_opened_only_when_asked(path):
    write(path, NEEDED, ("R1", "2026-03-02", "88", "A", "1", "10"))

    refused = take_sales(path)
    assert told(refused) == [(2, "store", "There is no store 88.")]
    assert Store.objects.count() == 0

    assert take_sales(path, create_stores=True).receipts == taken(created=1)
    assert list(Store.objects.values_list("code", "name")) == [("88", "88")]


def test_a_dry_run_tells_everything_and_takes_nothing(store, path):
    write(
        path,
        NEEDED,
        ("R1", "2026-03-02", "24", "A", "1", "10"),
        ("R2", "2026-03-02", "77", "A", "1", "10"),
        ("R3", "2026-03-02", "24", "A", "1", "ten"),
    )

    result = take_sales(path, dry_run=True, create_stores=True)

    assert result.receipts == taken(created=2, refused=1)
    assert [count.objects.count() for count in (Sale, Product, Store)] == [0, 0, 1]


def test_a_header_alone_is_nothing_to_take(store, path):
    result = take_sales(write(path, NEEDED))

    assert (result.lines, result.receipts) == (NOTHING, NOTHING)


def test_more_than_a_batch_is_taken_whole(store, member, path, monkeypatch):
    monkeypatch.setattr("pos.domain.history.sale_import.BATCH_LINES", 3)
    rows = [(f"R{n}", f"2026-03-{n + 1:02d}", "24", "A", "1", "10", "M1") for n in range(10)]
    rows += [(f"B{n}", "2026-04-01", "24", "A", "-1", "-10", "M1") for n in range(10)]

    result = take_sales(write(path, HEADER, *rows), earn=True)

    assert result.receipts == taken(created=20)
    assert PointsAccount.objects.get().balance == 0
    assert ledger_faults() == []
    assert Visit.objects.standing().count() == 0


def test_the_history_of_an_erased_member_finds_nobody(store, member, path):
    member.status = MemberStatus.ERASED
    member.save()

    result = take_sales(write(path, HEADER, ("R1", "2026-03-02", "24", "A", "1", "10", "M1")))

    assert told(result) == [(2, "member", "No member has this number, card or phone.")]


def everything() -> list[object]:
    """Return all that an import writes."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Sale, SaleLine, Visit, Product, PointsEntry, PointsAccount)
    ]


def noon(month: int, day: int) -> dt.datetime:
    return dt.datetime(2026, month, day, 12, tzinfo=timezone.get_default_timezone())


def test_a_sale_of_history_says_so(store, path):
    take_sales(write(path, NEEDED, ("R1", "2026-03-02", "24", "A", "1", "10")))

    assert Sale.objects.get().get_source_display() == SaleSource.IMPORT.label
