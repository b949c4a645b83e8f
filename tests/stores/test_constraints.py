"""Each promise of the tables of stores, broken by name."""

import datetime as dt

import pytest

from stores.enums import Role
from stores.models import Deputy, Posting, Staff
from tests.constraints import promises_of, refused
from tests.factories import (
    DAY,
    NOON,
    PostingFactory,
    RegionFactory,
    StaffFactory,
    StoreFactory,
)

pytestmark = pytest.mark.django_db


def posting(**facts):
    return Posting.objects.create(**{"staff": StaffFactory(), "starts_on": DAY} | facts)


def a_second_open_posting():
    first = PostingFactory(role=Role.GUIDE)
    posting(staff=first.staff, role=Role.GUIDE, store=first.store)


def a_second_posting_for_the_brand():
    first = PostingFactory(role=Role.HEAD_OFFICE, store=None)
    posting(staff=first.staff, role=Role.HEAD_OFFICE)


def deputy(**facts):
    one, other = StaffFactory(), StaffFactory()
    days = {"starts_on": DAY, "ends_on": DAY, "at": NOON, "by": one, "store": StoreFactory()}
    Deputy.objects.create(**{"guide": one, "deputy": other} | days | facts)


def her_own_deputy():
    guide = StaffFactory()
    deputy(guide=guide, deputy=guide)


BREAKERS = {
    "stores_deputy_ends_after_it_starts": [lambda: deputy(ends_on=DAY - dt.timedelta(days=1))],
    "stores_deputy_is_somebody_else": [her_own_deputy],
    "stores_staff_has_a_number": [lambda: Staff.objects.create(number="", display_name="员工")],
    "stores_region_has_code_and_name": [
        lambda: RegionFactory(code=""),
        lambda: RegionFactory(name=""),
    ],
    "stores_store_has_code_and_name": [
        lambda: StoreFactory(code=""),
        lambda: StoreFactory(name=""),
    ],
    "stores_store_day_ends_before_noon": [lambda: StoreFactory(day_ends_at=dt.time(12, 0))],
    "stores_posting_place_fits_its_role": [
        lambda: posting(role=Role.GUIDE),
        lambda: posting(role=Role.GUIDE, store=StoreFactory(), region=RegionFactory()),
        lambda: posting(role=Role.AREA_MANAGER),
        lambda: posting(role=Role.AREA_MANAGER, store=StoreFactory()),
        lambda: posting(role=Role.HEAD_OFFICE, store=StoreFactory()),
        lambda: posting(role="janitor", store=StoreFactory()),
    ],
    "stores_posting_ends_after_it_starts": [
        lambda: posting(role=Role.HEAD_OFFICE, ends_on=DAY - dt.timedelta(days=1))
    ],
    "stores_posting_is_open_once": [a_second_open_posting, a_second_posting_for_the_brand],
}


@pytest.mark.parametrize("name", promises_of("stores"))
def test_the_database_keeps_its_promise(name):
    for breaker in BREAKERS[name]:
        with refused(name):
            breaker()


def test_somebody_may_come_back_to_a_posting_that_ended():
    first = PostingFactory(role=Role.GUIDE, ends_on=DAY)

    again = posting(staff=first.staff, role=Role.GUIDE, store=first.store)

    assert list(first.staff.postings.order_by("pk")) == [first, again]
