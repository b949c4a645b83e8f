from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pos", "0002_lines_come_back")]

    operations = [
        migrations.RemoveIndex(model_name="basket", name="unpaid_basket_by_till"),
        migrations.AddIndex(
            model_name="basket",
            index=models.Index(fields=["till", "state"], name="basket_by_till_and_state"),
        ),
    ]
