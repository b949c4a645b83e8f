"""How PostgreSQL plans a query that comes again and again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def planned_afresh() -> Iterator[None]:
    """Let PostgreSQL plan each query within for its own values; elsewhere it is always so.

    A query used often is prepared, and after a few times one plan serves for all values. For
    the beginnings of names, of which some are common and most are not, there is no such plan.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    usual = connection.connection.prepare_threshold
    connection.connection.prepare_threshold = None
    try:
        yield
    finally:
        connection.connection.prepare_threshold = usual
