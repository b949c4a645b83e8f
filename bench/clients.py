"""The clients of the posting measurement; each runs in a process of its own, without Django.

A client pays baskets one after another at her own till: either through the web server, as the
till page does it, or by hand in SQL. A till has one open basket at a time, so the next one is
opened between two payments; only the payments are timed.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench import by_hand
from bench.by_hand import Payment

UNTIMED = 2  # the first payments of a client, which warm its connections

Pay = Callable[[Payment], None]


class Unpaid(Exception):
    """The house did not take the payment."""


@dataclass(frozen=True)
class Turn:
    """What one client does: pay ``payments`` from the moment ``begins_at`` (Unix time) on.

    With a ``port`` she is a browser with these ``cookies``; without, she writes SQL.
    """

    database: str
    payments: list[Payment]
    begins_at: float
    port: int | None = None
    cookies: str = ""
    csrf: str = ""


def take(turn: Turn) -> list[float]:
    """Pay everything and return the seconds of each timed payment."""
    connection = by_hand.connect(turn.database)
    # What happens between the payments shall cost as little as possible.
    connection.execute("set synchronous_commit = off")
    pay = _browser(turn) if turn.port else _by_hand(turn)
    time.sleep(max(turn.begins_at - time.time(), 0))
    seconds = []
    for payment in turn.payments:
        connection.execute("update pos_basket set state = 'open' where key = %s", [payment.key])
        began = time.perf_counter()
        pay(payment)
        seconds.append(time.perf_counter() - began)
    connection.close()
    return seconds[UNTIMED:]


def _browser(turn: Turn) -> Pay:
    web = HTTPConnection("127.0.0.1", turn.port)
    headers = {
        "Cookie": turn.cookies,
        "X-CSRFToken": turn.csrf,
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }

    def pay(payment: Payment) -> None:
        form = {"shown_due": payment.due, "points": 0, "tender": "wechat"}
        web.request("POST", f"/till/baskets/{payment.key}/pay/", urlencode(form), headers)
        answer = web.getresponse()
        body = answer.read()
        receipt = f"/till/receipts/{payment.key}/"
        if answer.status != HTTPStatus.OK or answer.headers["HX-Redirect"] != receipt:
            raise Unpaid(f"{answer.status} {answer.headers.items()} {body[:2_000]!r}")

    return pay


def _by_hand(turn: Turn) -> Pay:
    connection = by_hand.connect(turn.database)

    def pay(payment: Payment) -> None:
        by_hand.post_sale(connection, payment, at=dt.datetime.now(dt.UTC))

    return pay
