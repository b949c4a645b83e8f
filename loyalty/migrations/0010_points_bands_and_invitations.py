from decimal import Decimal
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
    dependencies = [
        ("loyalty", "0009_stamps_have_a_name"),
        ("membership", "0006_cards_are_given_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="PointsBand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("floor", models.BigIntegerField(unique=True, verbose_name="points from")),
            ],
            options={
                "verbose_name": "points band",
                "verbose_name_plural": "points bands",
                "ordering": ("floor",),
            },
        ),
        migrations.AddField(
            model_name="programmerule",
            name="invite_from",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                default=Decimal(1000),
                help_text="In yuan: from so much on, the till tells the cashier to invite a customer who is no member. Empty: never.",
                max_digits=14,
                null=True,
                verbose_name="one purchase that asks for an invitation",
            ),
        ),
        migrations.AddIndex(
            model_name="pointsaccount",
            index=models.Index(fields=["balance", "member"], name="account_by_balance"),
        ),
        migrations.AddConstraint(
            model_name="programmerule",
            constraint=models.CheckConstraint(
                condition=models.Q(("invite_from", None), ("invite_from__gt", 0), _connector="OR"),
                name="loyalty_programme_invites_from_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointsband",
            constraint=models.CheckConstraint(
                condition=models.Q(("floor__gte", 0)),
                name="loyalty_points_band_begins_at_zero_or_above",
            ),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
