"""Lists of keys in statements, one parameter however many they are, on either database."""

import json
from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler


def among(connection: BaseDatabaseWrapper, name: str) -> str:
    """Return the condition that a column is one of the keys in the parameter ``name``."""
    return _condition(connection, f"%({name})s")


def as_parameter(connection: BaseDatabaseWrapper, keys: Collection[int]) -> object:
    """Return ``keys`` as that parameter takes them."""
    return list(keys) if connection.vendor == "postgresql" else json.dumps(list(keys))


class Among(models.Lookup):
    """``filter(pk__among=keys)``: as ``in``, but quick for thousands of keys, and on SQLite too.

    ``in`` has a parameter for each key, which Django makes and the database reads one by one.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the condition and its parameters."""
        column, parameters = self.process_lhs(compiler, connection)
        keys = as_parameter(connection, self.rhs)
        return f"{column} {_condition(connection, '%s')}", (*parameters, keys)


models.BigAutoField.register_lookup(Among)
models.ForeignKey.register_lookup(Among)


def _condition(connection: BaseDatabaseWrapper, place: str) -> str:
    if connection.vendor == "postgresql":
        return f"= any({place})"
    return f"in (select value from json_each({place}))"  # noqa: S608 - a place of ours
