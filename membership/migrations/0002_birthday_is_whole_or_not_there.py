from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(
            model_name="member",
            name="membership_member_birthday_is_whole",
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("birth_day", None), ("birth_month", None), ("birth_year", None)),
                    models.Q(
                        ("birth_day__isnull", False),
                        ("birth_day__range", (1, 31)),
                        ("birth_month__isnull", False),
                        ("birth_month__range", (1, 12)),
                    ),
                    _connector="OR",
                ),
                name="membership_member_birthday_is_whole",
            ),
        ),
    ]
