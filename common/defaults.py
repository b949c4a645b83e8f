"""Rows an empty installation starts with. They are the shop's to change from then on.

Each app lists its own and has them written after ``migrate``; a table that holds anything
is left alone, so nothing a shop deleted comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.apps import AppConfig
from django.apps import apps as global_apps
from django.apps.registry import Apps
from django.db.models import Model, QuerySet
from django.db.models.signals import post_migrate

Rows = Mapping[str, Iterable[Mapping[str, Any]]]


def install_after_migrate(app: AppConfig, rows: Callable[[], Rows]) -> None:
    """Fill ``app``'s empty tables with ``rows`` (by model name) after every migration.

    This is Django's own hook for initial rows, and the one signal of the house.
    """

    def install(*, using: str, apps: Apps = global_apps, **_: object) -> None:
        for model_name, facts in rows().items():
            fill_if_empty(apps, app.label, model_name, facts, using=using)

    post_migrate.connect(install, sender=app, weak=False, dispatch_uid=f"{app.label}.defaults")


def fill_if_empty(
    apps: Apps, label: str, model_name: str, facts: Iterable[Mapping[str, Any]], *, using: str
) -> None:
    """Write ``facts`` as rows of a model that has none; a model not yet migrated is passed over.

    A fact such as ``tier__code`` names the row of another model by what it is called; a row
    that names one the shop does not have is passed over.
    """
    try:
        model = apps.get_model(label, model_name)
    except LookupError:
        return
    rows: QuerySet[Model] = QuerySet(model, using=using)
    if not rows.exists():
        resolved = (_resolved(model, one, using=using) for one in facts)
        rows.bulk_create(model(**one) for one in resolved if one is not None)


def _resolved(model: type[Model], facts: Mapping[str, Any], *, using: str) -> dict[str, Any] | None:
    resolved: dict[str, Any] = {}
    for fact, value in facts.items():
        name, _, called = fact.partition("__")
        if called:
            other = model._meta.get_field(name).related_model
            resolved[name] = QuerySet(other, using=using).filter(**{called: value}).first()
            if resolved[name] is None:
                return None
        else:
            resolved[name] = value
    return resolved
