"""A house whose stores came with their history gets people to try it with."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pos.demo.chain import PASSWORD, PIN
from pos.demo.staffing import HouseHasStaff, staff_house
from sales.models import Till
from stores.enums import Role
from stores.models import Posting, Staff
from tests.factories import DAY, StaffFactory, StoreFactory

pytestmark = pytest.mark.django_db


def demo(*options: str) -> str:
    said = StringIO()
    call_command("demo", *options, stdout=said)
    return said.getvalue()


def test_staff_house_posts_every_role_where_it_belongs():
    store = StoreFactory(code="115", region=None)

    staff_house(since=DAY)

    assert set(Posting.objects.values_list("role", flat=True)) == set(Role.values)
    assert list(
        Posting.objects.filter(store=store).order_by("pk").values_list("staff__number", "role")
    ) == [
        ("115-01", "store_manager"),
        ("115-11", "cashier"),
        ("115-21", "guide"),
        ("115-22", "guide"),
    ]
    assert set(Posting.objects.values_list("starts_on", flat=True)) == {DAY}
    assert Till.objects.get().store == store
    guide = Staff.objects.get(number="115-21")
    assert (guide.check_password(PASSWORD), guide.has_pin(PIN)) == (True, True)
    store.refresh_from_db()
    assert store.region.code == "all"


def test_staff_house_leaves_a_house_with_staff_alone():
    StaffFactory()

    with pytest.raises(HouseHasStaff):
        staff_house(since=dt.date(2026, 1, 1))
    with pytest.raises(CommandError):
        demo("--staff")


def test_demo_tells_the_logins_of_a_staffed_house_again():
    StoreFactory(code="115")

    said = demo("--staff")

    assert "115-21" in said
    assert demo() == said
    assert demo("--staff") == said
