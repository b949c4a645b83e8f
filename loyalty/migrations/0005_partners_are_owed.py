"""Partners, what they are owed, and triggers that keep what was written and approved.

A later migration that rebuilds one of these tables on SQLite must install the triggers again:
the rebuild drops them. tests/loyalty/test_partner_triggers.py would notice.
"""

from pathlib import Path

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

HERE = Path(__file__).resolve().parent
LEDGER = "loyalty_partnerentry"
TRIGGERS = {
    LEDGER: ["update", "delete"],
    "loyalty_partnerstatement": ["update", "delete", "change"],
    "loyalty_partnerstatementline": ["insert", "update", "delete", "change"],
    "loyalty_partnerterms": ["update", "change"],
}


def install(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Run the statements of this database's dialect."""
    vendor = schema_editor.connection.vendor
    append_only = (HERE / f"append_only.{vendor}.sql").read_text().format(table=LEDGER)
    statements = (HERE / f"partner_statements.{vendor}.sql").read_text()
    for statement in f"{append_only};;{statements}".split(";;"):
        if statement.strip():
            schema_editor.execute(statement, params=None)


def remove(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    for table, events in TRIGGERS.items():
        where = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in events:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_refuses_{event}{where}")


class Migration(migrations.Migration):
    dependencies = [
        ("loyalty", "0004_members_are_scored"),
        ("stores", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPartner",
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
                    models.CharField(blank=True, max_length=60, verbose_name="contact person"),
                ),
                (
                    "contact_phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="phone of the contact person"
                    ),
                ),
                ("since", models.DateField(verbose_name="partner since")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
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
                "verbose_name": "historical partner",
                "verbose_name_plural": "historical partners",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Partner",
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
                    models.CharField(blank=True, max_length=60, verbose_name="contact person"),
                ),
                (
                    "contact_phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="phone of the contact person"
                    ),
                ),
                ("since", models.DateField(verbose_name="partner since")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="loyalty_partner_has_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="Yuan; negative takes back.",
                        max_digits=14,
                        verbose_name="amount",
                    ),
                ),
                ("business_day", models.DateField(verbose_name="business day")),
                ("occurred_at", models.DateTimeField(verbose_name="occurred at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_entries_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="loyalty.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "perk_use",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_entries",
                        to="loyalty.perkuse",
                        verbose_name="use of a perk",
                    ),
                ),
                (
                    "redemption",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_entries",
                        to="loyalty.redemption",
                        verbose_name="redemption",
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="loyalty.partnerentry",
                        verbose_name="takes back",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_entries",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner ledger entry",
                "verbose_name_plural": "partner ledger entries",
            },
        ),
        migrations.CreateModel(
            name="PartnerStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partner_name",
                    models.CharField(max_length=100, verbose_name="name of the partner"),
                ),
                ("since", models.DateField(verbose_name="from")),
                (
                    "until",
                    models.DateField(
                        help_text="The first day that is not on it.", verbose_name="until"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="our figure"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approved", "Approved"),
                            ("settled", "Settled"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="drafted at")),
                (
                    "confirmed",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="partner's figure",
                    ),
                ),
                (
                    "difference_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why it differs"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved at"),
                ),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                (
                    "payment_reference",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="reference of the payment"
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="payment noted at"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_statements_approved",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_statements_confirmed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_statements_drafted",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drafted by",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="loyalty.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_statements_settled",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="payment noted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner statement",
                "verbose_name_plural": "partner statements",
            },
        ),
        migrations.CreateModel(
            name="PartnerStatementLine",
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
                        related_name="statement_lines",
                        to="loyalty.partnerentry",
                        verbose_name="partner ledger entry",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="loyalty.partnerstatement",
                        verbose_name="partner statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a partner statement",
                "verbose_name_plural": "lines of partner statements",
            },
        ),
        migrations.CreateModel(
            name="PartnerTerms",
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
                    "called",
                    models.CharField(
                        blank=True,
                        help_text="How statements name the service.",
                        max_length=100,
                        verbose_name="called",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="In yuan; 0: counted, not paid.",
                        max_digits=14,
                        verbose_name="paid for each use",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: from this day on nobody is paid for it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="loyalty.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "perk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_terms",
                        to="loyalty.perk",
                        verbose_name="perk",
                    ),
                ),
                (
                    "reward",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_terms",
                        to="loyalty.reward",
                        verbose_name="reward",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner terms",
                "verbose_name_plural": "partner terms",
            },
        ),
        migrations.AddField(
            model_name="partnerentry",
            name="terms",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="loyalty.partnerterms",
                verbose_name="terms",
            ),
        ),
        migrations.CreateModel(
            name="PartnerCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True, verbose_name="key")),
                ("checked_on", models.DateField(verbose_name="checked on")),
                (
                    "mark",
                    models.PositiveSmallIntegerField(
                        help_text="1 is bad, 5 is very good.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="mark",
                    ),
                ),
                ("found", models.TextField(verbose_name="what was found")),
                ("action", models.TextField(blank=True, verbose_name="to be done")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="to be done by")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_checks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_actions_done",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="finished by",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="loyalty.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "check of a partner",
                "verbose_name_plural": "checks of partners",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mark__range", (1, 5))),
                        name="loyalty_partner_check_has_a_mark",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("found", ""), _negated=True),
                        name="loyalty_partner_check_says_what_was_found",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", ""), ("due_on", None)),
                            models.Q(
                                models.Q(("action", ""), _negated=True), ("due_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="loyalty_partner_action_is_due_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_by", None), ("done_on", None)),
                            models.Q(
                                ("done_by__isnull", False),
                                ("done_on__isnull", False),
                                ("due_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="loyalty_partner_action_is_done_by_somebody",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="partnerstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("since"))),
                name="loyalty_partner_statement_has_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerstatement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("partner",),
                name="loyalty_partner_has_one_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed", None), ("confirmed_by", None)),
                    models.Q(
                        ("confirmed__isnull", False),
                        ("confirmed_by__isnull", False),
                        models.Q(
                            ("confirmed", models.F("amount")),
                            models.Q(("difference_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="loyalty_partner_statement_says_why_it_differs",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None), ("state", "draft")),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="loyalty_partner_statement_is_approved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(
                        models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                        models.Q(
                            ("confirmed_by", None),
                            models.Q(("approved_by", models.F("confirmed_by")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="loyalty_partner_statement_needs_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "settled"), _negated=True),
                        ("paid_on", None),
                        ("payment_reference", ""),
                        ("settled_at", None),
                        ("settled_by", None),
                    ),
                    models.Q(
                        ("paid_on__isnull", False),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                        ("state", "settled"),
                        models.Q(("payment_reference", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="loyalty_partner_statement_says_how_it_was_paid",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerstatementline",
            constraint=models.UniqueConstraint(
                fields=("entry",), name="loyalty_partner_entry_is_on_one_statement"
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("perk__isnull", False), ("reward", None)),
                    models.Q(("perk", None), ("reward__isnull", False)),
                    _connector="OR",
                ),
                name="loyalty_partner_terms_are_for_one_benefit",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner", None), ("price", 0)),
                    models.Q(
                        ("partner__isnull", False),
                        ("price__gte", 0),
                        models.Q(("called", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="loyalty_partner_terms_say_what_is_paid",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerterms",
            constraint=models.UniqueConstraint(
                fields=("perk", "effective_from"),
                name="loyalty_partner_terms_of_a_perk_start_on_their_own_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerterms",
            constraint=models.UniqueConstraint(
                fields=("reward", "effective_from"),
                name="loyalty_partner_terms_of_a_reward_start_on_their_own_day",
            ),
        ),
        migrations.AddIndex(
            model_name="partnerentry",
            index=models.Index(fields=["partner", "business_day"], name="partner_entry_by_day"),
        ),
        migrations.AddConstraint(
            model_name="partnerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("perk_use__isnull", False), ("redemption", None)),
                    models.Q(("perk_use", None), ("redemption__isnull", False)),
                    _connector="OR",
                ),
                name="loyalty_partner_entry_has_one_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gte", 0), ("reverses", None)),
                    models.Q(("amount__lte", 0), ("reverses__isnull", False)),
                    _connector="OR",
                ),
                name="loyalty_partner_entry_owes_or_takes_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reverses", None)),
                fields=("perk_use",),
                name="loyalty_perk_use_is_owed_for_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reverses", None)),
                fields=("redemption",),
                name="loyalty_redemption_is_owed_for_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerentry",
            constraint=models.UniqueConstraint(
                fields=("reverses",), name="loyalty_partner_entry_is_taken_back_once"
            ),
        ),
        migrations.RunPython(install, remove),
    ]
