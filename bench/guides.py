"""A morning of the whole chain, and the pages of a guide who has two thousand members.

Fifty stores of ten guides; two of ten members are overdue and are drawn anew among the guides
who never held them. The house does it in a process of its own, as the worker does, and so does,
in turns, plain set-based SQL; what the two leave behind is compared. One shop does it on SQLite.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from bench import databases, guides_sql
from bench.figures import Bar, p50, p95, print_table
from bench.generate import Chain, hand_out, settle
from bench.morning import Morning, open_shop, watch
from bench.visitor import Visitor
from guides.models import Ownership
from stores.enums import Role
from stores.models import Posting, Staff

HELD = "held"
STORES, GUIDES = 50, 10
ROUNDS = 3
AS_LONG = 2.5  # times what the SQL takes
MOST_MEMORY = 300  # MB
SLOWEST_PAGE = 100  # milliseconds
FEW = 20  # members of another guide, who has the same pages in as many statements
PAGES = {"the day": "guides:day", "her members": "guides:my_members"}
A_PAGE = 40  # times each is opened
SHOP, SLOWEST_SHOP = 50_000, 30  # members of one shop on SQLite; seconds


class Differs(Exception):
    """The house and the SQL did not do the same."""


def measure(*, sizes: tuple[int, int], quick: bool) -> list[Bar]:
    """Do the morning of a chain as large as the larger of ``sizes``; open a guide's pages."""
    members = sizes[-1]
    at = timezone.localtime().replace(hour=7, minute=0, second=0, microsecond=0)
    databases.make(
        Chain(members, members_per_store=max(members // STORES, 1), guides_per_store=GUIDES),
        name=HELD,
    )
    hand_out(today=at.date(), at=at)
    settle()
    bars = [*_pages(members), *_mornings(at, members, rounds=1 if quick else ROUNDS)]
    return [*bars, _shop(at, members=min(SHOP, members))]


def _mornings(at: dt.datetime, members: int, *, rounds: int) -> list[Bar]:
    house: list[Morning] = []
    by_hand: list[float] = []
    uneven: dict[str, int] = {}
    for turn in range(rounds):
        left: dict[str, Any] = {}
        for way in ("house", "hand") if turn % 2 else ("hand", "house"):
            with databases.copied(HELD):
                if way == "house":
                    house.append(watch(database=databases.url_here(), at=at))
                else:
                    by_hand.append(_by_hand(at))
                left[way], uneven[way] = _left_behind(at), _asked(guides_sql.UNEVEN, at)[0]
        if left["house"] != left["hand"]:
            raise Differs(left)
    seconds = median(one.seconds for one in house)
    memory = max(one.megabytes for one in house)
    ratio = seconds / median(by_hand)
    taken = left["house"][0]
    print_table(
        f"A morning of {members:,} members: {taken:,} taken back and drawn (medians)",
        ["way", "seconds", "ratio", "most uneven hands", "MB at the peak", "before it began"],
        [
            ["house", seconds, ratio, uneven["house"], memory, house[-1].before],
            ["by hand in SQL", median(by_hand), 1.0, uneven["hand"], "—", "—"],
        ],
    )
    return [
        Bar("a morning, by that in SQL", ratio, AS_LONG),
        Bar("memory of a morning", memory, MOST_MEMORY, "MB"),
    ]


def _by_hand(at: dt.datetime) -> float:
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in guides_sql.MORNING:
            cursor.execute(statement, {"at": at, "on": at.date()})
    return time.perf_counter() - began


def _left_behind(at: dt.datetime) -> tuple[Any, ...]:
    return _asked(guides_sql.LEFT_BEHIND, at)


def _asked(statement: str, at: dt.datetime) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": at, "on": at.date()})
        found: tuple[Any, ...] = cursor.fetchone()
    return found


def _pages(members: int) -> list[Bar]:
    many = Staff.objects.get(number="G1-0")
    few = _guide_of_few(many)
    visitors = {guide.number: Visitor(guide.number) for guide in (many, few)}
    seconds: dict[str, list[float]] = defaultdict(list)
    for name, page in PAGES.items():
        path = reverse(page)
        for _ in range(3):  # the first plan, the first template
            visitors[many.number].get(path)
        seconds[name] = [visitors[many.number].get(path).seconds for _ in range(A_PAGE)]
    statements = {
        (name, number): visitor.statements_of(reverse(page))
        for name, page in PAGES.items()
        for number, visitor in visitors.items()
    }
    owned = Ownership.objects.open().filter(guide=many).count()
    print_table(
        f"Pages of a guide with {owned:,} members, of {members:,} (ms of server time)",
        ["page", "p50", "p95", "statements", f"with {FEW} members"],
        [
            [
                name,
                p50(seconds[name]),
                p95(seconds[name]),
                statements[name, many.number],
                statements[name, few.number],
            ]
            for name in PAGES
        ],
    )
    return [
        bar
        for name in PAGES
        for bar in (
            Bar(f"page of a guide: {name}, p95", p95(seconds[name]), SLOWEST_PAGE, "ms"),
            Bar(
                f"page of a guide: {name}, statements more than with {FEW} members",
                statements[name, many.number] - statements[name, few.number],
                0,
            ),
        )
    ]


def _guide_of_few(many: Staff) -> Staff:
    """Give some members of ``many`` to a new guide of her store."""
    (posting,) = many.postings.all()
    few = Staff.objects.create(number="FEW", display_name="FEW")
    Posting.objects.create(
        staff=few,
        role=Role.GUIDE,
        store=posting.store,
        starts_on=posting.starts_on,
        takes_part=False,
    )
    some = Ownership.objects.open().filter(guide=many).order_by("pk").values("pk")[:FEW]
    Ownership.objects.filter(pk__in=list(some.values_list("pk", flat=True))).update(guide=few)
    return few


def _shop(at: dt.datetime, *, members: int) -> Bar:
    with TemporaryDirectory(prefix="regulars-bench-") as home:
        database = f"sqlite:///{Path(home) / 'shop.sqlite3'}"
        open_shop(database=database, members=members, at=at)
        morning = watch(database=database, at=at)
    if morning.placed != members:
        raise Differs(f"{morning.placed} of {members} were drawn")
    print_table(
        f"A morning of one shop on SQLite: all of {members:,} members drawn anew",
        ["seconds", "MB at the peak", "cores"],
        [[morning.seconds, morning.megabytes, os.cpu_count()]],
    )
    return Bar(f"a morning of one shop with {members:,} members on SQLite", morning.seconds,
               SLOWEST_SHOP, "s")  # fmt: skip
