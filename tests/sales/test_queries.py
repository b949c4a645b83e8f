import pytest

from sales.models import Sale
from sales.queries import find_receipt
from tests.factories import NOON, ProductFactory, ShiftFactory, StoreFactory
from tests.pos.history.moving import take_sales, write
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db


def test_find_receipt_of_the_till_in_any_letters():
    shift = ShiftFactory()
    sale = sell(shift, (ProductFactory(), 1), at=NOON)

    store = shift.till.store
    assert find_receipt(f" {sale.receipt.lower()} ", store=store) == sale
    assert find_receipt(sale.receipt, store=StoreFactory()) is None


def test_find_receipt_of_history_as_it_came(tmp_path):
    store = StoreFactory(code="24")
    rows = [(number, "2026-03-02", "24", "A", 1, 10) for number in ("r-1", "R-1", "r-2")]
    header = ("receipt", "sold_at", "store", "sku", "quantity", "amount")
    take_sales(write(tmp_path / "sales.csv", header, *rows))

    found = [find_receipt(typed, store=store) for typed in ("r-1", "R-1", "r-2", "R-2")]

    assert [sale and sale.receipt for sale in found] == ["r-1", "R-1", "r-2", None]


def test_find_receipt_finds_the_return_by_its_own_number():
    shift = ShiftFactory()
    sale = sell(shift, (ProductFactory(), 1), at=NOON)
    back = take_back(shift, sale, at=NOON)

    assert find_receipt(back.receipt, store=shift.till.store) == Sale.objects.get(kind="return")
