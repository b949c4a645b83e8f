import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("membership", "0001_initial"),
        ("stores", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
            ],
            options={
                "verbose_name": "category",
                "verbose_name_plural": "categories",
            },
        ),
        migrations.CreateModel(
            name="Till",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tills",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                ("code", models.CharField(max_length=10, verbose_name="code")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "last_receipt",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="last receipt"
                    ),
                ),
            ],
            options={
                "verbose_name": "till",
                "verbose_name_plural": "tills",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("store", "code"), name="sales_till_code_is_unique_in_its_store"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                ("business_day", models.DateField(verbose_name="business day")),
                ("month", models.DateField(verbose_name="month")),
                ("tickets", models.PositiveIntegerField(default=0, verbose_name="tickets")),
                (
                    "units",
                    models.DecimalField(
                        decimal_places=3, default=0, max_digits=14, verbose_name="units"
                    ),
                ),
                (
                    "net",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="net"
                    ),
                ),
                (
                    "returned_later",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="returned later"
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "indexes": [
                    models.Index(fields=["member", "month"], name="visit_by_member_and_month"),
                    models.Index(fields=["business_day", "store"], name="visit_by_day_and_store"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "store", "business_day"),
                        name="sales_visit_is_one_per_member_store_and_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("returned_later__gte", 0)),
                        name="sales_visit_returned_later_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalProduct",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("sku", models.CharField(db_index=True, max_length=60, verbose_name="SKU")),
                (
                    "barcode",
                    models.CharField(
                        blank=True, db_index=True, max_length=60, null=True, verbose_name="barcode"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=120, verbose_name="name")),
                (
                    "regular_price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="regular price",
                    ),
                ),
                (
                    "special_price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="While set, the product sells at it and no tier discount applies.",
                        max_digits=14,
                        null=True,
                        verbose_name="special price",
                    ),
                ),
                (
                    "cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="cost"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="on sale")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="sales.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "card_kind",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Selling it issues a card of this kind. It earns no points.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="membership.cardkind",
                        verbose_name="membership fee for",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical product",
                "verbose_name_plural": "historical products",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sku", models.CharField(max_length=60, unique=True, verbose_name="SKU")),
                (
                    "barcode",
                    models.CharField(
                        blank=True, max_length=60, null=True, unique=True, verbose_name="barcode"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=120, verbose_name="name")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="sales.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "regular_price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="regular price",
                    ),
                ),
                (
                    "special_price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="While set, the product sells at it and no tier discount applies.",
                        max_digits=14,
                        null=True,
                        verbose_name="special price",
                    ),
                ),
                (
                    "cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="cost"
                    ),
                ),
                (
                    "card_kind",
                    models.ForeignKey(
                        blank=True,
                        help_text="Selling it issues a card of this kind. It earns no points.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="membership.cardkind",
                        verbose_name="membership fee for",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="on sale")),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sku", ""), _negated=True),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="sales_product_has_sku_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("regular_price", None), ("regular_price__gte", 0), _connector="OR"
                            ),
                            models.Q(
                                ("special_price", None), ("special_price__gte", 0), _connector="OR"
                            ),
                            models.Q(("cost", None), ("cost__gte", 0), _connector="OR"),
                        ),
                        name="sales_product_prices_are_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "till",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="sales.till",
                        verbose_name="till",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts_opened",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
                (
                    "opening_cash",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="opening cash"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts_closed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "expected_cash",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="expected cash",
                    ),
                ),
                (
                    "counted_cash",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="counted cash",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "shift",
                "verbose_name_plural": "shifts",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("till",),
                        name="sales_shift_is_open_once_per_till",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("opening_cash__gte", 0)),
                        name="sales_shift_opens_with_no_debt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("sale", "Sale"), ("return", "Return")],
                        default="sale",
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                ("receipt", models.CharField(max_length=60, verbose_name="receipt number")),
                (
                    "key",
                    models.UUIDField(
                        blank=True,
                        help_text="Made by the till; a sale with one key happens once.",
                        null=True,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                ("request_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "original",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="sales.sale",
                        verbose_name="original sale",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales",
                        to="sales.shift",
                        verbose_name="shift",
                    ),
                ),
                (
                    "cashier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_rung_up",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cashier",
                    ),
                ),
                (
                    "seller",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="seller",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_as_owner",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner at the time",
                    ),
                ),
                (
                    "enroller",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_as_enroller",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="enroller",
                    ),
                ),
                ("sold_at", models.DateTimeField(verbose_name="sold at")),
                ("business_day", models.DateField(verbose_name="business day")),
                (
                    "recorded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="recorded at"),
                ),
                (
                    "units",
                    models.DecimalField(decimal_places=3, max_digits=14, verbose_name="units"),
                ),
                (
                    "regular_total",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="total at regular prices"
                    ),
                ),
                ("net", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="net")),
                (
                    "source",
                    models.CharField(
                        choices=[("till", "Till"), ("import", "Import of history")],
                        default="till",
                        max_length=6,
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "sale",
                "verbose_name_plural": "sales",
                "indexes": [
                    models.Index(fields=["business_day", "store"], name="sale_by_day_and_store"),
                    models.Index(fields=["member", "sold_at"], name="sale_by_member_and_time"),
                    models.Index(fields=["store", "sold_at"], name="sale_by_store_and_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("store", "receipt", "kind"),
                        name="sales_sale_receipt_is_unique_in_its_store",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "sale"),
                                ("net__gte", 0),
                                ("original", None),
                                ("units__gt", 0),
                            ),
                            models.Q(("kind", "return"), ("net__lte", 0), ("units__lt", 0)),
                            _connector="OR",
                        ),
                        name="sales_sale_has_the_sign_of_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source", "import"),
                            models.Q(
                                ("cashier__isnull", False),
                                ("key__isnull", False),
                                ("shift__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sales_sale_at_the_till_has_key_shift_and_cashier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("receipt", ""), _negated=True),
                        name="sales_sale_has_a_receipt_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SaleLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="sales.sale",
                        verbose_name="sale",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="sales.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "quantity",
                    models.DecimalField(decimal_places=3, max_digits=12, verbose_name="quantity"),
                ),
                (
                    "regular_total",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="at regular price"
                    ),
                ),
                ("net", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="paid")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("regular", "Regular price"),
                            ("special", "Special price"),
                            ("member", "Member price"),
                            ("tier", "Tier discount"),
                            ("birthday", "Birthday discount"),
                            ("perk", "Extra discount"),
                            ("coupon", "Coupon"),
                            ("manual", "Price set by hand"),
                            ("history", "Price as imported"),
                        ],
                        default="regular",
                        max_length=10,
                        verbose_name="price reason",
                    ),
                ),
                (
                    "discount",
                    models.PositiveIntegerField(
                        default=10000,
                        help_text="In hundredths of a percent.",
                        verbose_name="customer pays",
                    ),
                ),
                (
                    "steps",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value([], models.JSONField()),
                        default=list,
                        help_text="From the regular price to what was paid; each names what it took off.",
                        verbose_name="steps of the price",
                    ),
                ),
                (
                    "cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="cost"
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Of a membership fee.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="membership.card",
                        verbose_name="card sold",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="sales.saleline",
                        verbose_name="original line",
                    ),
                ),
            ],
            options={
                "verbose_name": "sale line",
                "verbose_name_plural": "sale lines",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sale", "position"), name="sales_sale_line_position_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("net__gte", 0), ("original", None), ("quantity__gt", 0)),
                            models.Q(
                                ("net__lte", 0), ("original__isnull", False), ("quantity__lt", 0)
                            ),
                            _connector="OR",
                        ),
                        name="sales_sale_line_goes_out_or_names_what_comes_back",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SaleMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True, verbose_name="key")),
                (
                    "sale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="sales.sale",
                        verbose_name="sale",
                    ),
                ),
                (
                    "from_member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_moved_away",
                        to="membership.member",
                        verbose_name="from member",
                    ),
                ),
                (
                    "to_member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_moved_here",
                        to="membership.member",
                        verbose_name="to member",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("moved_at", models.DateTimeField(verbose_name="moved at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_moved",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "move of a sale",
                "verbose_name_plural": "moves of sales",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="sales_move_of_a_sale_has_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tender",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenders",
                        to="sales.sale",
                        verbose_name="sale",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cash", "Cash"),
                            ("card", "Bank card"),
                            ("wechat", "WeChat Pay"),
                            ("alipay", "Alipay"),
                            ("points", "Points"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount"),
                ),
                (
                    "handed_over",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="handed over",
                    ),
                ),
                ("points", models.PositiveIntegerField(default=0, verbose_name="points")),
            ],
            options={
                "verbose_name": "tender",
                "verbose_name_plural": "tenders",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sale", "kind"), name="sales_tender_kind_is_used_once_per_sale"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "points"), ("points__gt", 0)),
                            ("points", 0),
                            _connector="OR",
                        ),
                        name="sales_tender_points_belong_to_the_points_tender",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_over", None),
                            models.Q(("handed_over__gte", models.F("amount")), ("kind", "cash")),
                            _connector="OR",
                        ),
                        name="sales_tender_hands_over_enough_cash",
                    ),
                ],
            },
        ),
    ]
