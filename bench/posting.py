"""Posting a three-line sale: through the whole house, and beside it by hand in SQL.

Both post to the same database in turns; what they wrote is counted and the ledger checked.
"""

from __future__ import annotations

import random
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from uuid import UUID

from bench import databases
from bench.by_hand import Payment
from bench.clients import UNTIMED, Turn, take
from bench.figures import Bar, p50, p95, print_table
from bench.generate import SEED
from bench.tills import hold_baskets, open_till
from bench.visitor import CSRF, cookies_of
from bench.web import web
from loyalty.queries import ledger_faults
from sales.models import Sale, SaleLine, Shift

CLIENTS = (1, 4, 8)
ROUNDS = 5
SALES = 240  # of all clients together, per round, through the house; by hand five times as many
SLOWEST = 60  # milliseconds
SHARE = 0.1  # of the rate by hand
HEAD_START = 0.5  # seconds for clients to connect


class Wrong(Exception):
    """The rows do not agree with what was posted."""


def measure(*, sizes: tuple[int, int], quick: bool) -> list[Bar]:
    """Post sales to the larger chain at 1, 4 and 8 clients, in both ways, in turns."""
    databases.enter(members=sizes[-1])
    bench = _Bench(members=sizes[-1], sales=SALES // 4 if quick else SALES)
    with (
        web(database=bench.database) as port,
        ProcessPoolExecutor(max(CLIENTS), mp_context=get_context("spawn")) as pool,
    ):
        results = {
            clients: bench.compare(pool, port, clients=clients, rounds=2 if quick else ROUNDS)
            for clients in CLIENTS
        }
    bench.check()
    print_table(
        f"Posting a three-line sale with {sizes[-1]:,} members (medians of the rounds)",
        ["clients", "house p50 ms", "p95 ms", "sales/s", "by hand p50 ms", "p95 ms", "sales/s",
         "ratio of rates"],
        [[clients, *house, *hand, house[2] / hand[2]]
         for clients, (house, hand) in results.items()],
    )  # fmt: skip
    house, hand = results[max(CLIENTS)]
    return [
        Bar("posting at one client, p95", results[1][0][1], SLOWEST, "ms"),
        Bar("posting at 8 clients, of the rate by hand", house[2] / hand[2], SHARE, least=True),
    ]


class _Bench:
    """The tills of the measurement and what was posted at them."""

    def __init__(self, *, members: int, sales: int) -> None:
        self.rng = random.Random(SEED)
        self.members, self.sales = members, sales
        self.database = databases.url(members=members)
        self.shifts = [open_till(store=str(n), number=2) for n in range(1, max(CLIENTS) + 1)]
        self.cookies = [
            cookies_of(shift.opened_by.number, till=shift.till_id) for shift in self.shifts
        ]
        self.posted: list[UUID] = []

    def compare(
        self, pool: ProcessPoolExecutor, port: int, *, clients: int, rounds: int
    ) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return p50, p95 and sales per second of both ways, the medians over the rounds."""
        house, hand = [], []
        for _ in range(rounds):
            house.append(self._round(pool, clients, self.sales, port))
            hand.append(self._round(pool, clients, self.sales * 5, None))
        return _medians(house), _medians(hand)

    def _round(
        self, pool: ProcessPoolExecutor, clients: int, sales: int, port: int | None
    ) -> tuple[float, ...]:
        each = sales // clients + UNTIMED
        payments = [self._payments(shift, each) for shift in self.shifts[:clients]]
        begins_at = time.time() + HEAD_START
        turns = [
            Turn(self.database, payments[n], begins_at, port, self.cookies[n], CSRF)
            for n in range(clients)
        ]
        seconds = list(pool.map(take, turns))
        everything = [second for client in seconds for second in client]
        rate = sum(len(client) / sum(client) for client in seconds)
        return p50(everything), p95(everything), rate

    def _payments(self, shift: Shift, count: int) -> list[Payment]:
        drawn = [self.rng.randrange(1, self.members + 1) for _ in range(count)]
        baskets = hold_baskets(shift, members=drawn, rng=self.rng)
        self.posted += baskets
        return [Payment(key, due, shift.pk, shift.opened_by_id) for key, due in baskets.items()]

    def check(self) -> None:
        """Compare what lies in the database with what was posted.

        :raises Wrong: if a sale is missing, doubled or half written
        """
        sales = Sale.objects.filter(key__in=self.posted)
        found = {
            "sales": sales.count(),
            "lines": SaleLine.objects.filter(sale__in=sales).count() / 3,
        }
        if set(found.values()) != {len(self.posted)} or ledger_faults():
            raise Wrong(found)


def _medians(rounds: list[tuple[float, ...]]) -> tuple[float, ...]:
    return tuple(median(figures) for figures in zip(*rounds, strict=True))
