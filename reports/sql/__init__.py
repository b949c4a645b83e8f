"""Questions written in SQL: one file each, and one row type each.

``name.sql`` runs on both databases. Where they count days differently there is a
``name.postgresql.sql`` and a ``name.sqlite.sql`` instead.
"""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from django.db import connection

FOLDER = Path(__file__).parent

Row = TypeVar("Row")


def rows(name: str, row_type: type[Row], **params: dt.date | int | None) -> list[Row]:
    """Return the answer to ``name``, its columns as the fields of ``row_type``."""
    types = get_type_hints(row_type)
    with connection.cursor() as cursor:
        cursor.execute(_statement(name, connection.vendor), params)
        columns = [column[0] for column in cursor.description]
        return [
            row_type(
                **{
                    column: _typed(value, types[column])
                    for column, value in zip(columns, row, strict=True)
                }
            )
            for row in cursor.fetchall()
        ]


@cache
def _statement(name: str, vendor: str) -> str:
    of_this_database = FOLDER / f"{name}.{vendor}.sql"
    file = of_this_database if of_this_database.exists() else FOLDER / f"{name}.sql"
    return file.read_text(encoding="utf-8")


def _typed(value: Any, wanted: Any) -> Any:
    """Return ``value``; SQLite hands over computed dates as text."""
    if wanted is dt.date and isinstance(value, str):
        return dt.date.fromisoformat(value)
    return value
