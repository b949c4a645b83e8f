"""A chain of any size, the same from the same seed: stores, staff, goods, members, history."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from bench.names import people
from common.birthdays import Birthday, next_on
from common.bulk import insert_rows
from sales.models import Product, Till
from stores.enums import Role
from stores.models import Posting, Region, Staff, Store

SEED = 2026
FEWEST_STORES = 8  # so many tills post at once; in a small chain some stores have no members
STORES_PER_REGION = 10
TILLS_PER_STORE = 2
PRODUCTS = 2_000
FIRST_DAY = dt.date(2020, 1, 1)
LONGEST_MEMBERSHIP = 2_200  # days
COPRIME = 48_271  # spreads running numbers over all of 10**8, each once

LARGE = [
    "membership_member", "membership_card", "loyalty_tierassignment", "loyalty_pointsentry",
    "loyalty_pointslot", "sales_sale", "sales_saleline", "sales_tender", "sales_visit",
    "guides_ownership",
]  # fmt: skip
HELD = ["guides_ownership", "guides_contact", "membership_consent"]
LONG = ["loyalty_pointsentry", "loyalty_pointslot", "loyalty_lotallocation"]
COLUMNS = [
    "id", "number", "name", "name_initials", "name_pinyin", "phone", "phone_last4", "gender",
    "birth_calendar", "birth_year", "birth_month", "birth_day", "birth_leap_month",
    "birthday_declined", "next_birthday_on", "status", "joined_on", "joined_at", "home_store_id",
    "enroller_id",
]  # fmt: skip


@dataclass(frozen=True)
class Chain:
    """How large a chain is: its members, and how many of them, and of guides, a store has."""

    members: int
    members_per_store: int = 5_000
    guides_per_store: int = 5

    @property
    def stores(self) -> int:
        """How many stores it has."""
        return max(-(-self.members // self.members_per_store), FEWEST_STORES)


@transaction.atomic
def fill(chain: Chain, *, today: dt.date) -> None:
    """Fill an empty, migrated database with ``chain``, as it stands ``today``."""
    with connection.cursor() as cursor, _indexes_made_last(cursor, LARGE):
        # The rows refer to each other correctly by construction; nobody else is writing.
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("set local work_mem = '128MB'")
        fill_with_people(chain, today=today)
        _run(cursor, "history.sql", today=today)


def fill_with_people(chain: Chain, *, today: dt.date) -> None:
    """Make the stores, the staff, the goods and the members of ``chain``, without a history."""
    rng = random.Random(SEED)
    stores = _open_stores(chain.stores)
    guides = _hire(stores, each=chain.guides_per_store)
    _stock(rng)
    insert_rows(
        connection,
        "membership_member",
        COLUMNS,
        _members(rng, chain=chain, stores=stores, guides=guides, today=today),
    )


@transaction.atomic
def look_back(*, today: dt.date) -> None:
    """Give the members of a chain the years before: ten entries for each of them."""
    with connection.cursor() as cursor, _indexes_made_last(cursor, LONG):
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("set local work_mem = '128MB'")
        _run(cursor, "past.sql", today=today)


@transaction.atomic
def hand_out(*, today: dt.date, at: dt.datetime) -> None:
    """Put every member into a guide's hand, after some others, two of ten overdue ``today``."""
    with connection.cursor() as cursor, _indexes_made_last(cursor, HELD):
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("set local work_mem = '128MB'")
        _run(cursor, "held.sql", today=today, at=at)


def settle() -> None:
    """Let the database know what it holds, and have nothing left to write."""
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
        cursor.execute("checkpoint")


@contextmanager
def _indexes_made_last(cursor: CursorWrapper, tables: list[str]) -> Iterator[None]:
    """Drop the indexes of ``tables`` that no constraint needs, and make them again."""
    cursor.execute(
        "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index"
        " where indrelid = any(%s::regclass[]) and not exists"
        " (select from pg_constraint where conindid = indexrelid)",
        [tables],
    )
    definitions = cursor.fetchall()
    for name, _definition in definitions:
        cursor.execute(f"drop index {name}")
    yield
    for _name, definition in definitions:
        cursor.execute(definition)


