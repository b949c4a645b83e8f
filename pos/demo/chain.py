"""The stores of the demonstration chain and everybody who works there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from common.periods import add_months
from sales.models import Till
from stores.enums import Role
from stores.models import Posting, Region, Staff, Store

PASSWORD = "regulars"  # noqa: S105 - everybody is told
PIN = "2468"

REGIONS = {"east": "华东", "south": "华南"}


@dataclass(frozen=True)
class Plan:
    """A store: its people by role, its part of the trade, the months after the first one."""

    code: str
    name: str
    region: str
    address: str
    manager: str
    cashiers: tuple[str, ...]
    guides: tuple[str, ...]
    weight: int
    opens_after: int = 0


PLANS = [
    Plan(
        "24",
        "漕宝店",
        "east",
        "上海市徐汇区漕宝路一号",
        "顾晓燕",
        ("陈佳怡", "林海涛"),
        ("曾丽娜", "单玉兰", "张敏", "许思琪"),
        5,
    ),
    Plan(
        "3",
        "昆山店",
        "east",
        "昆山市人民南路二号",
        "沈建华",
        ("朱婷婷",),
        ("仇静", "李春花", "高颖"),
        3,
    ),
    Plan(
        "8",
        "静安店",
        "east",
        "上海市静安区愚园路三号",
        "陆文静",
        ("唐倩",),
        ("金雨欣", "范莉", "戴慧"),
        4,
    ),
    Plan(
        "31",
        "天河店",
        "south",
        "广州市天河区体育西路四号",
        "黎咏诗",
        ("梁家豪",),
        ("何佩珊", "邓嘉欣"),
        3,
    ),
    Plan(
        "32",
        "福田店",
        "south",
        "深圳市福田区华强北路五号",
        "罗美玲",
        ("钟俊杰",),
        ("叶紫萱", "谭晓彤"),
        2,
        8,
    ),
]
OFFICE = [
    ("1001", "沈静", Role.HEAD_OFFICE, None),
    ("1002", "周敏", Role.MEMBER_OFFICER, None),
    ("1003", "陆建国", Role.AREA_MANAGER, "east"),
    ("1004", "黎志明", Role.AREA_MANAGER, "south"),
]


@dataclass
class Shop:
    """A store with its people, ready to sell from ``opens_on``."""

    store: Store
    opens_on: dt.date
    weight: int
    till: Till
    manager: Staff
    cashiers: list[Staff] = field(default_factory=list)
    guides: list[Staff] = field(default_factory=list)


def open_chain(*, first_day: dt.date, plans: list[Plan]) -> list[Shop]:
    """Make regions, stores, tills and staff with their postings, from ``first_day`` on."""
    # One hash for all: hashing slowly is the point of it, and they share the password anyway.
    secrets = {"password": make_password(PASSWORD), "pin": make_password(PIN)}
    regions = {code: Region.objects.create(code=code, name=name) for code, name in REGIONS.items()}
    for number, name, role, region in OFFICE:
        staff = Staff.objects.create(number=number, display_name=name, **secrets)
        place = regions[region] if region else None
        Posting.objects.create(staff=staff, role=role, region=place, starts_on=first_day)
    return [_open_shop(plan, regions, first_day, secrets) for plan in plans]


def _open_shop(
    plan: Plan, regions: dict[str, Region], first_day: dt.date, secrets: dict[str, str]
) -> Shop:
    store = Store.objects.create(
        code=plan.code, name=plan.name, region=regions[plan.region], address=plan.address
    )
    opens_on = add_months(first_day, plan.opens_after)
    tills = [Till.objects.create(store=store, code=code) for code in ("A1", "A2")]

    def hire(suffix: int, name: str, role: Role) -> Staff:
        number = f"{plan.code}{suffix:02d}"
        staff = Staff.objects.create(number=number, display_name=name, **secrets)
        Posting.objects.create(staff=staff, role=role, store=store, starts_on=opens_on)
        return staff

    return Shop(
        store=store,
        opens_on=opens_on,
        weight=plan.weight,
        till=tills[0],
        manager=hire(1, plan.manager, Role.STORE_MANAGER),
        cashiers=[hire(11 + n, name, Role.CASHIER) for n, name in enumerate(plan.cashiers)],
        guides=[hire(21 + n, name, Role.GUIDE) for n, name in enumerate(plan.guides)],
    )
