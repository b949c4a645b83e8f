"""Thousands of rows at once, for imports: COPY on PostgreSQL, prepared inserts on SQLite.

The rows are not seen by models or signals; the database's own constraints and triggers hold.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

_BATCH = 5_000  # rows

Row = Sequence[Any]


class OutsideTransaction(RuntimeError):
    """Reserved keys are only safe until the transaction ends, and there is none."""


def insert_rows(
    connection: BaseDatabaseWrapper, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> int:
    """Insert ``rows`` into ``columns`` of ``table`` and return how many there were.

    Streams: memory does not grow with ``rows``. Values are Python scalars, aware datetimes,
    UUIDs, and JSON as text; they are stored as the ORM stores them.

    :raises django.db.IntegrityError: if a row breaks a constraint; the transaction is lost
    """
    insert = _copy if connection.vendor == "postgresql" else _insert_in_batches
    with connection.wrap_database_errors:
        return insert(connection, table, columns, rows)


def next_ids(connection: BaseDatabaseWrapper, table: str, n: int) -> Sequence[int]:
    """Reserve ``n`` values of the column ``id`` of ``table``, rising, for rows to come.

    On SQLite the transaction must have begun as IMMEDIATE, as ours do.

    :raises OutsideTransaction: if no transaction is open
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(table)
    reserve = _from_sequence if connection.vendor == "postgresql" else _from_counter
    return reserve(connection, table, n)


def _copy(
    connection: BaseDatabaseWrapper, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> int:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for count, row in enumerate(rows, start=1):  # noqa: B007 - the last one is the total
            copy.write_row(row)
    return count


def _insert_in_batches(
    connection: BaseDatabaseWrapper, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> int:
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(table)} ({names}) VALUES ({places})"  # noqa: S608 - quoted
    count = 0
    stored = _as_stored(connection, rows)
    with connection.cursor() as cursor:
        while batch := list(islice(stored, _BATCH)):
            cursor.executemany(statement, batch)
            count += len(batch)
    return count


def _as_stored(connection: BaseDatabaseWrapper, rows: Iterable[Row]) -> Iterator[list[Any]]:
    """Yield the rows as the ORM writes them where the driver alone would not."""
    adapters: dict[type, Callable[[Any], Any]] = {
        dt.datetime: connection.ops.adapt_datetimefield_value,
        dt.time: connection.ops.adapt_timefield_value,
        uuid.UUID: lambda value: value.hex,
    }
    for row in rows:
        yield [adapters[type(value)](value) if type(value) in adapters else value for value in row]


def _from_sequence(connection: BaseDatabaseWrapper, table: str, n: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [connection.ops.quote_name(table), n],
        )
        return [key for (key,) in cursor.fetchall()]


def _from_counter(connection: BaseDatabaseWrapper, table: str, n: int) -> range:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        counter = cursor.fetchone()
        name = connection.ops.quote_name(table)
        cursor.execute(f"SELECT max(id) FROM {name}")  # noqa: S608 - quoted
        highest = max(counter[0] if counter else 0, cursor.fetchone()[0] or 0)
        if counter:
            change = "UPDATE sqlite_sequence SET seq = %s WHERE name = %s"
        else:
            change = "INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)"
        cursor.execute(change, [highest + n, table])
    return range(highest + 1, highest + n + 1)
