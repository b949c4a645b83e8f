import datetime
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("membership", "0001_initial"),
        ("sales", "0001_initial"),
        ("stores", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CouponKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=100, verbose_name="English name"),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("amount", "Yuan off"),
                            ("percent", "Percentage"),
                            ("free_item", "A product free"),
                            ("price", "A product at a price"),
                            ("gift", "A gift at the desk"),
                        ],
                        max_length=10,
                        verbose_name="effect",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="yuan off",
                    ),
                ),
                (
                    "pays",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="In hundredths of a percent: 8800 is 8.8折.",
                        null=True,
                        verbose_name="customer pays",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Of one of the product.",
                        max_digits=14,
                        null=True,
                        verbose_name="price",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        help_text="The one that is free, or sells at the price.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupon_kinds",
                        to="sales.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "minimum_spend",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="Yuan after other discounts.",
                        max_digits=14,
                        verbose_name="from a ticket of",
                    ),
                ),
                (
                    "regular_only",
                    models.BooleanField(default=False, verbose_name="regular-price goods only"),
                ),
                (
                    "per_member",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: no limit.",
                        null=True,
                        verbose_name="most per member",
                    ),
                ),
                (
                    "life_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: no end, but that of the kind.",
                        null=True,
                        verbose_name="life in days",
                    ),
                ),
                (
                    "usable_from",
                    models.DateField(blank=True, null=True, verbose_name="usable from"),
                ),
                (
                    "usable_until",
                    models.DateField(
                        blank=True,
                        help_text="The first day it is not.",
                        null=True,
                        verbose_name="usable until",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="is given out")),
                (
                    "products",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="sales.product",
                        verbose_name="only these products",
                    ),
                ),
                (
                    "categories",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="sales.category",
                        verbose_name="only these categories",
                    ),
                ),
                (
                    "stores",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="stores.store",
                        verbose_name="only in these stores",
                    ),
                ),
            ],
            options={
                "verbose_name": "coupon kind",
                "verbose_name_plural": "coupon kinds",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__gt", 0), ("amount__isnull", False), ("effect", "amount")
                            ),
                            models.Q(
                                ("effect", "percent"),
                                ("pays__isnull", False),
                                ("pays__range", (1, 9999)),
                            ),
                            models.Q(("effect", "free_item"), ("product__isnull", False)),
                            models.Q(
                                ("effect", "price"),
                                ("price__gte", 0),
                                ("price__isnull", False),
                                ("product__isnull", False),
                            ),
                            ("effect", "gift"),
                            _connector="OR",
                        ),
                        name="loyalty_coupon_kind_says_what_it_gives",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minimum_spend__gte", 0)),
                        name="loyalty_coupon_kind_asks_nothing_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("usable_from", None),
                            ("usable_until", None),
                            ("usable_until__gt", models.F("usable_from")),
                            _connector="OR",
                        ),
                        name="loyalty_coupon_kind_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EarningRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="effective from")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "points_per_yuan",
                    models.DecimalField(
                        decimal_places=4,
                        default=Decimal(1),
                        max_digits=8,
                        verbose_name="points per yuan",
                    ),
                ),
                (
                    "minimum_ticket",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="In yuan paid in money; a smaller ticket earns nothing.",
                        max_digits=14,
                        verbose_name="smallest ticket",
                    ),
                ),
                (
                    "ticket_cap",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty: no limit.",
                        null=True,
                        verbose_name="most points of one ticket",
                    ),
                ),
                (
                    "combining",
                    models.CharField(
                        choices=[("best", "the best one counts"), ("stack", "they multiply")],
                        default="best",
                        help_text="What counts when the tier and several multipliers fit one line.",
                        max_length=5,
                        verbose_name="several multipliers",
                    ),
                ),
                (
                    "pending_days",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Days after the sale until the points can be spent: the time for returns.",
                        verbose_name="days pending",
                    ),
                ),
                (
                    "life_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: points never expire.",
                        null=True,
                        verbose_name="life in months",
                    ),
                ),
                (
                    "life_end",
                    models.CharField(
                        choices=[
                            ("day", "the day itself"),
                            ("month", "end of the month"),
                            ("quarter", "end of the quarter"),
                            ("year", "end of the year"),
                        ],
                        default="day",
                        help_text="12 months and the end of the year: the end of next year.",
                        max_length=7,
                        verbose_name="life ends with",
                    ),
                ),
            ],
            options={
                "verbose_name": "earning rule",
                "verbose_name_plural": "earning rules",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("effective_from",),
                        name="loyalty_earning_rule_starts_on_its_own_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minimum_ticket__gte", 0), ("points_per_yuan__gte", 0)),
                        name="loyalty_earning_rule_gives_not_takes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCouponKind",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=100, verbose_name="English name"),
                ),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("amount", "Yuan off"),
                            ("percent", "Percentage"),
                            ("free_item", "A product free"),
                            ("price", "A product at a price"),
                            ("gift", "A gift at the desk"),
                        ],
                        max_length=10,
                        verbose_name="effect",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="yuan off",
                    ),
                ),
                (
                    "pays",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="In hundredths of a percent: 8800 is 8.8折.",
                        null=True,
                        verbose_name="customer pays",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Of one of the product.",
                        max_digits=14,
                        null=True,
                        verbose_name="price",
                    ),
                ),
                (
                    "minimum_spend",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="Yuan after other discounts.",
                        max_digits=14,
                        verbose_name="from a ticket of",
                    ),
                ),
                (
                    "regular_only",
                    models.BooleanField(default=False, verbose_name="regular-price goods only"),
                ),
                (
                    "per_member",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: no limit.",
                        null=True,
                        verbose_name="most per member",
                    ),
                ),
                (
                    "life_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: no end, but that of the kind.",
                        null=True,
                        verbose_name="life in days",
                    ),
                ),
                (
                    "usable_from",
                    models.DateField(blank=True, null=True, verbose_name="usable from"),
                ),
                (
                    "usable_until",
                    models.DateField(
                        blank=True,
                        help_text="The first day it is not.",
                        null=True,
                        verbose_name="usable until",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="is given out")),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The one that is free, or sells at the price.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="sales.product",
                        verbose_name="product",
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
                "verbose_name": "historical coupon kind",
                "verbose_name_plural": "historical coupon kinds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PointsAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points_account",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                ("balance", models.BigIntegerField(default=0, verbose_name="balance")),
                ("debt", models.BigIntegerField(default=0, verbose_name="debt")),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Its member was merged into another: nothing moves here any more.",
                        null=True,
                        verbose_name="closed at",
                    ),
                ),
            ],
            options={
                "verbose_name": "points account",
                "verbose_name_plural": "points accounts",
                "indexes": [models.Index(fields=["balance", "member"], name="account_by_balance")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("debt__gte", 0)),
                        name="loyalty_account_debt_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "balance__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("debt"), "*", models.Value(-1)
                                ),
                            )
                        ),
                        name="loyalty_account_is_negative_only_by_its_debt",
                    ),
                ],
            },
        ),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("floor__gte", 0)),
                        name="loyalty_points_band_begins_at_zero_or_above",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="effective from")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "debt_policy",
                    models.CharField(
                        choices=[
                            ("debt", "she owes them; later earning pays first"),
                            ("forgive", "they are forgiven; the balance stays at zero"),
                            ("refuse", "the return is refused"),
                        ],
                        default="debt",
                        max_length=7,
                        verbose_name="points spent before a return",
                    ),
                ),
                (
                    "grace_days",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Points given back after their expiry live so many days more; 0: they stay expired.",
                        verbose_name="days of grace",
                    ),
                ),
                (
                    "adjustment_limit",
                    models.PositiveIntegerField(
                        default=500,
                        help_text="In points; above it a second person approves.",
                        verbose_name="largest adjustment by one person",
                    ),
                ),
                (
                    "cashier_pays_least",
                    models.PositiveIntegerField(
                        default=10000,
                        help_text="In hundredths of a percent of the price; 10000: none.",
                        verbose_name="discount by a cashier, customer pays at least",
                    ),
                ),
                (
                    "manager_pays_least",
                    models.PositiveIntegerField(
                        default=5000,
                        help_text="In hundredths of a percent of the price.",
                        verbose_name="discount by a manager, customer pays at least",
                    ),
                ),
                (
                    "near_tier",
                    models.PositiveIntegerField(
                        default=500,
                        help_text="Points or yuan that may be missing for a member to be listed as near.",
                        verbose_name="near the next tier",
                    ),
                ),
                (
                    "invite_from",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        default=Decimal(1000),
                        help_text="In yuan: from so much on, the till tells the cashier to invite a customer who is no member. Empty: never.",
                        max_digits=14,
                        null=True,
                        verbose_name="one purchase that asks for an invitation",
                    ),
                ),
            ],
            options={
                "verbose_name": "programme rule",
                "verbose_name_plural": "programme rules",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("effective_from",),
                        name="loyalty_programme_rule_starts_on_its_own_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cashier_pays_least__range", (0, 10000)),
                            ("manager_pays_least__range", (0, 10000)),
                        ),
                        name="loyalty_programme_discounts_are_shares",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("invite_from", None), ("invite_from__gt", 0), _connector="OR"
                        ),
                        name="loyalty_programme_invites_from_an_amount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RedemptionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="effective from")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "point_value",
                    models.DecimalField(
                        decimal_places=4,
                        default=Decimal("0.01"),
                        max_digits=8,
                        verbose_name="yuan per point",
                    ),
                ),
                (
                    "minimum",
                    models.PositiveIntegerField(
                        default=1, verbose_name="smallest number of points"
                    ),
                ),
                (
                    "step",
                    models.PositiveIntegerField(
                        default=1,
                        help_text="100: only 100, 200, 300 … points can be used.",
                        verbose_name="in steps of",
                    ),
                ),
                (
                    "share",
                    models.PositiveIntegerField(
                        default=10000,
                        help_text="In hundredths of a percent: 10000 is the whole ticket.",
                        verbose_name="largest share of the ticket",
                    ),
                ),
                (
                    "opens_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty: always open. For a window such as the end of the year.",
                        null=True,
                        verbose_name="opens on",
                    ),
                ),
                (
                    "closes_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day it is closed again.",
                        null=True,
                        verbose_name="closes on",
                    ),
                ),
            ],
            options={
                "verbose_name": "redemption rule",
                "verbose_name_plural": "redemption rules",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("effective_from",),
                        name="loyalty_redemption_rule_starts_on_its_own_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum__gte", 1),
                            ("point_value__gt", 0),
                            ("share__range", (0, 10000)),
                            ("step__gte", 1),
                        ),
                        name="loyalty_redemption_rule_is_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on", None),
                            ("closes_on", None),
                            ("closes_on__gt", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="loyalty_redemption_closes_after_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "friend",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referral",
                        to="membership.member",
                        verbose_name="friend",
                    ),
                ),
                (
                    "referrer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="membership.member",
                        verbose_name="referrer",
                    ),
                ),
                (
                    "sale",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referral",
                        to="sales.sale",
                        verbose_name="sale",
                    ),
                ),
                ("rewarded_at", models.DateTimeField(verbose_name="rewarded at")),
                (
                    "undone_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="The friend gave the goods back.",
                        null=True,
                        verbose_name="undone at",
                    ),
                ),
            ],
            options={
                "verbose_name": "referral",
                "verbose_name_plural": "referrals",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("friend", models.F("referrer")), _negated=True),
                        name="loyalty_referral_is_of_two_members",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RulesStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.CharField(max_length=36)),
            ],
            options={
                "verbose_name": "rules stamp",
                "verbose_name_plural": "rules stamps",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="loyalty_rules_stamp_is_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Coupon",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons",
                        to="loyalty.couponkind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=20, unique=True, verbose_name="coupon number"),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("reward", "Rewards catalogue"),
                            ("rebate", "Annual rebate"),
                            ("spending", "Spend rebate"),
                            ("campaign", "Campaign"),
                            ("occasion", "Reward for an occasion"),
                            ("birthday", "Birthday"),
                            ("upgrade", "Upgrade gift"),
                            ("hand", "By hand"),
                        ],
                        max_length=10,
                        verbose_name="from",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        help_text="The cause; each cause gives once.",
                        max_length=80,
                        verbose_name="reference",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Where it is not that of the kind.",
                        max_digits=14,
                        null=True,
                        verbose_name="yuan off",
                    ),
                ),
                ("usable_from", models.DateField(verbose_name="usable from")),
                (
                    "expires_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day it cannot be used.",
                        null=True,
                        verbose_name="expires on",
                    ),
                ),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons_issued",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at"),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "coupon",
                "verbose_name_plural": "coupons",
                "indexes": [models.Index(fields=["member", "expires_on"], name="coupon_by_member")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "kind", "reference"),
                        name="loyalty_coupon_cause_gives_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reference", ""), _negated=True),
                            models.Q(("number", ""), _negated=True),
                        ),
                        name="loyalty_coupon_names_its_cause_and_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                        name="loyalty_coupon_takes_off_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on", None),
                            ("expires_on__gt", models.F("usable_from")),
                            _connector="OR",
                        ),
                        name="loyalty_coupon_can_be_used_for_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnualRebate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="year")),
                (
                    "coupon_kind",
                    models.ForeignKey(
                        help_text="Yuan off; its amount is set by the band.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_rebates",
                        to="loyalty.couponkind",
                        verbose_name="coupon",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approved", "Approved"),
                            ("issued", "Issued"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rebates_drafted",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drafted by",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rebates_approved",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved at"),
                ),
                (
                    "issued_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="issued at"),
                ),
            ],
            options={
                "verbose_name": "annual rebate",
                "verbose_name_plural": "annual rebates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at", None), ("issued_at", None), ("state", "draft")
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("issued_at", None),
                                ("state", "approved"),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("issued_at__isnull", False),
                                ("state", "issued"),
                            ),
                            _connector="OR",
                        ),
                        name="loyalty_rebate_is_approved_before_it_is_issued",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPerk",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=100, verbose_name="English name"),
                ),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("birthday", "Birthday discount"),
                            ("discount", "Extra discount"),
                            ("gift", "Gift"),
                            ("service", "Free service"),
                            ("early", "Early access"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "text_zh",
                    models.TextField(
                        blank=True, help_text="For the handbook.", verbose_name="Chinese text"
                    ),
                ),
                ("text_en", models.TextField(blank=True, verbose_name="English text")),
                (
                    "pays",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="For discounts, in hundredths of a percent: 8800 is 8.8折.",
                        null=True,
                        verbose_name="customer pays",
                    ),
                ),
                (
                    "stacks",
                    models.BooleanField(
                        default=False,
                        help_text="折上折. Off: the best single percentage wins.",
                        verbose_name="on top of other discounts",
                    ),
                ),
                (
                    "regular_only",
                    models.BooleanField(default=True, verbose_name="regular-price goods only"),
                ),
                (
                    "birthday",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day", "the day itself"),
                            ("around", "days around it"),
                            ("month", "the whole month"),
                        ],
                        default="",
                        max_length=6,
                        verbose_name="birthday",
                    ),
                ),
                (
                    "days_around",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Before and after.",
                        verbose_name="days around the birthday",
                    ),
                ),
                (
                    "lead_days",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="How early the greeting is due.",
                        verbose_name="greeting days ahead",
                    ),
                ),
                (
                    "is_internal",
                    models.BooleanField(
                        default=False,
                        help_text="Never printed in the handbook.",
                        verbose_name="internal only",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                (
                    "coupon_kind",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="For gifts: what the member receives.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="loyalty.couponkind",
                        verbose_name="coupon",
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
                "verbose_name": "historical perk",
                "verbose_name_plural": "historical perks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReward",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=100, verbose_name="English name"),
                ),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[("gift", "Gift"), ("coupon", "Coupon"), ("service", "Service")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("points", models.PositiveIntegerField(verbose_name="points")),
                (
                    "stock",
                    models.PositiveIntegerField(
                        blank=True, help_text="Empty: no limit.", null=True, verbose_name="in stock"
                    ),
                ),
                (
                    "per_member",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: no limit.",
                        null=True,
                        verbose_name="most per member",
                    ),
                ),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="opens on")),
                (
                    "closes_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day it is closed again.",
                        null=True,
                        verbose_name="closes on",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                (
                    "coupon_kind",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="loyalty.couponkind",
                        verbose_name="coupon",
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
                "verbose_name": "historical reward",
                "verbose_name_plural": "historical rewards",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTier",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=100, verbose_name="English name"),
                ),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                ("rank", models.PositiveSmallIntegerField(db_index=True, verbose_name="rank")),
                (
                    "colour",
                    models.CharField(
                        default="#64748b",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-f]{6}$", "A colour such as #64748b."
                            )
                        ],
                        verbose_name="colour",
                    ),
                ),
                (
                    "discount",
                    models.PositiveIntegerField(
                        default=10000,
                        help_text="On regular prices, in hundredths of a percent: 8800 is 8.8折.",
                        verbose_name="customer pays",
                    ),
                ),
                (
                    "multiplier",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal(1),
                        max_digits=4,
                        verbose_name="points multiplier",
                    ),
                ),
                (
                    "entry_match",
                    models.CharField(
                        choices=[("any", "any of them"), ("all", "all of them")],
                        default="any",
                        max_length=3,
                        verbose_name="to reach it, meet",
                    ),
                ),
                (
                    "keep_match",
                    models.CharField(
                        choices=[("any", "any of them"), ("all", "all of them")],
                        default="any",
                        max_length=3,
                        verbose_name="to keep it, meet",
                    ),
                ),
                (
                    "window",
                    models.CharField(
                        choices=[
                            ("rolling", "the last months"),
                            ("calendar", "the calendar year"),
                            ("membership", "the membership year"),
                        ],
                        default="rolling",
                        max_length=10,
                        verbose_name="criteria count over",
                    ),
                ),
                (
                    "window_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        help_text="For the last months.",
                        verbose_name="window in months",
                    ),
                ),
                (
                    "one_step",
                    models.BooleanField(
                        default=True,
                        help_text="Off: members of any lower tier may rise to it directly.",
                        verbose_name="only from the tier below",
                    ),
                ),
                (
                    "keep_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Then it is reviewed. Empty: kept for good.",
                        null=True,
                        verbose_name="kept for months",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="notice before the review, in days"
                    ),
                ),
                (
                    "lowering",
                    models.CharField(
                        choices=[
                            ("one_step", "one step down"),
                            ("criteria", "to the tier she meets"),
                        ],
                        default="one_step",
                        max_length=8,
                        verbose_name="who does not keep it goes",
                    ),
                ),
                ("has_card", models.BooleanField(default=True, verbose_name="has a physical card")),
                (
                    "is_entry",
                    models.BooleanField(default=False, verbose_name="may be chosen on joining"),
                ),
                (
                    "upgrade_coupon",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="A coupon, once, when a member first reaches the tier.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="loyalty.couponkind",
                        verbose_name="upgrade gift",
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
                "verbose_name": "historical tier",
                "verbose_name_plural": "historical tiers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OccasionReward",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="effective from")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("joining", "Joining"),
                            ("profile", "Completing the profile"),
                            ("referring", "Referring a friend"),
                            ("referred", "Being referred"),
                            ("survey", "Answering a survey"),
                            ("taking_part", "Taking part"),
                        ],
                        max_length=20,
                        verbose_name="occasion",
                    ),
                ),
                ("points", models.BigIntegerField(default=0, verbose_name="points")),
                (
                    "qualifies",
                    models.BooleanField(default=False, verbose_name="counts towards a tier"),
                ),
                (
                    "coupon_kind",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occasion_rewards",
                        to="loyalty.couponkind",
                        verbose_name="coupon",
                    ),
                ),
                (
                    "minimum_ticket",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="For referrals: the friend's first purchase must reach it, in yuan.",
                        max_digits=14,
                        verbose_name="smallest ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "reward for an occasion",
                "verbose_name_plural": "rewards for occasions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("occasion", "effective_from"),
                        name="loyalty_occasion_reward_starts_on_its_own_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minimum_ticket__gte", 0), ("points__gte", 0)),
                        name="loyalty_occasion_reward_gives_not_takes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Perk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=100, verbose_name="English name"),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("birthday", "Birthday discount"),
                            ("discount", "Extra discount"),
                            ("gift", "Gift"),
                            ("service", "Free service"),
                            ("early", "Early access"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "text_zh",
                    models.TextField(
                        blank=True, help_text="For the handbook.", verbose_name="Chinese text"
                    ),
                ),
                ("text_en", models.TextField(blank=True, verbose_name="English text")),
                (
                    "pays",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="For discounts, in hundredths of a percent: 8800 is 8.8折.",
                        null=True,
                        verbose_name="customer pays",
                    ),
                ),
                (
                    "stacks",
                    models.BooleanField(
                        default=False,
                        help_text="折上折. Off: the best single percentage wins.",
                        verbose_name="on top of other discounts",
                    ),
                ),
                (
                    "regular_only",
                    models.BooleanField(default=True, verbose_name="regular-price goods only"),
                ),
                (
                    "birthday",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day", "the day itself"),
                            ("around", "days around it"),
                            ("month", "the whole month"),
                        ],
                        default="",
                        max_length=6,
                        verbose_name="birthday",
                    ),
                ),
                (
                    "days_around",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Before and after.",
                        verbose_name="days around the birthday",
                    ),
                ),
                (
                    "lead_days",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="How early the greeting is due.",
                        verbose_name="greeting days ahead",
                    ),
                ),
                (
                    "coupon_kind",
                    models.ForeignKey(
                        blank=True,
                        help_text="For gifts: what the member receives.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="perks",
                        to="loyalty.couponkind",
                        verbose_name="coupon",
                    ),
                ),
                (
                    "is_internal",
                    models.BooleanField(
                        default=False,
                        help_text="Never printed in the handbook.",
                        verbose_name="internal only",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
            ],
            options={
                "verbose_name": "perk",
                "verbose_name_plural": "perks",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["birthday", "discount"]), _negated=True),
                            models.Q(("pays__isnull", False), ("pays__range", (1, 9999))),
                            _connector="OR",
                        ),
                        name="loyalty_perk_that_discounts_says_how_much",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "birthday"), _negated=True),
                            models.Q(("birthday", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="loyalty_birthday_perk_has_a_window",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendRebateRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="effective from")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "share",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="In hundredths of a percent of the money paid; 0: no rebate.",
                        verbose_name="share of the ticket",
                    ),
                ),
                (
                    "minimum_ticket",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="smallest ticket"
                    ),
                ),
                (
                    "coupon_kind",
                    models.ForeignKey(
                        help_text="Yuan off; its amount is set by the ticket.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spend_rebates",
                        to="loyalty.couponkind",
                        verbose_name="coupon",
                    ),
                ),
            ],
            options={
                "verbose_name": "spend rebate rule",
                "verbose_name_plural": "spend rebate rules",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("effective_from",),
                        name="loyalty_spend_rebate_starts_on_its_own_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum_ticket__gte", 0), ("share__range", (0, 10000))
                        ),
                        name="loyalty_spend_rebate_is_a_share",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=100, verbose_name="English name"),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("rank", models.PositiveSmallIntegerField(unique=True, verbose_name="rank")),
                (
                    "colour",
                    models.CharField(
                        default="#64748b",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-f]{6}$", "A colour such as #64748b."
                            )
                        ],
                        verbose_name="colour",
                    ),
                ),
                (
                    "discount",
                    models.PositiveIntegerField(
                        default=10000,
                        help_text="On regular prices, in hundredths of a percent: 8800 is 8.8折.",
                        verbose_name="customer pays",
                    ),
                ),
                (
                    "multiplier",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal(1),
                        max_digits=4,
                        verbose_name="points multiplier",
                    ),
                ),
                (
                    "entry_match",
                    models.CharField(
                        choices=[("any", "any of them"), ("all", "all of them")],
                        default="any",
                        max_length=3,
                        verbose_name="to reach it, meet",
                    ),
                ),
                (
                    "keep_match",
                    models.CharField(
                        choices=[("any", "any of them"), ("all", "all of them")],
                        default="any",
                        max_length=3,
                        verbose_name="to keep it, meet",
                    ),
                ),
                (
                    "window",
                    models.CharField(
                        choices=[
                            ("rolling", "the last months"),
                            ("calendar", "the calendar year"),
                            ("membership", "the membership year"),
                        ],
                        default="rolling",
                        max_length=10,
                        verbose_name="criteria count over",
                    ),
                ),
                (
                    "window_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        help_text="For the last months.",
                        verbose_name="window in months",
                    ),
                ),
                (
                    "one_step",
                    models.BooleanField(
                        default=True,
                        help_text="Off: members of any lower tier may rise to it directly.",
                        verbose_name="only from the tier below",
                    ),
                ),
                (
                    "keep_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Then it is reviewed. Empty: kept for good.",
                        null=True,
                        verbose_name="kept for months",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="notice before the review, in days"
                    ),
                ),
                (
                    "lowering",
                    models.CharField(
                        choices=[
                            ("one_step", "one step down"),
                            ("criteria", "to the tier she meets"),
                        ],
                        default="one_step",
                        max_length=8,
                        verbose_name="who does not keep it goes",
                    ),
                ),
                (
                    "upgrade_coupon",
                    models.ForeignKey(
                        blank=True,
                        help_text="A coupon, once, when a member first reaches the tier.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upgrade_tiers",
                        to="loyalty.couponkind",
                        verbose_name="upgrade gift",
                    ),
                ),
                ("has_card", models.BooleanField(default=True, verbose_name="has a physical card")),
                (
                    "is_entry",
                    models.BooleanField(default=False, verbose_name="may be chosen on joining"),
                ),
            ],
            options={
                "verbose_name": "tier",
                "verbose_name_plural": "tiers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("discount__range", (1, 10000))),
                        name="loyalty_tier_discount_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("multiplier__gt", 0)),
                        name="loyalty_tier_multiplier_is_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpiryNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expiry_notices",
                        to="loyalty.pointsaccount",
                        verbose_name="account",
                    ),
                ),
                ("expires_on", models.DateField(verbose_name="expires on")),
                ("days_ahead", models.PositiveSmallIntegerField(verbose_name="days ahead")),
                ("points", models.BigIntegerField(verbose_name="points")),
                ("written_at", models.DateTimeField(verbose_name="written at")),
            ],
            options={
                "verbose_name": "expiry notice",
                "verbose_name_plural": "expiry notices",
                "indexes": [models.Index(fields=["expires_on"], name="expiry_notice_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "expires_on", "days_ahead"),
                        name="loyalty_expiry_is_noticed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("points__gt", 0)),
                        name="loyalty_expiry_notice_is_of_points",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PointsEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="loyalty.pointsaccount",
                        verbose_name="account",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("earn", "Earned"),
                            ("award", "Awarded"),
                            ("redeem", "Redeemed"),
                            ("expire", "Expired"),
                            ("reverse", "Reversed"),
                            ("adjust", "Adjusted"),
                            ("forgive", "Debt forgiven"),
                            ("merge", "Merged"),
                            ("opening", "Opening balance"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("points", models.BigIntegerField(verbose_name="points")),
                (
                    "qualifying",
                    models.BigIntegerField(default=0, verbose_name="counts towards a tier"),
                ),
                (
                    "reference",
                    models.CharField(
                        help_text="The cause; each cause posts once.",
                        max_length=80,
                        verbose_name="reference",
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="loyalty.pointsentry",
                        verbose_name="reverses",
                    ),
                ),
                (
                    "sale",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points_entries",
                        to="sales.sale",
                        verbose_name="sale",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="loyalty.earningrule",
                        verbose_name="rule",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="As earned, the tier's multiplier included; a return undoes it at this rate.",
                        max_digits=8,
                        null=True,
                        verbose_name="points per yuan",
                    ),
                ),
                (
                    "working",
                    models.JSONField(
                        blank=True,
                        help_text="How the points were worked out, where lines earned at different rates.",
                        null=True,
                        verbose_name="working",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points_entries",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points_entries",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("occurred_at", models.DateTimeField(verbose_name="occurred at")),
                (
                    "recorded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="recorded at"),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "points entry",
                "verbose_name_plural": "points entries",
                "indexes": [
                    models.Index(
                        fields=["account", "occurred_at"], name="entry_by_account_and_time"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "kind", "reference"),
                        name="loyalty_entry_cause_posts_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["earn", "award", "opening", "forgive"]),
                                ("points__gt", 0),
                            ),
                            models.Q(("kind__in", ["redeem", "expire"]), ("points__lt", 0)),
                            models.Q(
                                ("kind", "reverse"),
                                ("reverses__isnull", False),
                                models.Q(("points", 0), _negated=True),
                            ),
                            models.Q(
                                ("kind", "adjust"),
                                models.Q(("points", 0), _negated=True),
                                models.Q(("note", ""), _negated=True),
                            ),
                            models.Q(
                                ("kind", "merge"),
                                models.Q(("points", 0), ("qualifying", 0), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="loyalty_entry_has_the_sign_of_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        name="loyalty_entry_names_its_cause",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CouponUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "coupon",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="loyalty.coupon",
                        verbose_name="coupon",
                    ),
                ),
                (
                    "sale",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupon_uses",
                        to="sales.sale",
                        verbose_name="sale",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupon_uses",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons_taken",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("used_at", models.DateTimeField(verbose_name="used at")),
                (
                    "saved",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="saved"
                    ),
                ),
                (
                    "given_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="given back at"),
                ),
                (
                    "given_back_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons_given_back",
                        to="sales.sale",
                        verbose_name="given back by",
                    ),
                ),
            ],
            options={
                "verbose_name": "use of a coupon",
                "verbose_name_plural": "uses of coupons",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("given_back_at", None)),
                        fields=("coupon",),
                        name="loyalty_coupon_is_used_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("saved__gte", 0)),
                        name="loyalty_coupon_use_saves_nothing_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RebateBand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rebate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bands",
                        to="loyalty.annualrebate",
                        verbose_name="annual rebate",
                    ),
                ),
                ("points_from", models.PositiveIntegerField(verbose_name="points from")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, help_text="Yuan.", max_digits=14, verbose_name="coupon of"
                    ),
                ),
            ],
            options={
                "verbose_name": "rebate band",
                "verbose_name_plural": "rebate bands",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rebate", "points_from"), name="loyalty_rebate_band_begins_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("points_from__gt", 0)),
                        name="loyalty_rebate_band_gives_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PerkUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True, verbose_name="key")),
                (
                    "perk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="loyalty.perk",
                        verbose_name="perk",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="perk_uses",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                ("period_starts_on", models.DateField(verbose_name="counts from")),
                ("place", models.PositiveIntegerField(verbose_name="which one")),
                ("used_at", models.DateTimeField(verbose_name="used at")),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="perk_uses",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="perk_uses_recorded",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "sale",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="perk_uses",
                        to="sales.sale",
                        verbose_name="sale",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="undone at"),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="perk_uses_undone",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "use of a perk",
                "verbose_name_plural": "uses of perks",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("member", "perk", "period_starts_on", "place"),
                        name="loyalty_perk_use_has_its_own_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place__gte", 1)),
                        name="loyalty_perk_use_is_counted_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at", None),
                            ("undone_at__gte", models.F("used_at")),
                            _connector="OR",
                        ),
                        name="loyalty_perk_use_is_undone_after_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reward",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=100, verbose_name="English name"),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[("gift", "Gift"), ("coupon", "Coupon"), ("service", "Service")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("points", models.PositiveIntegerField(verbose_name="points")),
                (
                    "coupon_kind",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rewards",
                        to="loyalty.couponkind",
                        verbose_name="coupon",
                    ),
                ),
                (
                    "stock",
                    models.PositiveIntegerField(
                        blank=True, help_text="Empty: no limit.", null=True, verbose_name="in stock"
                    ),
                ),
                (
                    "per_member",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: no limit.",
                        null=True,
                        verbose_name="most per member",
                    ),
                ),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="opens on")),
                (
                    "closes_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day it is closed again.",
                        null=True,
                        verbose_name="closes on",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                (
                    "tiers",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Empty: all.",
                        related_name="+",
                        to="loyalty.tier",
                        verbose_name="tiers",
                    ),
                ),
                (
                    "stores",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="stores.store",
                        verbose_name="only in these stores",
                    ),
                ),
            ],
            options={
                "verbose_name": "reward",
                "verbose_name_plural": "rewards",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("points__gt", 0)), name="loyalty_reward_costs_points"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "coupon"), _negated=True),
                            ("coupon_kind__isnull", False),
                            _connector="OR",
                        ),
                        name="loyalty_reward_that_is_a_coupon_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on", None),
                            ("closes_on", None),
                            ("closes_on__gt", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="loyalty_reward_closes_after_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="member_prices",
                        to="sales.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="member price"
                    ),
                ),
                ("since", models.DateField(verbose_name="from")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="The first day it no longer holds.",
                        null=True,
                        verbose_name="until",
                    ),
                ),
                (
                    "limit",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Pieces; empty: no limit.",
                        null=True,
                        verbose_name="most per member",
                    ),
                ),
                (
                    "limit_period",
                    models.CharField(
                        choices=[
                            ("day", "a day"),
                            ("week", "a week"),
                            ("month", "a month"),
                            ("quarter", "a quarter"),
                            ("year", "a year"),
                            ("ever", "in all"),
                        ],
                        default="ever",
                        max_length=7,
                        verbose_name="the limit counts for",
                    ),
                ),
                (
                    "card_needed",
                    models.BooleanField(
                        default=False,
                        help_text="The member has to show her card.",
                        verbose_name="card needed",
                    ),
                ),
                (
                    "tiers",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Empty: every member.",
                        related_name="+",
                        to="loyalty.tier",
                        verbose_name="tiers",
                    ),
                ),
                (
                    "stores",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="stores.store",
                        verbose_name="only in these stores",
                    ),
                ),
            ],
            options={
                "verbose_name": "member price",
                "verbose_name_plural": "member prices",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("price__gte", 0)),
                        name="loyalty_member_price_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="loyalty_member_price_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("limit", None), ("limit__gt", 0), _connector="OR"),
                        name="loyalty_member_price_limit_lets_one_pass",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EarningBonus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=100, verbose_name="English name"),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bonuses",
                        to="loyalty.earningrule",
                        verbose_name="earning rule",
                    ),
                ),
                (
                    "multiplier",
                    models.DecimalField(decimal_places=2, max_digits=4, verbose_name="multiplier"),
                ),
                (
                    "weekdays",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="1 is Monday, 7 is Sunday.",
                        verbose_name="weekdays",
                    ),
                ),
                (
                    "days_of_month",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="A member day such as 18.",
                        verbose_name="days of the month",
                    ),
                ),
                (
                    "birthday",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day", "the day itself"),
                            ("around", "days around it"),
                            ("month", "the whole month"),
                        ],
                        default="",
                        max_length=6,
                        verbose_name="birthday",
                    ),
                ),
                (
                    "days_around",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Before and after.",
                        verbose_name="days around the birthday",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="The first day it no longer holds.",
                        null=True,
                        verbose_name="until",
                    ),
                ),
                (
                    "tiers",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="loyalty.tier", verbose_name="tiers"
                    ),
                ),
                (
                    "stores",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="stores.store", verbose_name="stores"
                    ),
                ),
                (
                    "categories",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="sales.category", verbose_name="categories"
                    ),
                ),
                (
                    "products",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="sales.product", verbose_name="products"
                    ),
                ),
            ],
            options={
                "verbose_name": "points multiplier",
                "verbose_name_plural": "points multipliers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("multiplier__gt", 0)),
                        name="loyalty_bonus_multiplier_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", None),
                            ("until", None),
                            ("until__gt", models.F("since")),
                            _connector="OR",
                        ),
                        name="loyalty_bonus_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TierApplication",
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
                        related_name="tier_applications",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "tier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="loyalty.tier",
                        verbose_name="tier",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tier_applications_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tier_applications_decided",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="answer")),
            ],
            options={
                "verbose_name": "application for a tier",
                "verbose_name_plural": "applications for tiers",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("member", "tier"),
                        name="loyalty_tier_application_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("state", "waiting")
                            ),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="loyalty_tier_application_is_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TierAssignment",
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
                        related_name="tier_assignments",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "tier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="loyalty.tier",
                        verbose_name="tier",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends at")),
                (
                    "review_on",
                    models.DateField(
                        blank=True,
                        help_text="The day it is reviewed, or a trial is over.",
                        null=True,
                        verbose_name="review on",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        blank=True,
                        help_text="Of a trial: the assignment that returns when it is over.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="loyalty.tierassignment",
                        verbose_name="comes back to",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, db_default="", max_length=200, verbose_name="note"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("entry", "Chosen on joining"),
                            ("upgrade", "Reached the threshold"),
                            ("manual", "Set by hand"),
                            ("import", "From an earlier system"),
                            ("approved", "Application approved"),
                            ("trial", "On trial"),
                            ("returned", "Back after a trial"),
                            ("undone", "Goods came back"),
                            ("kept", "Kept at review"),
                            ("lowered", "Lowered at review"),
                            ("merged", "Merged"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                (
                    "sale",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tier_assignments",
                        to="sales.sale",
                        verbose_name="sale",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tier_assignments_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "tier assignment",
                "verbose_name_plural": "tier assignments",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ends_at", None)),
                        fields=["review_on"],
                        name="tier_assignment_to_review",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at", None)),
                        fields=("member",),
                        name="loyalty_tier_assignment_is_open_once_per_member",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None),
                            ("ends_at__gte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="loyalty_tier_assignment_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "trial"), _negated=True),
                            ("review_on__isnull", False),
                            _connector="OR",
                        ),
                        name="loyalty_trial_of_a_tier_has_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TierCriterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="loyalty.tier",
                        verbose_name="tier",
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[("entry", "to reach it"), ("keep", "to keep it")],
                        default="entry",
                        max_length=5,
                        verbose_name="for",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("ticket", "one ticket, in yuan"),
                            ("net", "purchases in the window, in yuan"),
                            ("points", "points earned in the window"),
                            ("visits", "visits in the window"),
                            ("paid_card", "a paid card"),
                            ("approval", "an approved application"),
                        ],
                        max_length=10,
                        verbose_name="what counts",
                    ),
                ),
                (
                    "threshold",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="Yuan, points or visits; nothing for a paid card or an approval.",
                        max_digits=14,
                        verbose_name="at least",
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion of a tier",
                "verbose_name_plural": "criteria of tiers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tier", "use", "measure"), name="loyalty_tier_measures_a_thing_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("measure__in", ["paid_card", "approval"]), ("threshold", 0)),
                            models.Q(
                                models.Q(("measure__in", ["paid_card", "approval"]), _negated=True),
                                ("threshold__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="loyalty_tier_criterion_has_a_threshold_where_it_counts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TierPerk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="perk_cells",
                        to="loyalty.tier",
                        verbose_name="tier",
                    ),
                ),
                (
                    "perk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tier_cells",
                        to="loyalty.perk",
                        verbose_name="perk",
                    ),
                ),
                (
                    "quota",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: as often as she likes.",
                        null=True,
                        verbose_name="times",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("day", "a day"),
                            ("week", "a week"),
                            ("month", "a month"),
                            ("quarter", "a quarter"),
                            ("year", "a year"),
                            ("ever", "in all"),
                        ],
                        default="year",
                        max_length=7,
                        verbose_name="a period",
                    ),
                ),
            ],
            options={
                "verbose_name": "perk of a tier",
                "verbose_name_plural": "perks of tiers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tier", "perk"), name="loyalty_tier_has_a_perk_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quota", None), ("quota__gt", 0), _connector="OR"),
                        name="loyalty_tier_perk_can_be_used",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PointsAdjustment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True, verbose_name="key")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points_adjustments",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                ("points", models.BigIntegerField(verbose_name="points")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments_asked",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments_decided",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "needs_second",
                    models.BooleanField(default=False, verbose_name="needs a second person"),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustment",
                        to="loyalty.pointsentry",
                        verbose_name="points entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "points adjustment",
                "verbose_name_plural": "points adjustments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("points", 0), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="loyalty_adjustment_moves_something_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None),
                                ("decided_by", None),
                                ("entry", None),
                                ("state", "waiting"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("entry__isnull", False),
                                ("state", "approved"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False), ("entry", None), ("state", "refused")
                            ),
                            _connector="OR",
                        ),
                        name="loyalty_adjustment_is_decided_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needs_second", False),
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="loyalty_adjustment_needs_somebody_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PointsLot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="loyalty.pointsaccount",
                        verbose_name="account",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lot",
                        to="loyalty.pointsentry",
                        verbose_name="entry",
                    ),
                ),
                ("points", models.BigIntegerField(verbose_name="points")),
                ("remaining", models.BigIntegerField(verbose_name="remaining")),
                (
                    "spendable_from",
                    models.DateField(
                        db_default=datetime.date(1970, 1, 1),
                        default=datetime.date(1970, 1, 1),
                        help_text="Until then they are pending.",
                        verbose_name="can be spent from",
                    ),
                ),
                (
                    "expires_on",
                    models.DateField(
                        default=datetime.date(9999, 12, 31),
                        help_text="The first day they cannot be spent.",
                        verbose_name="expires on",
                    ),
                ),
            ],
            options={
                "verbose_name": "lot of points",
                "verbose_name_plural": "lots of points",
                "indexes": [
                    models.Index(
                        condition=models.Q(("remaining__gt", 0)),
                        fields=["account", "expires_on"],
                        name="lot_with_points_by_account",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("remaining__gt", 0),
                            models.Q(("expires_on", datetime.date(9999, 12, 31)), _negated=True),
                        ),
                        fields=["expires_on", "account"],
                        name="lot_with_points_by_expiry",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("points__gt", 0),
                            ("remaining__gte", 0),
                            ("remaining__lte", models.F("points")),
                        ),
                        name="loyalty_lot_remaining_within_points",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Redemption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True, verbose_name="key")),
                (
                    "number",
                    models.CharField(max_length=20, unique=True, verbose_name="voucher number"),
                ),
                (
                    "reward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemptions",
                        to="loyalty.reward",
                        verbose_name="reward",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemptions",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemption",
                        to="loyalty.pointsentry",
                        verbose_name="points entry",
                    ),
                ),
                (
                    "coupon",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemption",
                        to="loyalty.coupon",
                        verbose_name="coupon",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To be handed over"),
                            ("handed_over", "Handed over"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemptions",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                ("redeemed_at", models.DateTimeField(verbose_name="redeemed at")),
                (
                    "redeemed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemptions_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="redeemed by",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="handed over or cancelled at"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemptions_closed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed over or cancelled by",
                    ),
                ),
            ],
            options={
                "verbose_name": "redemption",
                "verbose_name_plural": "redemptions",
                "indexes": [
                    models.Index(fields=["member", "redeemed_at"], name="redemption_by_member")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at", None), ("closed_by", None), ("state", "waiting")
                            ),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="loyalty_redemption_is_closed_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LotAllocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="loyalty.pointsentry",
                        verbose_name="entry",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="loyalty.pointslot",
                        verbose_name="lot",
                    ),
                ),
                ("points", models.BigIntegerField(verbose_name="points")),
            ],
            options={
                "verbose_name": "lot allocation",
                "verbose_name_plural": "lot allocations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("points", 0), _negated=True),
                        name="loyalty_allocation_moves_something",
                    )
                ],
            },
        ),
    ]
