"""A day in March: two stores of one region and a stranger's, with a little to count in each."""

import pytest

from stores.enums import Role
from tests.factories import posted
from tests.reports.history import day
from tests.visitors import visitor


@pytest.fixture
def sister(history, store):
    return history.store(region=store.region)


@pytest.fixture
def stranger(history):
    return history.store(name="别人的店")


@pytest.fixture
def sales(history, store, sister, stranger):
    """
    store      ada joined 1 Feb: 200 in February, 300 and 100 in March; a walk-in of 100
    sister     bob joined 5 March: 60
    stranger   cat joined 6 March: 9000
    """
    ada = history.member(store, day(2, 1))
    for on, net in ((day(2, 10), 200), (day(3, 3), 300), (day(3, 4), 100)):
        history.sale(on, ada, net=net)
    history.sale(day(3, 5), net=100, store=store)
    history.sale(day(3, 6), history.member(sister, day(3, 5)), net=60)
    history.sale(day(3, 6), history.member(stranger, day(3, 6)), net=9000)


@pytest.fixture(params=["few", "more"])
def few_or_more(request, history, store, sales):
    """The same day twice: the second time with more stores, members and sales."""
    for number in range(5 if request.param == "more" else 0):
        place = history.store()
        history.sale(day(3, 1 + number), history.member(place, day(1, 1 + number)))
        history.sale(day(3, 1 + number), history.member(store, day(1, 1 + number)))


@pytest.fixture
def manager(store):
    return visitor(posted(Role.STORE_MANAGER, store=store))


@pytest.fixture
def area_manager(store):
    return visitor(posted(Role.AREA_MANAGER, region=store.region))


@pytest.fixture
def head_office(db):
    return visitor(posted(Role.HEAD_OFFICE))


@pytest.fixture
def cashier(store):
    return visitor(posted(Role.CASHIER, store=store))
