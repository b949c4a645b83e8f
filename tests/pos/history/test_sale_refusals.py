"""What sales.csv may not say: each with its line, its column and the reason in words."""

import csv
import datetime as dt

import pytest

from common.csvfile import UnusableFile
from loyalty.models import EarningRule
from pos.domain.history.sale_import import SalesTaken
from sales.models import Product, Sale
from tests.factories import (
    MemberFactory,
    ProductFactory,
    ShiftFactory,
    StaffFactory,
    StoreFactory,
)
from tests.pos.history.moving import AT, take_sales, taken, told, write
from tests.shop import sell

pytestmark = pytest.mark.django_db

HEADER = ("receipt", "sold_at", "store", "sku", "quantity", "amount", "member", "seller")
GOOD = dict(zip(HEADER, ("R1", "2026-03-02", "24", "A", "1", "10", "", ""), strict=True))
NO_NUMBER = "This is not a number. Write it as 1234.50."
NO_DAY = "The calendar has no such day or time."
THERE = "This receipt is already there with another content."


@pytest.fixture(autouse=True)
def store(db):
    return StoreFactory(code="24")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sales.csv"


def row(**changed: str) -> list[str]:
    return [str(value) for value in (GOOD | changed).values()]


def take(path, *rows: list[str], **options: object) -> SalesTaken:
    return take_sales(write(path, HEADER, *rows), **options)


@pytest.mark.parametrize(
    ("column", "written", "reason"),
    [
        ("receipt", " ", "This must not be empty."),
        ("receipt", "9" * 61, "At most 60 characters."),
        ("receipt", "R\x001", "There are line ends or control characters in it."),
        ("sku", "", "This must not be empty."),
        ("store", "25", "There is no store 25."),
        ("store", "2 4", "A store's code is up to 20 letters and digits."),
        ("sold_at", "2026-02-30", NO_DAY),
        ("sold_at", "2026-03-02T25:00", NO_DAY),
        (
            "sold_at",
            "02/03/2026",
            "This is not a date. Write it as 2026-05-20 or 2026-05-20T14:30.",
        ),
        ("sold_at", "0026-03-02", "This year cannot be right."),
        ("sold_at", "2062-03-02", "This lies in the future."),
        ("quantity", "0", "The quantity must not be 0."),
        ("quantity", "one", NO_NUMBER),
        ("quantity", "1.2345", "At most 3 decimals."),
        ("quantity", "100001", "More than 100,000 is not believed."),
        ("amount", "NaN", NO_NUMBER),
        ("amount", "Infinity", NO_NUMBER),
        ("amount", "1e3", NO_NUMBER),
        ("amount", "1,000.00", NO_NUMBER),
        ("amount", "", NO_NUMBER),
        ("amount", "10.005", "At most 2 decimals."),
        ("amount", "10000000.00", "More than 9,999,999 is not believed."),
        ("amount", "-10", "Quantity and amount must have the same sign."),
        ("member", "13912345678", "No member has this number, card or phone."),
        ("seller", "X9", "Nobody of the staff has the number X9."),
    ],
)
def test_a_cell_that_cannot_be_taken_is_refused(path, column, written, reason):
    result = take(path, row(receipt="R0"), row(**{column: written}))

    assert told(result) == [(3, column, reason)]
    assert (result.lines, result.receipts) == (
        taken(created=1, refused=1),
        taken(created=1, refused=1),
    )
    assert Sale.objects.count() == 1


@pytest.mark.parametrize(
    ("column", "written", "reason"),
    [
        ("cost", "-1", "A cost cannot be negative."),
        ("cost", "cheap", NO_NUMBER),
        ("regular", "yes", "1 or nothing."),
        ("product", "长" * 121, "At most 120 characters."),
        ("category", "长" * 41, "At most 40 characters."),
    ],
)
def test_a_column_that_need_not_be_there_must_be_right(path, column, written, reason):
    result = take_sales(write(path, (*HEADER, column), [*row(), written]))

    assert told(result) == [(2, column, reason)]


def test_a_refused_line_takes_its_whole_receipt_along(path):
    result = take(
        path,
        row(sku="A"),
        row(receipt="R2"),
        row(sku="B", amount="x"),
        row(sku="C"),
    )

    assert told(result) == [
        (2, "receipt", "Line 4 of this receipt is refused."),
        (4, "amount", NO_NUMBER),
        (5, "receipt", "Line 4 of this receipt is refused."),
    ]
    assert list(Sale.objects.values_list("receipt", flat=True)) == ["R2"]
    assert list(Product.objects.values_list("sku", flat=True)) == ["A"]


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"sold_at": "2026-03-03"}, "sold_at", "The rows of this receipt name two times."),
        ({"member": "M1"}, "member", "The rows of this receipt name two members."),
        ({"seller": "S1"}, "seller", "The rows of this receipt name two sellers."),
    ],
)
def test_a_receipt_that_contradicts_itself_is_refused(path, changed, column, reason, store):
    MemberFactory(number="M1", home_store=store)
    StaffFactory(number="S1")

    result = take(path, row(), row(**changed))

    assert told(result) == [(2, column, reason), (3, column, reason)]
    assert Sale.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"amount": "11"}, "receipt"),
        ({"sku": "B"}, "receipt"),
        ({"quantity": "2"}, "receipt"),
        ({"sold_at": "2026-03-02T13:00"}, "sold_at"),
        ({"member": "M1"}, "member"),
        ({"seller": "S1"}, "seller"),
    ],
)
def test_a_receipt_that_is_there_with_another_content_is_refused(path, changed, column, store):
    MemberFactory(number="M1", home_store=store)
    StaffFactory(number="S1")
    take(path, row())

    result = take(path, row(**changed))

    assert told(result) == [(2, column, THERE)]
    assert result.receipts == taken(refused=1)
    assert Sale.objects.count() == 1


