from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sales", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(
            model_name="shift",
            name="sales_shift_is_closed_with_a_count",
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at", None),
                        ("closed_by", None),
                        ("counted_cash", None),
                        ("expected_cash", None),
                    ),
                    models.Q(
                        ("closed_at__gte", models.F("opened_at")),
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("counted_cash__gte", 0),
                        ("counted_cash__isnull", False),
                        ("expected_cash__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="sales_shift_is_closed_with_a_count",
            ),
        ),
    ]
