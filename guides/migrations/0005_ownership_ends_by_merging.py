from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guides", "0004_open_ownership_by_due_day_and_member")]

    operations = [
        migrations.AlterField(
            model_name="ownership",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("recycled", "No purchase in time"),
                    ("reassigned", "Assigned to somebody else"),
                    ("left", "The guide left"),
                    ("merged", "Merged with another member"),
                ],
                max_length=10,
                verbose_name="ended by",
            ),
        ),
    ]
