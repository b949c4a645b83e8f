"""Triggers that stamp every change of the rules.

A later migration that rebuilds one of these tables on SQLite must install them again: the
rebuild drops them. tests/loyalty/test_triggers.py would notice.
"""

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
    "loyalty_couponkind_products",
    "loyalty_couponkind_categories",
    "loyalty_couponkind_stores",
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


def install(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers of this database's dialect on each table."""
    dialect = HERE / f"stamped.{schema_editor.connection.vendor}.sql"
    for table in RULES:
        for statement in dialect.read_text().format(table=table).split(";;"):
            if statement.strip():
                schema_editor.execute(statement, params=None)


def remove(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them."""
    vendor = schema_editor.connection.vendor
    for table in RULES:
        for event in ["insert", "update", "delete"]:
            where = f" on {table}" if vendor == "postgresql" else ""
            schema_editor.execute(f"drop trigger if exists {table}_{event}_is_stamped{where}")


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0002_ledger_is_append_only")]

    operations = [migrations.RunPython(install, remove)]
