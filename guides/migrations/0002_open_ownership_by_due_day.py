from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guides", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="ownership",
            index=models.Index(
                condition=models.Q(("ends_at", None)),
                fields=["due_on"],
                name="open_ownership_by_due_day",
            ),
        ),
    ]
