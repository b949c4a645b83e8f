"""Lists of keys in hand-written statements, on either database."""

import json
from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper


def among(connection: BaseDatabaseWrapper, name: str) -> str:
    """Return the condition that a column is one of the keys in the parameter ``name``."""
    if connection.vendor == "postgresql":
        return f"= any(%({name})s)"
    return f"in (select value from json_each(%({name})s))"  # noqa: S608 - a name of ours


def as_parameter(connection: BaseDatabaseWrapper, keys: Sequence[int]) -> object:
    """Return ``keys`` as that parameter takes them."""
    return list(keys) if connection.vendor == "postgresql" else json.dumps(list(keys))
