"""People of the demonstration for a house whose stores came with their history."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.db import transaction

from pos.demo.chain import OFFICE, PASSWORD, PIN
from sales.models import Till
from stores.enums import Role
from stores.models import Posting, Region, Staff, Store

# Number after the store's code, name, role.
PEOPLE = [
    ("01", "顾晓燕", Role.STORE_MANAGER),
    ("11", "陈佳怡", Role.CASHIER),
    ("21", "曾丽娜", Role.GUIDE),
    ("22", "单玉兰", Role.GUIDE),
]


class HouseHasStaff(Exception):
    """Somebody works here already."""


def is_staffed() -> bool:
    """Tell whether the people of the demonstration work here, with its password."""
    head = Staff.objects.filter(number=OFFICE[0][0]).first()
    return head is not None and head.check_password(PASSWORD)


@transaction.atomic
def staff_house(*, since: dt.date) -> None:
    """Post head office, and in every store a till, a manager, a cashier and two guides.

    All of them work here ``since`` that day. Stores without a region come under one.

    :raises HouseHasStaff: if there is staff
    """
    if Staff.objects.exists():
        raise HouseHasStaff
    secrets = {"password": make_password(PASSWORD), "pin": make_password(PIN)}
    region, _ = Region.objects.get_or_create(code="all", defaults={"name": "全部门店"})
    Store.objects.filter(region=None).update(region=region)
    for number, name, role, place in OFFICE:
        staff = Staff.objects.create(number=number, display_name=name, **secrets)
        Posting.objects.create(
            staff=staff, role=role, region=region if place else None, starts_on=since
        )
    for store in Store.objects.order_by("pk"):
        _staff_store(store, since, secrets)


def _staff_store(store: Store, since: dt.date, secrets: dict[str, str]) -> None:
    Till.objects.get_or_create(store=store, code="A1")
    for suffix, name, role in PEOPLE:
        staff = Staff.objects.create(number=f"{store.code}-{suffix}", display_name=name, **secrets)
        Posting.objects.create(staff=staff, role=role, store=store, starts_on=since)
