"""What was sold, and to whom: each picture with its whole answer."""

from decimal import Decimal
from fractions import Fraction

import pytest

from reports.enums import Customers
from reports.queries.rows import Rate, Tickets
from reports.queries.sales import member_sales_share, ticket, tickets_without_member
from reports.scope import BRAND, Scope
from tests.reports.history import day, month

pytestmark = pytest.mark.django_db

MARCH = month(3)
LATER = day(6, 1)


@pytest.fixture
def ada(history, store):
    return history.member(store, day(1, 1))


def test_member_sales_share_takes_returns_off_on_the_day_they_come_back(history, store, ada):
    """
    28 Feb   ada      500, not in the period
     1 Mar   ada      300
     5 Mar   walk-in  200
    31 Mar   ada      -50 of the 300, in parts
     1 Apr   walk-in  -200, not in the period
    """
    history.sale(day(2, 28), ada, net=500)
    bought = history.sale(day(3, 1), ada, net=300, units=6)
    walked_in = history.sale(day(3, 5), store=store, net=200)
    history.give_back(bought, day(3, 31), [1])
    history.give_back(walked_in, day(4, 1))

    share = member_sales_share(period=MARCH, scope=BRAND, as_of=LATER)

    assert share == Rate(Decimal(250), Decimal(450))


def test_member_sales_share_knows_what_was_known_on_its_day(history, store, ada):
    history.sale(day(3, 1), ada, net=300)
    history.sale(day(3, 5), store=store, net=200)

    assert [
        member_sales_share(period=MARCH, scope=BRAND, as_of=known)
        for known in (day(2, 28), day(3, 4), day(3, 5))
    ] == [Rate(0, 0), Rate(Decimal(300), Decimal(300)), Rate(Decimal(300), Decimal(500))]


def test_member_sales_share_looks_at_its_store_or_region(history, store, ada):
    """Ada belongs to the first store and buys in both; the third lies in another region."""
    sister = history.store(region=store.region)
    stranger = history.store()
    history.sale(day(3, 1), ada, net=300)
    history.sale(day(3, 1), ada, net=40, store=sister)
    history.sale(day(3, 1), net=60, store=sister)
    history.sale(day(3, 1), net=1000, store=stranger)

    assert [
        member_sales_share(period=MARCH, scope=scope, as_of=LATER)
        for scope in (Scope(store=store), Scope(store=sister), Scope(region=store.region), BRAND)
    ] == [
        Rate(Decimal(300), Decimal(300)),
        Rate(Decimal(40), Decimal(100)),
        Rate(Decimal(340), Decimal(400)),
        Rate(Decimal(340), Decimal(1400)),
    ]


def test_a_share_of_nothing_is_unknown():
    share = member_sales_share(period=MARCH, scope=BRAND, as_of=LATER)

    assert (share, share.value) == (Rate(0, 0), None)


def test_ticket(history, store, ada):
    """
              receipts                     given back
    ada       2 units 300, 1 unit 50       the 50, same day: no ticket
              4 units 400                  1 unit of it, next day
    walk-in   1.5 units 90                 nothing
              1 unit 10                    the 10, same day: no ticket
              2 units 20                   1 unit, same day: still a ticket
              1 unit 70                    the 70, next day: still a ticket
    """
    history.sale(day(3, 1), ada, net=300, units=2)
    undone = history.sale(day(3, 1), ada, net=50)
    history.give_back(undone, day(3, 1))
    history.give_back(history.sale(day(3, 9), ada, net=400, units=4), day(3, 10), [1])
    history.sale(day(3, 1), store=store, net=90, units="1.5")
    history.give_back(history.sale(day(3, 2), store=store, net=10), day(3, 2))
    history.give_back(history.sale(day(3, 3), store=store, net=20, units=2), day(3, 3), [1])
    history.give_back(history.sale(day(3, 4), store=store, net=70), day(3, 5))

    members, others, together = ticket(period=MARCH, scope=BRAND, as_of=LATER)

    assert [members, others, together] == [
        Tickets(Customers.MEMBERS, tickets=2, units=Decimal(5), net=Decimal(600)),
        Tickets(Customers.OTHERS, tickets=3, units=Decimal("2.5"), net=Decimal(100)),
        Tickets(Customers.ALL, tickets=5, units=Decimal("7.5"), net=Decimal(700)),
    ]
    assert others.facts() == {
        "who": "others",
        "tickets": 3,
        "units": "2.5",
        "net": Decimal(100),
        "price_per_item": Decimal("40.00"),
        "items_per_ticket": Fraction(5, 6),
        "ticket_value": Decimal("33.33"),
    }


def test_ticket_of_nothing_has_no_averages():
    row = ticket(period=MARCH, scope=BRAND, as_of=LATER)[0]

    assert (row.price_per_item, row.items_per_ticket, row.ticket_value) == (None, None, None)


def test_tickets_without_member_are_undone_line_by_line_too(history, store):
    """Two lines come back on the same day, in two returns: the receipt is no ticket."""
    sale = history.receipt(day(3, 1), None, [("0.1", 10), ("0.2", 20)], store)
    history.give_back(sale, day(3, 1), ["0.1", 0])
    before = tickets_without_member(period=MARCH, scope=BRAND, as_of=LATER)
    history.give_back(sale, day(3, 1), [0, "0.2"])
    after = tickets_without_member(period=MARCH, scope=BRAND, as_of=LATER)

    assert (before, after) == (1, 0)
