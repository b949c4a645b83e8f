"""The database refuses to change or delete what the ledger says.

A later migration that rebuilds one of these tables on SQLite must install the triggers
again: the rebuild drops them. tests/loyalty/test_triggers.py would notice.
"""

from pathlib import Path

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

HERE = Path(__file__).resolve().parent
TABLES = ["loyalty_pointsentry", "loyalty_lotallocation"]


def install(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Run the statements of this database's dialect for each table of the ledger."""
    dialect = HERE / f"append_only.{schema_editor.connection.vendor}.sql"
    for table in TABLES:
        for statement in dialect.read_text().format(table=table).split(";;"):
            if statement.strip():
                schema_editor.execute(statement, params=None)


def remove(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    where = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        for event in ["update", "delete"]:
            schema_editor.execute(
                f"DROP TRIGGER IF EXISTS {table}_refuses_{event}" + where.format(table=table)
            )


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
