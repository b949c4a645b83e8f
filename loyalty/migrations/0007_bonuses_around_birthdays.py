from importlib import import_module

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

stamped = import_module("loyalty.migrations.0005_rules_are_stamped")


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers of the rules back: SQLite lost them with the table it rebuilt."""
    stamped.remove(apps, schema_editor)
    stamped.install(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0006_accounts_close")]

    operations = [
        migrations.AddField(
            model_name="earningbonus",
            name="days_around",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="Before and after.", verbose_name="days around the birthday"
            ),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
