"""Breaking the database's promises, one by one and by name, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import BaseConstraint, Model, UniqueConstraint


def promises_of(app: str) -> list[str]:
    """Return the names of all constraints of ``app``."""
    return sorted(constraint.name for _, constraint in _declared(app))


@contextmanager
def refused(name: str) -> Iterator[None]:
    """Assert that the database refuses what happens inside, in the name of ``name``."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert _broken(refusal.value) == (_told_by_sqlite(name) if _on_sqlite() else name)


def _declared(app: str) -> Iterator[tuple[type[Model], BaseConstraint]]:
    for model in apps.get_app_config(app).get_models():
        for constraint in model._meta.constraints:
            yield model, constraint


def _on_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _broken(refusal: IntegrityError) -> str:
    if _on_sqlite():
        return str(refusal).partition("constraint failed: ")[2]
    return refusal.__cause__.diag.constraint_name


def _told_by_sqlite(name: str) -> str:
    """Return how SQLite calls the constraint: a unique one by its columns or its index."""
    app = name.partition("_")[0]
    model, constraint = next(found for found in _declared(app) if found[1].name == name)
    if not isinstance(constraint, UniqueConstraint):
        return name
    if not constraint.fields:
        return f"index '{name}'"
    meta = model._meta
    columns = [meta.get_field(field).column for field in constraint.fields]
    return ", ".join(f"{meta.db_table}.{column}" for column in columns)