def test_the_same_number_in_another_store_is_another_receipt(path):
    StoreFactory(code="3")

    assert take(path, row(), row(store="3", amount="99")).receipts == taken(created=2)


def test_a_receipt_of_the_till_is_not_touched(path):
    shift = ShiftFactory()
    sale = sell(shift, (ProductFactory(sku="A"), 1), at=AT)

    result = take(path, row(receipt=sale.receipt, store=shift.till.store.code))

    assert told(result) == [(2, "receipt", "The till has made a receipt with this number.")]


def test_points_need_a_rule_that_had_begun(path, store):
    EarningRule.objects.update(effective_from=dt.date(2026, 3, 2))
    MemberFactory(number="M1", home_store=store)

    result = take(
        path,
        row(receipt="R1", sold_at="2026-03-01", member="M1"),
        row(receipt="R2", sold_at="2026-03-01"),
        row(receipt="R3", sold_at="2026-03-02T00:30", member="M1"),
        earn=True,
    )

    assert told(result) == [(2, "sold_at", "No earning rule was in force on this day.")]
    assert result.receipts == taken(created=2, refused=1)


def test_refused_receipts_are_counted_once_each(path):
    result = take(
        path,
        row(receipt="R1", store="25"),
        row(receipt="R1", store="25", sku="B"),
        row(receipt="R2", amount="x"),
        row(receipt="R2", sku="B"),
        row(receipt=""),
        row(receipt=""),
        row(receipt="R3"),
    )

    assert (result.lines, result.receipts) == (
        taken(created=1, refused=6),
        taken(created=1, refused=4),
    )


def test_more_lines_than_a_receipt_can_have_are_refused(path, monkeypatch):
    monkeypatch.setattr("pos.domain.history.sale_plan.MOST_LINES", 2)

    result = take(path, *[row(sku=sku) for sku in "ABC"])

    assert {reason for *_, reason in told(result)} == {"More than 2 rows have this receipt number."}


def test_half_a_row_is_refused_and_the_rest_taken(path):
    write(path, HEADER, row(receipt="R1"), row(receipt="R2"), row(receipt="R3"))
    path.write_bytes(path.read_bytes()[:-8])

    result = take_sales(path)

    assert told(result) == [(4, "", "The row is cut short: 5 cells instead of 8.")]
    assert result.receipts == taken(created=2, refused=1)


def test_half_a_receipt_is_refused_when_its_row_is_cut(path):
    write(path, HEADER, row(sku="A"), row(sku="B"))
    path.write_bytes(path.read_bytes()[:-10])

    result = take_sales(path)

    assert result.receipts == taken(refused=1)
    assert Sale.objects.count() == 0


def test_a_row_that_is_too_long_is_refused(path):
    result = take(path, [*row(), "more"])

    assert told(result) == [(2, "", "The row is too long: 9 cells instead of 8.")]


def test_quotation_marks_that_do_not_match_are_refused(path):
    path.write_text(",".join(HEADER) + '\n"R1"x,2026-03-02,24,A,1,1,,\nR2,2026-03-02,24,A,1,1,,\n')

    result = take_sales(path)

    assert told(result) == [
        (2, "", "The quotation marks do not match; nothing was read up to line 2.")
    ]
    assert result.receipts == taken(created=1, refused=1)


def test_the_errors_file_has_every_refused_row_as_it_stood(path, tmp_path):
    errors = tmp_path / "errors.csv"
    result = take(
        path,
        row(receipt="R1", amount="x"),
        row(receipt="R2"),
        row(receipt="R3", store="，店"),
        errors=errors,
    )

    with errors.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["line", "column", "reason", *HEADER],
        ["2", "amount", NO_NUMBER, *row(receipt="R1", amount="x")],
        [
            "4",
            "store",
            "A store's code is up to 20 letters and digits.",
            *row(receipt="R3", store="，店"),
        ],
    ]
    assert result.receipts == taken(created=1, refused=2)


def test_the_errors_file_is_empty_when_all_is_taken(path, tmp_path):
    errors = tmp_path / "errors.csv"
    errors.write_text("left over from yesterday")

    take(path, row(), errors=errors)

    assert (
        errors.read_text(encoding="utf-8-sig").strip() == f"line,column,reason,{','.join(HEADER)}"
    )


def test_an_errors_file_that_cannot_be_written_stops_the_import(path, tmp_path):
    with pytest.raises(UnusableFile) as refusal:
        take(path, row(), errors=tmp_path / "nowhere" / "errors.csv")

    assert str(refusal.value).endswith("cannot be written: No such file or directory.")
    assert Sale.objects.count() == 0


def test_the_file_itself_is_not_taken_for_the_errors(path):
    with pytest.raises(UnusableFile, match="a file of their own"):
        take(path, row(), errors=path)

    assert path.read_text().splitlines()[1] == ",".join(row())
