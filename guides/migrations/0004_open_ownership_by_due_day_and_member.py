from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guides", "0003_ownership_that_ended_says_when")]

    operations = [
        migrations.RemoveIndex(model_name="ownership", name="open_ownership_by_due_day"),
        migrations.AddIndex(
            model_name="ownership",
            index=models.Index(
                condition=models.Q(("ends_at", None)),
                fields=["due_on", "member"],
                name="open_ownership_by_due_day",
            ),
        ),
    ]
