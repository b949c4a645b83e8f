"""Keeping the first state of records that come in by the thousand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection, models

from common.batches import batched

_BATCH = 500  # keys in one statement


def remember_creation(model: type[models.Model], keys: Iterable[int], *, at: dt.datetime) -> None:
    """Write the "+" row of the history for each new row of ``model``, as saving it would have.

    Without it the first change would be the first thing known, and what was before it lost.
    """
    records = model.history.model  # type: ignore[attr-defined]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in _columns(model) if column in _columns(records))
    for some in batched(keys, _BATCH):
        places = ", ".join(["%s"] * len(some))
        statement = (
            f"INSERT INTO {quote(records._meta.db_table)} ({columns}, history_date, history_type)"  # noqa: S608
            f" SELECT {columns}, %s, '+' FROM {quote(model._meta.db_table)} WHERE id IN ({places})"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [connection.ops.adapt_datetimefield_value(at), *some])


def _columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if field.column]
