from importlib import import_module

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ledger = import_module("loyalty.migrations.0002_ledger_is_append_only")


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers of the ledger back: SQLite lost them with the table it rebuilt."""
    ledger.remove(apps, schema_editor)
    ledger.install(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0005_rules_are_stamped")]

    operations = [
        migrations.RemoveConstraint(
            model_name="pointsentry", name="loyalty_entry_has_the_sign_of_its_kind"
        ),
        migrations.AddField(
            model_name="pointsaccount",
            name="closed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Its member was merged into another: nothing moves here any more.",
                null=True,
                verbose_name="closed at",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointsentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["earn", "award", "opening", "forgive"]), ("points__gt", 0)
                    ),
                    models.Q(("kind__in", ["redeem", "expire"]), ("points__lt", 0)),
                    models.Q(
                        ("kind", "reverse"),
                        ("reverses__isnull", False),
                        models.Q(("points", 0), _negated=True),
                    ),
                    models.Q(
                        ("kind", "adjust"),
                        models.Q(("points", 0), _negated=True),
                        models.Q(("note", ""), _negated=True),
                    ),
                    models.Q(
                        ("kind", "merge"),
                        models.Q(("points", 0), ("qualifying", 0), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="loyalty_entry_has_the_sign_of_its_kind",
            ),
        ),
        migrations.RunPython(install, ledger.remove),
    ]