def _run(cursor: CursorWrapper, script: str, **facts: Any) -> None:
    for statement in Path(__file__).with_name(script).read_text().split(";\n"):
        cursor.execute(statement, facts)


def phone_of(member: int) -> str:
    """Return the mobile of the member with key ``member``; no two have the same."""
    return f"+861{3 + 2 * (member % 3)}{member % 10}{member * COPRIME % 10**8:08d}"


def card_of(member: int) -> str:
    """Return the card number of the member with key ``member``; six of ten have one."""
    return f"8{member:09d}"


def has_card(member: int) -> bool:
    """Tell whether the member with key ``member`` was given a card, as ``history.sql`` does."""
    return member % 10 < 6


def _open_stores(count: int) -> list[Store]:
    regions = Region.objects.bulk_create(
        Region(code=f"R{n}", name=f"{n}区") for n in range(1, 2 + count // STORES_PER_REGION)
    )
    return Store.objects.bulk_create(
        Store(code=str(n), name=f"{n}号店", region=regions[n // STORES_PER_REGION])
        for n in range(1, count + 1)
    )


def _hire(stores: list[Store], *, each: int) -> dict[int, list[Staff]]:
    """Staff every store and head office; return the guides, ``each`` store's by its key."""
    guides: dict[int, list[Staff]] = {}
    for store in stores:
        number, tills = store.code, range(1, TILLS_PER_STORE + 1)
        guides[store.pk] = [_post(f"G{number}-{n}", Role.GUIDE, store) for n in range(each)]
        _post(f"M{number}", Role.STORE_MANAGER, store)
        for n in tills:
            _post(f"C{number}-{n}", Role.CASHIER, store)
        Till.objects.bulk_create(Till(store=store, code=f"T{n}") for n in tills)
    _post("OFFICER", Role.MEMBER_OFFICER)
    _post("HEAD", Role.HEAD_OFFICE, is_staff=True)
    return guides


def _post(number: str, role: Role, store: Store | None = None, **facts: bool) -> Staff:
    staff = Staff.objects.create(number=number, display_name=number, **facts)
    Posting.objects.create(staff=staff, role=role, store=store, starts_on=FIRST_DAY)
    return staff


def _stock(rng: random.Random) -> None:
    Product.objects.bulk_create(
        Product(
            sku=f"P{n:05d}",
            barcode=f"690{n:010d}",
            name=f"商品{n}",
            regular_price=Decimal(rng.randrange(20, 900)),
            cost=Decimal(10),
            special_price=Decimal(15) if n % 10 == 0 else None,
        )
        for n in range(1, PRODUCTS + 1)
    )


def _members(
    rng: random.Random,
    *,
    chain: Chain,
    stores: list[Store],
    guides: dict[int, list[Staff]],
    today: dt.date,
) -> Iterator[tuple[Any, ...]]:
    birthdays = {
        (month, day): next_on(Birthday(month=month, day=day), on=today)
        for month in range(1, 13)
        for day in range(1, 29)
    }
    keys = range(1, chain.members + 1)
    for key, (name, initials, pinyin) in zip(keys, people(rng), strict=False):
        store = stores[(key - 1) // chain.members_per_store]
        phone = phone_of(key)
        joined_on = today - dt.timedelta(days=rng.randrange(1, LONGEST_MEMBERSHIP))
        month, day = rng.randrange(1, 13), rng.randrange(1, 29)
        yield (
            key, f"NO.{store.code}-{key % chain.members_per_store + 1:06d}", name, initials, pinyin,
            phone, phone[-4:], "FM"[key % 2], "solar", rng.randrange(1955, 2005), month, day,
            False, False, birthdays[month, day], "active", joined_on,
            dt.datetime.combine(joined_on, dt.time(4), dt.UTC), store.pk,
            guides[store.pk][key % chain.guides_per_store].pk,
        )  # fmt: skip
