"""Thousands of rows at once, for imports: COPY on PostgreSQL, prepared statements on SQLite.

The rows are not seen by models or signals; the database's own constraints and triggers hold.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
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
    UUIDs, and JSON as text; they are stored as the ORM stores them. Making the rows must not
    ask the database anything: it is busy taking them.

    :raises django.db.IntegrityError: if a row breaks a constraint; the transaction is lost
    """
    insert = _copy if connection.vendor == "postgresql" else _insert_in_batches
    with connection.wrap_database_errors:
        return insert(connection, table, columns, rows)


def update_rows(
    connection: BaseDatabaseWrapper, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Set ``columns`` of the rows of ``table``; each of ``rows`` is an ``id`` and the new values.

    :raises django.db.IntegrityError: if a row breaks a constraint; the transaction is lost
    """
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(column)} = %s" for column in columns)
    statement = f"UPDATE {quote(table)} SET {changes} WHERE id = %s"  # noqa: S608 - quoted
    stored = ([*values, key] for key, *values in _as_stored(connection, rows))
    with connection.wrap_database_errors:
        _in_batches(connection, statement, stored)


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
    return _in_batches(connection, statement, _as_stored(connection, rows))


def _in_batches(connection: BaseDatabaseWrapper, statement: str, rows: Iterator[list[Any]]) -> int:
    count = 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, _BATCH)):
            cursor.executemany(statement, batch)
            count += len(batch)
    return count


def _as_stored(connection: BaseDatabaseWrapper, rows: Iterable[Row]) -> Iterator[list[Any]]:
    """Yield the rows as the ORM writes them where the driver alone would not."""
    # The moments of an import come in groups; turning one into text is slow.
    moment = lru_cache(maxsize=2**10)(connection.ops.adapt_datetimefield_value)
    adapters: dict[type, Callable[[Any], Any]] = {
        dt.datetime: moment,
        dt.time: connection.ops.adapt_timefield_value,
        uuid.UUID: lambda value: value.hex,
    }
    for row in rows:
        yield [adapt(value) if (adapt := adapters.get(type(value))) else value for value in row]


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
