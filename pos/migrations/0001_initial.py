import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("membership", "0001_initial"),
        ("sales", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sale",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="printed",
                        to="sales.sale",
                        verbose_name="sale",
                    ),
                ),
                ("facts", models.JSONField(verbose_name="as printed")),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
            },
        ),
        migrations.CreateModel(
            name="Basket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="key")),
                (
                    "till",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baskets",
                        to="sales.till",
                        verbose_name="till",
                    ),
                ),
                (
                    "cashier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baskets",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cashier",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baskets",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="membership.card",
                        verbose_name="card shown",
                    ),
                ),
                (
                    "seller",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baskets_sold",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="seller",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "On the till"),
                            ("held", "Held"),
                            ("posted", "Paid"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("lines", models.JSONField(blank=True, default=list, verbose_name="lines")),
                (
                    "removed",
                    models.JSONField(blank=True, null=True, verbose_name="line taken out last"),
                ),
                ("scans", models.JSONField(blank=True, default=list, verbose_name="latest scans")),
                (
                    "points",
                    models.PositiveIntegerField(default=0, verbose_name="points to pay with"),
                ),
                (
                    "coupons",
                    models.JSONField(blank=True, default=list, verbose_name="coupons chosen"),
                ),
                (
                    "card_seen",
                    models.BooleanField(
                        default=False,
                        help_text="The cashier says so; nothing was scanned.",
                        verbose_name="card seen",
                    ),
                ),
                (
                    "keeps_birthday",
                    models.BooleanField(default=False, verbose_name="keeps the birthday for later"),
                ),
                (
                    "pays",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="customer pays, by hand"
                    ),
                ),
                (
                    "pays_by",
                    models.CharField(blank=True, max_length=20, verbose_name="discount allowed by"),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="held at")),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
            ],
            options={
                "verbose_name": "basket",
                "verbose_name_plural": "baskets",
                "indexes": [
                    models.Index(fields=["till", "state"], name="basket_by_till_and_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("till",),
                        name="pos_basket_is_open_once_per_till",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "held"), _negated=True),
                            ("held_at__isnull", False),
                            _connector="OR",
                        ),
                        name="pos_basket_held_says_since_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pays", None), ("pays_by", "")),
                            models.Q(
                                ("pays__isnull", False),
                                ("pays__range", (1, 9999)),
                                models.Q(("pays_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="pos_basket_discount_by_hand_names_who_allowed_it",
                    ),
                ],
            },
        ),
    ]
