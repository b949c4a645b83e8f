"""Lists of keys in statements, one parameter however many they are, on either database."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import BaseExpression
from django.db.models.sql.compiler import SQLCompiler

Keys = frozenset[int]  # Django would look into a list, key by key


def among(connection: BaseDatabaseWrapper, name: str) -> str:
    """Return the condition that a column is one of the keys in the parameter ``name``."""
    return _condition(connection, f"%({name})s")


def as_parameter(connection: BaseDatabaseWrapper, keys: Collection[int]) -> object:
    """Return ``keys`` as that parameter takes them."""
    listed = json.dumps(list(keys))
    # As text, too: psycopg looks at every member of a list.
    return f"{{{listed[1:-1]}}}" if connection.vendor == "postgresql" else listed


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
        keys: Sequence[Any] = (
            compiler.compile(self.rhs)[1]
            if isinstance(self.rhs, BaseExpression)  # given later
            else [as_parameter(connection, self.rhs)]
        )
        return f"{column} {_condition(connection, '%s')}", (*parameters, *keys)


class KeysField(models.Field):  # type: ignore[type-arg]
    """Keys as a parameter of a statement; no column is of this kind."""

    def get_db_prep_value(
        self,
        value: Keys,
        connection: BaseDatabaseWrapper,
        prepared: bool = False,  # noqa: ARG002 - Django's shape
    ) -> object:
        """Return the keys as one parameter."""
        return as_parameter(connection, value)


models.BigAutoField.register_lookup(Among)
models.ForeignKey.register_lookup(Among)


def _condition(connection: BaseDatabaseWrapper, place: str) -> str:
    if connection.vendor == "postgresql":
        return f"= any({place}::bigint[])"
    return f"in (select value from json_each({place}))"  # noqa: S608 - a place of ours
