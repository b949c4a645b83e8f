"""Each promise of the tables of sales, broken by name."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from sales.enums import SaleKind, SaleSource, TenderKind
from sales.models import Sale, SaleLine, SaleMove, Shift, Tender, Till, Visit
from tests.constraints import promises_of, refused
from tests.factories import (
    DAY,
    NOON,
    MemberFactory,
    ProductFactory,
    ShiftFactory,
    StaffFactory,
    StoreFactory,
    TillFactory,
)

pytestmark = pytest.mark.django_db

CENT = Decimal("0.01")
EARLIER = NOON - dt.timedelta(seconds=1)


def sale(**facts):
    at_the_till = {"key": uuid.uuid4(), "shift": ShiftFactory(), "cashier": StaffFactory()}
    figures = {"units": 1, "regular_total": 100, "net": 100}
    when = {"sold_at": NOON, "business_day": DAY}
    there = {"store": StoreFactory(), "receipt": "A1-260302-0001"}
    return Sale.objects.create(**at_the_till | figures | when | there | facts)


def a_return(**facts):
    return sale(**{"kind": SaleKind.RETURN, "units": -1, "net": -100, "original": sale()} | facts)


def line(**facts):
    product, sold = ProductFactory(), sale()
    given = {"sale": sold, "position": 1, "product": product, "quantity": 1, "net": 100}
    return SaleLine.objects.create(**given | {"regular_total": 100} | facts)


def tender(**facts):
    given = {"sale": sale(), "kind": TenderKind.CASH, "amount": 100}
    return Tender.objects.create(**given | facts)


def closed(**facts):
    """Return how to make a shift that is closed but for ``facts``."""
    given = {
        "closed_at": NOON,
        "closed_by": StaffFactory(),
        "expected_cash": 0,
        "counted_cash": 0,
    }
    return ShiftFactory(**given | facts)


def visit(**facts):
    given = {"member": MemberFactory(), "store": StoreFactory(), "business_day": DAY}
    return Visit.objects.create(**given | {"month": DAY.replace(day=1)} | facts)


def a_move_without_a_reason():
    SaleMove.objects.create(
        key=uuid.uuid4(), sale=sale(), reason="", moved_at=NOON, by=StaffFactory()
    )


def the_same_visit_again():
    first = visit()
    visit(member=first.member, store=first.store)


def a_second_till_of_one_name():
    first = TillFactory()
    Till.objects.create(store=first.store, code=first.code)


BREAKERS = {
    "sales_product_has_sku_and_name": [
        lambda: ProductFactory(sku=""),
        lambda: ProductFactory(name=""),
    ],
    "sales_product_prices_are_not_negative": [
        lambda: ProductFactory(regular_price=-CENT),
        lambda: ProductFactory(special_price=-CENT),
        lambda: ProductFactory(cost=-CENT),
    ],
    "sales_till_code_is_unique_in_its_store": [a_second_till_of_one_name],
    "sales_shift_is_open_once_per_till": [lambda: ShiftFactory(till=ShiftFactory().till)],
    "sales_shift_is_closed_with_a_count": [
        lambda: closed(counted_cash=None),
        lambda: closed(expected_cash=None),
        lambda: closed(closed_by=None),
        lambda: closed(closed_at=None),
        lambda: closed(closed_at=EARLIER),
        lambda: closed(counted_cash=-CENT),
    ],
    "sales_shift_opens_with_no_debt": [lambda: ShiftFactory(opening_cash=-CENT)],
    "sales_sale_receipt_is_unique_in_its_store": [lambda: sale(store=sale().store)],
    "sales_sale_has_the_sign_of_its_kind": [
        lambda: sale(net=-CENT),
        lambda: sale(units=0),
        lambda: sale(original=sale(receipt="A1-260302-0002")),
        lambda: a_return(net=CENT),
        lambda: a_return(units=1),
        lambda: sale(kind="gift"),
    ],
    "sales_sale_at_the_till_has_key_shift_and_cashier": [
        lambda: sale(key=None),
        lambda: sale(shift=None),
        lambda: sale(cashier=None),
    ],
    "sales_sale_has_a_receipt_number": [lambda: sale(receipt="")],
    "sales_move_of_a_sale_has_a_reason": [a_move_without_a_reason],
    "sales_sale_line_position_is_unique": [lambda: line(sale=line().sale)],
    "sales_sale_line_goes_out_or_names_what_comes_back": [
        lambda: line(quantity=0),
        lambda: line(net=-CENT),
        lambda: line(quantity=-1, net=-100),
        lambda: line(original=line()),
        lambda: line(quantity=-1, net=CENT, original=line()),
    ],
    "sales_tender_kind_is_used_once_per_sale": [lambda: tender(sale=tender().sale)],
    "sales_tender_points_belong_to_the_points_tender": [lambda: tender(points=1)],
    "sales_tender_hands_over_enough_cash": [
        lambda: tender(handed_over=99),
        lambda: tender(kind=TenderKind.ALIPAY, handed_over=100),
    ],
    "sales_visit_is_one_per_member_store_and_day": [the_same_visit_again],
    "sales_visit_returned_later_is_not_negative": [lambda: visit(returned_later=-CENT)],
}


@pytest.mark.parametrize("name", promises_of("sales"))
def test_the_database_keeps_its_promise(name):
    for breaker in BREAKERS[name]:
        with refused(name):
            breaker()


def test_what_was_imported_needs_no_till():
    sale(source=SaleSource.IMPORT, key=None, shift=None, cashier=None)

    assert Sale.objects.count() == 1


def test_a_till_may_open_again_after_it_was_closed():
    first = closed()

    ShiftFactory(till=first.till)

    assert Shift.objects.filter(till=first.till).count() == 2
