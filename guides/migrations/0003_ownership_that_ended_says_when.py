from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guides", "0002_open_ownership_by_due_day")]

    operations = [
        migrations.RemoveConstraint(
            model_name="ownership",
            name="guides_ownership_ends_after_it_starts_and_says_why",
        ),
        migrations.AddConstraint(
            model_name="ownership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ends_at", None)),
                    models.Q(
                        ("ends_at__gte", models.F("starts_at")),
                        ("ends_at__isnull", False),
                        models.Q(("end_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="guides_ownership_ends_after_it_starts_and_says_why",
            ),
        ),
    ]
