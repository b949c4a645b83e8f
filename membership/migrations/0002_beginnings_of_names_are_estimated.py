"""PostgreSQL keeps finer statistics of the names, so that it knows how many begin with ``zw``.

Without them it takes any beginning for rare, and reads thousands of members to show a few.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NAMES = ("name", "name_initials", "name_pinyin")
FINE = 1_000
USUAL = -1


def sample_finely(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _sample(schema_editor, FINE)


def sample_as_usual(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _sample(schema_editor, USUAL)


def _sample(schema_editor: BaseDatabaseSchemaEditor, target: int) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in NAMES:
        schema_editor.execute(
            f"ALTER TABLE membership_member ALTER COLUMN {name} SET STATISTICS {target}"
        )


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_initial")]

    operations = [migrations.RunPython(sample_finely, sample_as_usual)]
