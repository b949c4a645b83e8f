"""Triggers: the ledger"s again, and those that stamp every change of the rules.

A later migration that rebuilds one of these tables on SQLite must install them again: the
rebuild drops them. tests/loyalty/test_triggers.py would notice.
"""

from importlib import import_module
from pathlib import Path

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

HERE = Path(__file__).resolve().parent
RULES = [
    "loyalty_tier",
    "loyalty_tiercriterion",
    "loyalty_tierperk",
    "loyalty_perk",
    "loyalty_couponkind",
    "loyalty_earningrule",
    "loyalty_earningbonus",
    "loyalty_earningbonus_tiers",
    "loyalty_earningbonus_stores",
    "loyalty_earningbonus_categories",
    "loyalty_earningbonus_products",
    "loyalty_redemptionrule",
    "loyalty_programmerule",
    "loyalty_occasionreward",
    "loyalty_spendrebaterule",
]
ledger = import_module("loyalty.migrations.0002_ledger_is_append_only")


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers of this database"s dialect on each table."""
    ledger.remove(apps, schema_editor)
    ledger.install(apps, schema_editor)
    dialect = HERE / f"stamped.{schema_editor.connection.vendor}.sql"
    for table in RULES:
        for statement in dialect.read_text().format(table=table).split(";;"):
            if statement.strip():
                schema_editor.execute(statement, params=None)


def remove(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the stamping triggers."""
    vendor = schema_editor.connection.vendor
    for table in RULES:
        for event in ["insert", "update", "delete"]:
            where = f" on {table}" if vendor == "postgresql" else ""
            schema_editor.execute(f"drop trigger if exists {table}_{event}_is_stamped{where}")


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0004_points_are_a_criterion")]

    operations = [
        migrations.RemoveConstraint(
            model_name="tier",
            name="loyalty_tier_entry_points_are_positive",
        ),
        migrations.RemoveField(
            model_name="historicaltier",
            name="entry_points",
        ),
        migrations.RemoveField(
            model_name="tier",
            name="entry_points",
        ),
        migrations.RunPython(install, remove),
    ]
