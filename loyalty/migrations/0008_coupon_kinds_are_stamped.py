"""What coupon kinds are for is kept with the programme, so its changes stamp it too."""

from pathlib import Path

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

HERE = Path(__file__).resolve().parent
TABLES = [
    "loyalty_couponkind_products",
    "loyalty_couponkind_categories",
    "loyalty_couponkind_stores",
]


def install(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the stamping triggers on each table."""
    dialect = HERE / f"stamped.{schema_editor.connection.vendor}.sql"
    for table in TABLES:
        for statement in dialect.read_text().format(table=table).split(";;"):
            if statement.strip():
                schema_editor.execute(statement, params=None)


def remove(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them."""
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for event in ["insert", "update", "delete"]:
            where = f" on {table}" if vendor == "postgresql" else ""
            schema_editor.execute(f"drop trigger if exists {table}_{event}_is_stamped{where}")


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0007_bonuses_around_birthdays")]

    operations = [migrations.RunPython(install, remove)]
