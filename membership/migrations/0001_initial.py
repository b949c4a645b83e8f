import django.db.models.deletion
import phonenumber_field.modelfields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("stores", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="JoiningChannel",
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
                    "is_offered",
                    models.BooleanField(default=True, verbose_name="offered at the till"),
                ),
            ],
            options={
                "verbose_name": "joining channel",
                "verbose_name_plural": "joining channels",
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="name")),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
            },
        ),
        migrations.CreateModel(
            name="CardKind",
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
                    "price",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="0 for a free card.",
                        max_digits=14,
                        verbose_name="price",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="What the card is said to be worth.",
                        max_digits=14,
                        verbose_name="value",
                    ),
                ),
                ("is_physical", models.BooleanField(default=True, verbose_name="physical")),
                (
                    "is_personal",
                    models.BooleanField(
                        default=True,
                        help_text="Off: whoever presents the card may use it.",
                        verbose_name="personal",
                    ),
                ),
                (
                    "is_giftable",
                    models.BooleanField(default=True, verbose_name="may be given away"),
                ),
                ("is_sellable", models.BooleanField(default=False, verbose_name="may be sold")),
                (
                    "term_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: valid for good.",
                        null=True,
                        verbose_name="term in months",
                    ),
                ),
                (
                    "purpose_zh",
                    models.CharField(blank=True, max_length=200, verbose_name="Chinese purpose"),
                ),
                (
                    "purpose_en",
                    models.CharField(blank=True, max_length=200, verbose_name="English purpose"),
                ),
                (
                    "store_quota",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty: no limit.",
                        null=True,
                        verbose_name="most a store issues in a year",
                    ),
                ),
                (
                    "from_stock",
                    models.BooleanField(
                        default=False,
                        help_text="Only numbers in the store's stock can be issued.",
                        verbose_name="only printed numbers",
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(default=True, verbose_name="offered at the till"),
                ),
            ],
            options={
                "verbose_name": "card kind",
                "verbose_name_plural": "card kinds",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("price__gte", 0), ("value__gte", 0)),
                        name="membership_card_kind_costs_nothing_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price", 0), ("is_sellable", True), _connector="OR"),
                        name="membership_card_kind_with_a_price_is_sellable",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("membership", "Membership terms"),
                            ("sms", "Marketing by SMS"),
                            ("phone", "Marketing by phone"),
                            ("wechat", "Marketing by WeChat"),
                            ("profiling", "Analysis of purchases"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("body_zh", models.TextField(verbose_name="text in Chinese")),
                ("body_en", models.TextField(blank=True, verbose_name="text in English")),
                ("effective_from", models.DateField(verbose_name="effective from")),
            ],
            options={
                "verbose_name": "consent text",
                "verbose_name_plural": "consent texts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("purpose", "version"),
                        name="membership_consent_text_version_is_unique",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCardKind",
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
                    "price",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="0 for a free card.",
                        max_digits=14,
                        verbose_name="price",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="What the card is said to be worth.",
                        max_digits=14,
                        verbose_name="value",
                    ),
                ),
                ("is_physical", models.BooleanField(default=True, verbose_name="physical")),
                (
                    "is_personal",
                    models.BooleanField(
                        default=True,
                        help_text="Off: whoever presents the card may use it.",
                        verbose_name="personal",
                    ),
                ),
                (
                    "is_giftable",
                    models.BooleanField(default=True, verbose_name="may be given away"),
                ),
                ("is_sellable", models.BooleanField(default=False, verbose_name="may be sold")),
                (
                    "term_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: valid for good.",
                        null=True,
                        verbose_name="term in months",
                    ),
                ),
                (
                    "purpose_zh",
                    models.CharField(blank=True, max_length=200, verbose_name="Chinese purpose"),
                ),
                (
                    "purpose_en",
                    models.CharField(blank=True, max_length=200, verbose_name="English purpose"),
                ),
                (
                    "store_quota",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty: no limit.",
                        null=True,
                        verbose_name="most a store issues in a year",
                    ),
                ),
                (
                    "from_stock",
                    models.BooleanField(
                        default=False,
                        help_text="Only numbers in the store's stock can be issued.",
                        verbose_name="only printed numbers",
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(default=True, verbose_name="offered at the till"),
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
                "verbose_name": "historical card kind",
                "verbose_name_plural": "historical card kinds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOrganisation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=100, verbose_name="name")),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=60, verbose_name="contact"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="contact's phone"),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stores.store",
                        verbose_name="looked after by",
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
                "verbose_name": "historical organisation",
                "verbose_name_plural": "historical organisations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=60, verbose_name="contact"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="contact's phone"),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="stores.store",
                        verbose_name="looked after by",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="membership_organisation_has_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberSequence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "store",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member_sequence",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                ("last", models.PositiveIntegerField(default=0, verbose_name="last number")),
            ],
            options={
                "verbose_name": "member number sequence",
                "verbose_name_plural": "member number sequences",
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=40, unique=True, verbose_name="member number"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "name_initials",
                    models.CharField(editable=False, max_length=60, verbose_name="initials"),
                ),
                (
                    "name_pinyin",
                    models.CharField(editable=False, max_length=200, verbose_name="pinyin"),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True,
                        max_length=128,
                        null=True,
                        region=None,
                        unique=True,
                        verbose_name="mobile",
                    ),
                ),
                ("phone_last4", models.CharField(blank=True, editable=False, max_length=4)),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("F", "Female"), ("M", "Male")],
                        max_length=1,
                        verbose_name="gender",
                    ),
                ),
                (
                    "birth_calendar",
                    models.CharField(
                        choices=[("solar", "Solar"), ("lunar", "Lunar")],
                        default="solar",
                        max_length=5,
                        verbose_name="calendar",
                    ),
                ),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="birth year"
                    ),
                ),
                (
                    "birth_month",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="birth month"
                    ),
                ),
                (
                    "birth_day",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="birth day"
                    ),
                ),
                ("birth_leap_month", models.BooleanField(default=False, verbose_name="leap month")),
                (
                    "birthday_declined",
                    models.BooleanField(
                        default=False, verbose_name="prefers not to give a birthday"
                    ),
                ),
                (
                    "next_birthday_on",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="Derived; rolled forward each night.",
                        null=True,
                        verbose_name="next birthday",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("disqualified", "Disqualified"),
                            ("merged", "Merged into another member"),
                            ("erased", "Erased"),
                        ],
                        default="active",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("joined_on", models.DateField(verbose_name="joined on")),
                ("joined_at", models.DateTimeField(verbose_name="joined at")),
                (
                    "home_store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="stores.store",
                        verbose_name="home store",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="membership.joiningchannel",
                        verbose_name="joining channel",
                    ),
                ),
                (
                    "enroller",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolled",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="enroller",
                    ),
                ),
                (
                    "referrer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referred",
                        to="membership.member",
                        verbose_name="referrer",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="membership.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "tags",
                    models.ManyToManyField(
                        blank=True, related_name="members", to="membership.tag", verbose_name="tags"
                    ),
                ),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "indexes": [
                    models.Index(
                        fields=["name", "id"],
                        name="member_by_name",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                    models.Index(
                        fields=["name_initials", "id"],
                        name="member_by_initials",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                    models.Index(
                        fields=["name_pinyin", "id"],
                        name="member_by_pinyin",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                    models.Index(fields=["phone_last4", "id"], name="member_by_last_four"),
                    models.Index(
                        fields=[
                            "status",
                            "name",
                            "birth_calendar",
                            "birth_month",
                            "birth_day",
                            "birth_year",
                            "id",
                        ],
                        name="member_by_name_and_birthday",
                    ),
                    models.Index(
                        fields=["status", "phone_last4", "name_pinyin", "id"],
                        name="member_by_phone_end_and_name",
                    ),
                    models.Index(
                        fields=["home_store", "joined_on"], name="member_by_store_and_joining"
                    ),
                    models.Index(fields=["joined_on"], name="member_by_joining"),
                    models.Index(fields=["next_birthday_on"], name="member_by_birthday"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="membership_member_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phone", None), ("phone__startswith", "+"), _connector="OR"
                        ),
                        name="membership_member_phone_is_e164",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("birth_day", None), ("birth_month", None), ("birth_year", None)
                            ),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("birthday_declined", False), ("birth_month", None), _connector="OR"
                        ),
                        name="membership_member_declined_birthday_is_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("birth_leap_month", False),
                            ("birth_calendar", "lunar"),
                            _connector="OR",
                        ),
                        name="membership_member_leap_month_is_lunar",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("referrer", None),
                            models.Q(("referrer", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="membership_member_does_not_refer_herself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CardBatch",
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
                        related_name="batches",
                        to="membership.cardkind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="card_batches",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="card_batches",
                        to="membership.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        blank=True,
                        help_text="教师节, 护士节 …",
                        max_length=60,
                        verbose_name="occasion",
                    ),
                ),
                (
                    "expires_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty: by their kind.",
                        null=True,
                        verbose_name="cards expire on",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="card_batches_received",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="received by",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch of cards",
                "verbose_name_plural": "batches of cards",
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=40, unique=True, verbose_name="card number"),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="membership.cardkind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("issued", "Issued"),
                            ("lost", "Lost"),
                            ("frozen", "Frozen"),
                            ("replaced", "Replaced"),
                            ("returned", "Given back"),
                        ],
                        default="issued",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                (
                    "issued_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards_issued",
                        to="stores.store",
                        verbose_name="issued in",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards_issued",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="expires on")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("free", "free of charge"),
                            ("sold", "sold"),
                            ("given", "given away"),
                        ],
                        db_default="free",
                        default="free",
                        max_length=5,
                        verbose_name="how it was issued",
                    ),
                ),
                (
                    "is_supplementary",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="In another hand; it earns for the member.",
                        verbose_name="supplementary",
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="Of a supplementary card.",
                        max_length=60,
                        verbose_name="holder",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="membership.card",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "card",
                "verbose_name_plural": "cards",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="membership_card_has_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_supplementary", True), ("holder", ""), _connector="OR"
                        ),
                        name="membership_only_a_supplementary_card_has_another_holder",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSoftProfile",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "sizes",
                    models.CharField(
                        blank=True,
                        help_text="Tops, trousers, shoes, bed.",
                        max_length=200,
                        verbose_name="sizes",
                    ),
                ),
                (
                    "colours",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="colours and cuts she likes"
                    ),
                ),
                (
                    "why_she_buys",
                    models.CharField(blank=True, max_length=300, verbose_name="why she buys"),
                ),
                (
                    "how_she_buys",
                    models.CharField(blank=True, max_length=300, verbose_name="how she buys"),
                ),
                (
                    "family",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="people she buys for"
                    ),
                ),
                (
                    "service",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="how she likes to be served"
                    ),
                ),
                (
                    "avoid",
                    models.CharField(blank=True, max_length=300, verbose_name="what to avoid"),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="membership.member",
                        verbose_name="member",
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
                "verbose_name": "historical soft profile",
                "verbose_name_plural": "historical soft profiles",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Anniversary",
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
                        related_name="anniversaries",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="what for")),
                ("lunar", models.BooleanField(default=False, verbose_name="lunar")),
                ("leap", models.BooleanField(default=False, verbose_name="leap month")),
                (
                    "year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year"),
                ),
                ("month", models.PositiveSmallIntegerField(verbose_name="month")),
                ("day", models.PositiveSmallIntegerField(verbose_name="day")),
                (
                    "next_on",
                    models.DateField(
                        editable=False,
                        help_text="Derived; rolled forward each night.",
                        verbose_name="next time",
                    ),
                ),
            ],
            options={
                "verbose_name": "anniversary",
                "verbose_name_plural": "anniversaries",
                "indexes": [models.Index(fields=["next_on"], name="anniversary_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "name"), name="membership_anniversary_is_one_per_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            ("month__range", (1, 12)),
                            ("day__range", (1, 31)),
                        ),
                        name="membership_anniversary_is_a_day_with_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True, verbose_name="key")),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="membership.member",
                        verbose_name="kept member",
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_into",
                        to="membership.member",
                        verbose_name="merged member",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("moved", models.JSONField(default=dict, verbose_name="what moved")),
                ("merged_at", models.DateTimeField(verbose_name="merged at")),
                (
                    "merged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members_merged",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="merged by",
                    ),
                ),
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
                        related_name="merges_undone",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "merge of members",
                "verbose_name_plural": "merges of members",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("merged",),
                        name="membership_member_is_merged_into_one_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("merged")), _negated=True),
                        name="membership_merge_is_of_two_members",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="membership_merge_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberNote",
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
                        related_name="notes",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member_notes",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                ("text", models.TextField(verbose_name="note")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member_notes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "note about a member",
                "verbose_name_plural": "notes about members",
                "indexes": [models.Index(fields=["member", "at"], name="note_by_member")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="membership_note_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMember",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(db_index=True, max_length=40, verbose_name="member number"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True,
                        db_index=True,
                        max_length=128,
                        null=True,
                        region=None,
                        verbose_name="mobile",
                    ),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("F", "Female"), ("M", "Male")],
                        max_length=1,
                        verbose_name="gender",
                    ),
                ),
                (
                    "birth_calendar",
                    models.CharField(
                        choices=[("solar", "Solar"), ("lunar", "Lunar")],
                        default="solar",
                        max_length=5,
                        verbose_name="calendar",
                    ),
                ),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="birth year"
                    ),
                ),
                (
                    "birth_month",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="birth month"
                    ),
                ),
                (
                    "birth_day",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="birth day"
                    ),
                ),
                ("birth_leap_month", models.BooleanField(default=False, verbose_name="leap month")),
                (
                    "birthday_declined",
                    models.BooleanField(
                        default=False, verbose_name="prefers not to give a birthday"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("disqualified", "Disqualified"),
                            ("merged", "Merged into another member"),
                            ("erased", "Erased"),
                        ],
                        default="active",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("joined_on", models.DateField(verbose_name="joined on")),
                ("joined_at", models.DateTimeField(verbose_name="joined at")),
                (
                    "home_store",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stores.store",
                        verbose_name="home store",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="membership.joiningchannel",
                        verbose_name="joining channel",
                    ),
                ),
                (
                    "enroller",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="enroller",
                    ),
                ),
                (
                    "referrer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="membership.member",
                        verbose_name="referrer",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="membership.organisation",
                        verbose_name="organisation",
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
                "verbose_name": "historical member",
                "verbose_name_plural": "historical members",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PhoneReveal",
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
                        related_name="phone_reveals",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phone_reveals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="staff member",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("page", models.CharField(max_length=60, verbose_name="page")),
            ],
            options={
                "verbose_name": "phone reveal",
                "verbose_name_plural": "phone reveals",
                "indexes": [models.Index(fields=["staff", "at"], name="reveal_by_staff")],
            },
        ),
        migrations.CreateModel(
            name="RecordCheck",
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
                        related_name="record_checks",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="record_checks",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                ("on", models.DateField(verbose_name="checked on")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="record_checks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "check of a record",
                "verbose_name_plural": "checks of records",
                "indexes": [models.Index(fields=["by", "on"], name="record_check_by_staff")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "on"), name="membership_record_is_checked_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralCode",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referral_code",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="code")),
            ],
            options={
                "verbose_name": "referral code",
                "verbose_name_plural": "referral codes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        name="membership_referral_code_is_written",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SoftProfile",
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
                        related_name="soft_profile",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "sizes",
                    models.CharField(
                        blank=True,
                        help_text="Tops, trousers, shoes, bed.",
                        max_length=200,
                        verbose_name="sizes",
                    ),
                ),
                (
                    "colours",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="colours and cuts she likes"
                    ),
                ),
                (
                    "why_she_buys",
                    models.CharField(blank=True, max_length=300, verbose_name="why she buys"),
                ),
                (
                    "how_she_buys",
                    models.CharField(blank=True, max_length=300, verbose_name="how she buys"),
                ),
                (
                    "family",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="people she buys for"
                    ),
                ),
                (
                    "service",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="how she likes to be served"
                    ),
                ),
                (
                    "avoid",
                    models.CharField(blank=True, max_length=300, verbose_name="what to avoid"),
                ),
            ],
            options={
                "verbose_name": "soft profile",
                "verbose_name_plural": "soft profiles",
            },
        ),
        migrations.CreateModel(
            name="Disqualification",
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
                        related_name="disqualifications",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disqualifications_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "appeal",
                    models.CharField(
                        choices=[
                            ("none", "No appeal"),
                            ("open", "Appeal under review"),
                            ("granted", "Appeal granted"),
                            ("rejected", "Appeal rejected"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="appeal",
                    ),
                ),
                ("appeal_text", models.TextField(blank=True, verbose_name="what the member says")),
                (
                    "appealed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="appealed at"),
                ),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="answer")),
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
                        related_name="appeals_decided",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
            ],
            options={
                "verbose_name": "disqualification",
                "verbose_name_plural": "disqualifications",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("appeal", "granted"), _negated=True),
                        fields=("member",),
                        name="membership_member_is_disqualified_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="membership_disqualification_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("appeal__in", ["none", "open"]), ("decided_at", None)),
                            models.Q(
                                ("appeal__in", ["granted", "rejected"]),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="membership_appeal_is_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                        related_name="consents",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("membership", "Membership terms"),
                            ("sms", "Marketing by SMS"),
                            ("phone", "Marketing by phone"),
                            ("wechat", "Marketing by WeChat"),
                            ("profiling", "Analysis of purchases"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="membership.consenttext",
                        verbose_name="text",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("till", "At the till"),
                            ("paper", "On paper"),
                            ("link", "By link"),
                            ("import", "From an earlier system"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents_taken",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken by",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents_withdrawn",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawal taken by",
                    ),
                ),
                (
                    "withdrawn_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("till", "At the till"),
                            ("paper", "On paper"),
                            ("link", "By link"),
                            ("import", "From an earlier system"),
                        ],
                        max_length=10,
                        verbose_name="withdrawn by way of",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("member", "purpose"),
                        name="membership_consent_stands_once_per_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            ("withdrawn_at__gte", models.F("given_at")),
                            _connector="OR",
                        ),
                        name="membership_consent_is_withdrawn_after_it_was_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintedCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=40, unique=True, verbose_name="card number"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="printed",
                        to="membership.cardbatch",
                        verbose_name="batch of cards",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("in_stock", "In stock"), ("issued", "Issued"), ("void", "Void")],
                        default="in_stock",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
            ],
            options={
                "verbose_name": "printed card",
                "verbose_name_plural": "printed cards",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="membership_printed_card_has_a_number",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCard",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(db_index=True, max_length=40, verbose_name="card number"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("issued", "Issued"),
                            ("lost", "Lost"),
                            ("frozen", "Frozen"),
                            ("replaced", "Replaced"),
                            ("returned", "Given back"),
                        ],
                        default="issued",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="expires on")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("free", "free of charge"),
                            ("sold", "sold"),
                            ("given", "given away"),
                        ],
                        db_default="free",
                        default="free",
                        max_length=5,
                        verbose_name="how it was issued",
                    ),
                ),
                (
                    "is_supplementary",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="In another hand; it earns for the member.",
                        verbose_name="supplementary",
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="Of a supplementary card.",
                        max_length=60,
                        verbose_name="holder",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="membership.cardkind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "issued_in",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stores.store",
                        verbose_name="issued in",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="membership.card",
                        verbose_name="replaces",
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
                "verbose_name": "historical card",
                "verbose_name_plural": "historical cards",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
