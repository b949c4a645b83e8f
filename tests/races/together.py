"""Doing several things at the same moment, each in a thread with a connection of its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

on_postgresql = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql",
    reason="SQLite lets one writer in at a time; these races are run on PostgreSQL",
)


def together(calls: Sequence[Callable[[], object]]) -> list[object]:
    """Start ``calls`` at once and return what each returned, or the exception it ended with."""
    start = threading.Barrier(len(calls))
    outcomes: list[object] = [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        try:
            start.wait()
            outcomes[place] = call()
        except Exception as refusal:  # noqa: BLE001 - the outcome is what the test looks at
            outcomes[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def crowded(calls: Sequence[Callable[[], object]], *, hands: int) -> list[object]:
    """Let ``hands`` threads work through ``calls``; return as ``together`` does.

    For more calls than the database has connections for.
    """

    def run(call: Callable[[], object]) -> object:
        try:
            return call()
        except Exception as refusal:  # noqa: BLE001 - the outcome is what the test looks at
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=hands) as pool:
        return list(pool.map(run, calls))


def refusals(outcomes: list[object], kind: type[Exception] | tuple[type[Exception], ...]) -> int:
    """Count the outcomes that are ``kind``; any other exception is raised."""
    for outcome in outcomes:
        if isinstance(outcome, Exception) and not isinstance(outcome, kind):
            raise outcome
    return sum(isinstance(outcome, kind) for outcome in outcomes)
