import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("loyalty", "0001_initial"),
        ("membership", "0001_initial"),
        ("stores", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LossReason",
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
                    "leaves_in_peace",
                    models.BooleanField(
                        default=False,
                        help_text="Nobody is asked to contact her any more.",
                        verbose_name="leave her in peace",
                    ),
                ),
                ("is_offered", models.BooleanField(default=True, verbose_name="offered")),
            ],
            options={
                "verbose_name": "reason for leaving",
                "verbose_name_plural": "reasons for leaving",
            },
        ),
        migrations.CreateModel(
            name="CareRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_from", models.DateField(unique=True, verbose_name="effective from")),
                (
                    "complaint_hours",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="a complaint is answered within hours"
                    ),
                ),
                (
                    "birthday_days",
                    models.PositiveSmallIntegerField(
                        default=7, verbose_name="birthdays ahead, in days"
                    ),
                ),
                (
                    "points_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="points ending ahead, in days"
                    ),
                ),
                (
                    "coupon_days",
                    models.PositiveSmallIntegerField(
                        default=14, verbose_name="coupons ending ahead, in days"
                    ),
                ),
                (
                    "rest_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        help_text="What can wait is not asked for so soon after a contact, or before a promise.",
                        verbose_name="days of rest",
                    ),
                ),
                (
                    "phone_visits",
                    models.PositiveSmallIntegerField(default=3, verbose_name="phone visits a year"),
                ),
                (
                    "record_checks",
                    models.PositiveSmallIntegerField(
                        default=20, verbose_name="records to check, a guide and month"
                    ),
                ),
                (
                    "spot_checks",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="contacts to check a day"
                    ),
                ),
            ],
            options={
                "verbose_name": "care rule",
                "verbose_name_plural": "care rules",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("complaint_hours__gte", 1)),
                        name="guides_care_rule_gives_time_to_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phone_visits__lte", 52)),
                        name="guides_care_rule_asks_what_can_be_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
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
                        related_name="contacts",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="staff member",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("wechat", "WeChat"),
                            ("sms", "SMS"),
                            ("store", "In the store"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("care", "Care"),
                            ("service", "Service"),
                            ("marketing", "Recommending"),
                            ("win_back", "Winning back"),
                            ("check", "Checking her record"),
                        ],
                        max_length=10,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "Reached"),
                            ("sent", "Text sent"),
                            ("no_answer", "No answer"),
                            ("will_come", "Will come"),
                            ("bought", "Bought"),
                            ("complaint", "Complained"),
                            ("refused", "Asked not to be contacted"),
                        ],
                        default="reached",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("note", models.TextField(verbose_name="what was said")),
                (
                    "problem",
                    models.CharField(blank=True, max_length=300, verbose_name="her problem"),
                ),
                (
                    "need",
                    models.CharField(blank=True, max_length=300, verbose_name="what she needs"),
                ),
                (
                    "next_step",
                    models.CharField(blank=True, max_length=200, verbose_name="next step"),
                ),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="next day")),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="guides.contact",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "noted_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When a correction was written down.",
                        null=True,
                        verbose_name="corrected at",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "indexes": [
                    models.Index(fields=["member", "at"], name="contact_by_member_and_time"),
                    models.Index(fields=["at", "member"], name="contact_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True),
                        name="guides_contact_says_something",
                    ),
                    models.UniqueConstraint(
                        fields=("corrects",), name="guides_contact_is_corrected_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects", None), ("noted_at", None)),
                            models.Q(("corrects__isnull", False), ("noted_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="guides_contact_correction_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("next_step", ""), ("next_on__isnull", False), _connector="OR"
                        ),
                        name="guides_contact_next_step_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="effective from")),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: every store.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draw_rules",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "is_drawn",
                    models.BooleanField(
                        default=True,
                        help_text="Otherwise only by hand.",
                        verbose_name="drawn each morning",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("store", "the guides of the store"),
                            ("region", "the guides of the region"),
                            ("brand", "the guides of the brand"),
                        ],
                        default="store",
                        max_length=6,
                        verbose_name="drawn among",
                    ),
                ),
                (
                    "strata",
                    models.CharField(
                        choices=[
                            ("none", "by nothing"),
                            ("tier", "by tier"),
                            ("spend", "by purchases of the last 12 months"),
                        ],
                        default="none",
                        max_length=5,
                        verbose_name="balanced",
                    ),
                ),
                (
                    "when_exhausted",
                    models.CharField(
                        choices=[
                            ("keep", "she stays with the manager"),
                            ("offer", "other stores of the region may draw her"),
                            ("forget", "guides who lost her long ago may have her again"),
                        ],
                        default="keep",
                        max_length=6,
                        verbose_name="when every guide held her before",
                    ),
                ),
                (
                    "forget_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        verbose_name="months after which a former guide may have her again",
                    ),
                ),
                (
                    "protections",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="members a guide may have protected"
                    ),
                ),
                (
                    "may_claim",
                    models.BooleanField(
                        default=True, verbose_name="who sells to a member of the pool has her"
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of the draw",
                "verbose_name_plural": "rules of the draw",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("effective_from"),
                        django.db.models.functions.comparison.Coalesce("store", 0),
                        name="guides_draw_rule_is_one_per_day_and_store",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("when_exhausted", "forget"), _negated=True),
                            models.Q(("forget_months__gte", 1), ("forget_months__isnull", False)),
                            _connector="OR",
                        ),
                        name="guides_draw_rule_says_when_it_forgets",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[("purchase", "A purchase"), ("joining", "Joining")],
                        max_length=10,
                        verbose_name="after",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="days")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "follow-up step",
                "verbose_name_plural": "follow-up steps",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("after", "days"), name="guides_follow_up_step_is_there_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1)),
                        name="guides_follow_up_step_comes_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuideTarget",
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
                        related_name="guide_targets",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the whole store.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="guide",
                    ),
                ),
                ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                (
                    "figure",
                    models.CharField(
                        choices=[
                            ("contacts", "Contacts"),
                            ("contacted", "Members contacted"),
                            ("renewed", "Renewed"),
                            ("won_back", "Won back"),
                            ("sales_owner", "Sales to own members"),
                            ("sales_seller", "Sales sold by her"),
                        ],
                        max_length=15,
                        verbose_name="figure",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="target"),
                ),
            ],
            options={
                "verbose_name": "target",
                "verbose_name_plural": "targets",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("store"),
                        django.db.models.functions.comparison.Coalesce("guide", 0),
                        models.F("month"),
                        models.F("figure"),
                        name="guides_target_is_set_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gt", 0)), name="guides_target_is_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="guides_target_is_of_a_month"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="message_templates",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="whose",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("greeting", "Greeting"),
                            ("season", "Change of season"),
                            ("unseen", "Long unseen"),
                            ("promotion", "Promotion"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=40, verbose_name="title")),
                ("body", models.TextField(max_length=500, verbose_name="text")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "message template",
                "verbose_name_plural": "message templates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("body", ""), _negated=True),
                        ),
                        name="guides_template_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnershipRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="effective from")),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: every store.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownership_rules",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "tier",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: every tier.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownership_rules",
                        to="loyalty.tier",
                        verbose_name="tier",
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        default=2, verbose_name="months without a purchase"
                    ),
                ),
                (
                    "trial_months",
                    models.PositiveSmallIntegerField(default=2, verbose_name="months on trial"),
                ),
                (
                    "warn_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        help_text="To the guide.",
                        verbose_name="first warning, days ahead",
                    ),
                ),
                (
                    "last_warn_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="To the guide and the manager.",
                        verbose_name="last warning, days ahead",
                    ),
                ),
                (
                    "counts_elsewhere",
                    models.BooleanField(default=True, verbose_name="visits to other stores renew"),
                ),
                (
                    "counts_points",
                    models.BooleanField(
                        default=False,
                        help_text="Visits paid with points alone, or with nothing to pay.",
                        verbose_name="visits without money renew",
                    ),
                ),
                (
                    "rewinds",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise from a member's next visit on. May shorten the time she has left.",
                        verbose_name="applies to running clocks",
                    ),
                ),
            ],
            options={
                "verbose_name": "ownership rule",
                "verbose_name_plural": "ownership rules",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("effective_from"),
                        django.db.models.functions.comparison.Coalesce("store", 0),
                        django.db.models.functions.comparison.Coalesce("tier", 0),
                        name="guides_ownership_rule_is_one_per_day_store_and_tier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 1), ("trial_months__gte", 1)),
                        name="guides_ownership_rule_gives_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_warn_days__lte", models.F("warn_days"))),
                        name="guides_ownership_rule_warns_last_after_first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecyclingRun",
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
                        related_name="recycling_runs",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("ran_at", models.DateTimeField(verbose_name="ran at")),
                ("recycled", models.PositiveIntegerField(verbose_name="members taken back")),
                (
                    "drawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="pool drawn at"),
                ),
                (
                    "warned_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="warned at"),
                ),
            ],
            options={
                "verbose_name": "recycling run",
                "verbose_name_plural": "recycling runs",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("store", "day"), name="guides_recycling_runs_once_a_day_per_store"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
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
                        related_name="set_aside",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("exhausted", "Exhausted"), ("peace", "Left in peace")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("no_guide", "No guide takes part"),
                            ("all_held", "Every guide held her before"),
                            ("by_hand", "Decided by hand"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "is_offered",
                    models.BooleanField(default=False, verbose_name="offered to other stores"),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends at")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members_set_aside",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members_let_back",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
            ],
            options={
                "verbose_name": "member set aside",
                "verbose_name_plural": "members set aside",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at", None)),
                        fields=("member",),
                        name="guides_member_is_set_aside_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None),
                            ("ends_at__gte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="guides_set_aside_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "peace"), _negated=True),
                            models.Q(
                                ("by__isnull", False),
                                ("reason", "by_hand"),
                                models.Q(("note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="guides_peace_is_given_by_somebody_who_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TabooWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=40, verbose_name="word")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("greeting", "Greeting"),
                            ("season", "Change of season"),
                            ("unseen", "Long unseen"),
                        ],
                        help_text="Empty: in every text of care.",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "taboo word",
                "verbose_name_plural": "taboo words",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("word", "kind"), name="guides_taboo_word_is_there_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("word", ""), _negated=True),
                        name="guides_taboo_word_is_a_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "promotion"), _negated=True),
                        name="guides_taboo_is_of_care",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cadence",
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
                        blank=True,
                        help_text="Empty: every other tier.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cadences",
                        to="loyalty.tier",
                        verbose_name="tier",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("week", "Every week"),
                            ("month", "Every month"),
                            ("quarter", "Every quarter"),
                            ("year", "Every year"),
                        ],
                        max_length=10,
                        verbose_name="rhythm",
                    ),
                ),
            ],
            options={
                "verbose_name": "cadence",
                "verbose_name_plural": "cadences",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Coalesce("tier", 0),
                        name="guides_cadence_is_one_per_tier",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Loss",
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
                        related_name="losses",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="losses",
                        to="guides.lossreason",
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="losses",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="losses_ended",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
            ],
            options={
                "verbose_name": "lost member",
                "verbose_name_plural": "lost members",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("member",),
                        name="guides_member_is_lost_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(
                                ("ended_at__gte", models.F("at")),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="guides_loss_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
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
                        related_name="complaints",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="guides.contact",
                        verbose_name="contact",
                    ),
                ),
                ("about", models.TextField(verbose_name="what about")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints_opened",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken by",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="to be answered by")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints_answered",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                ("settlement", models.TextField(blank=True, verbose_name="how it was settled")),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="settled at"),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints_settled",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["store", "due_at"],
                        name="unsettled_complaint_by_store",
                    ),
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["member"],
                        name="unsettled_complaint_by_member",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contact",), name="guides_contact_complains_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("about", ""), _negated=True),
                        name="guides_complaint_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("opened_at"))),
                        name="guides_complaint_gives_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="guides_complaint_answer_says_what_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at", None), ("settled_by", None), ("settlement", "")
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("settled_at__gte", models.F("answered_at")),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("settlement", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="guides_complaint_is_settled_after_the_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CareTask",
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
                        related_name="care_tasks",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("call_back", "Promised call"), ("appointment", "Wants to come")],
                        default="call_back",
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("what", models.CharField(blank=True, max_length=200, verbose_name="what")),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "cause",
                    models.CharField(
                        help_text="Each cause makes one task.", max_length=60, verbose_name="cause"
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_done",
                        to="guides.contact",
                        verbose_name="done by",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
                ),
            ],
            options={
                "verbose_name": "care task",
                "verbose_name_plural": "care tasks",
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["member", "due_on"],
                        name="open_care_task_by_member",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cause",), name="guides_care_task_is_made_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_by", None), ("closed_at__isnull", False), _connector="OR"
                        ),
                        name="guides_care_task_done_is_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpotCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spot_checks",
                        to="guides.contact",
                        verbose_name="contact",
                    ),
                ),
                ("is_right", models.BooleanField(verbose_name="as written down")),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="what was found"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spot_checks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="checked at")),
            ],
            options={
                "verbose_name": "spot check",
                "verbose_name_plural": "spot checks",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contact",), name="guides_contact_is_checked_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_right", True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="guides_spot_check_says_what_is_wrong",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("store", "the guides of the store"),
                            ("region", "the guides of the region"),
                            ("brand", "the guides of the brand"),
                        ],
                        max_length=6,
                        verbose_name="drawn among",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="stores.region",
                        verbose_name="region",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="guides.drawrule",
                        verbose_name="rule of the draw",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("frozen", "Inputs frozen"),
                            ("seeded", "Seed drawn"),
                            ("placed", "Placed"),
                        ],
                        default="frozen",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the morning's run.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("inputs", models.TextField(verbose_name="inputs")),
                (
                    "inputs_hash",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the inputs"),
                ),
                ("frozen_at", models.DateTimeField(verbose_name="inputs frozen at")),
                ("seed", models.CharField(blank=True, max_length=64, verbose_name="seed")),
                (
                    "seeded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="seed drawn at"),
                ),
                ("result", models.TextField(blank=True, verbose_name="result")),
                ("skipped", models.JSONField(blank=True, default=dict, verbose_name="skipped")),
                (
                    "placed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="placed at"),
                ),
                ("members", models.PositiveIntegerField(verbose_name="members")),
                ("placed", models.PositiveIntegerField(default=0, verbose_name="handed over")),
                ("unplaced", models.PositiveIntegerField(default=0, verbose_name="not placed")),
            ],
            options={
                "verbose_name": "draw",
                "verbose_name_plural": "draws",
                "indexes": [models.Index(fields=["store", "day"], name="draw_by_store_and_day")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("scope"),
                        django.db.models.functions.comparison.Coalesce("store", 0),
                        django.db.models.functions.comparison.Coalesce("region", 0),
                        condition=models.Q(("state", "placed"), _negated=True),
                        name="guides_draw_is_finished_before_the_next",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("region", None), ("scope", "store"), ("store__isnull", False)
                            ),
                            models.Q(
                                ("region__isnull", False), ("scope", "region"), ("store", None)
                            ),
                            models.Q(("region", None), ("scope", "brand"), ("store", None)),
                            _connector="OR",
                        ),
                        name="guides_draw_has_the_place_of_its_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seed", ""), ("seeded_at", None), ("state", "frozen")),
                            models.Q(
                                models.Q(("state", "frozen"), _negated=True),
                                models.Q(("seed", ""), _negated=True),
                                ("seeded_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="guides_draw_gets_its_seed_after_its_inputs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("placed_at__isnull", False),
                                ("state", "placed"),
                                models.Q(("result", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "placed"), _negated=True),
                                ("placed_at", None),
                                ("result", ""),
                            ),
                            _connector="OR",
                        ),
                        name="guides_draw_has_a_result_once_placed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ownership",
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
                        related_name="ownerships",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownerships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="guide",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownerships",
                        to="stores.store",
                        verbose_name="store",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("owned", "Owned"), ("trial", "On trial")],
                        default="owned",
                        max_length=5,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("enrolment", "Registered by her"),
                            ("import", "From an earlier system"),
                            ("manual", "Assigned by hand"),
                            ("draw", "Drawn"),
                            ("claim", "Claimed by serving"),
                        ],
                        max_length=10,
                        verbose_name="came by",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownerships",
                        to="guides.ownershiprule",
                        verbose_name="rule",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                ("clock_from", models.DateField(verbose_name="clock runs from")),
                ("due_on", models.DateField(verbose_name="last day")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends at")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recycled", "No purchase in time"),
                            ("reassigned", "Assigned to somebody else"),
                            ("left", "The guide left"),
                            ("merged", "Merged with another member"),
                            ("moved", "The guide moved to another store"),
                            ("put_back", "Put back by hand"),
                            ("peace", "Left in peace"),
                        ],
                        max_length=10,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownerships_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "overrides",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        verbose_name="although the guide held her before",
                    ),
                ),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=200, verbose_name="why it ended"),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownerships_ended",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by hand by",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownerships",
                        to="guides.draw",
                        verbose_name="draw",
                    ),
                ),
            ],
            options={
                "verbose_name": "ownership",
                "verbose_name_plural": "ownerships",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ends_at", None)),
                        fields=["guide", "due_on"],
                        name="open_ownership_by_guide",
                    ),
                    models.Index(
                        condition=models.Q(("ends_at", None)),
                        fields=["store", "due_on"],
                        name="open_ownership_by_store",
                    ),
                    models.Index(
                        condition=models.Q(("ends_at", None)),
                        fields=["due_on", "member"],
                        name="open_ownership_by_due_day",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at", None)),
                        fields=("member",),
                        name="guides_member_is_in_one_hand",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ends_at", None)),
                            models.Q(
                                ("ends_at__gte", models.F("starts_at")),
                                ("ends_at__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="guides_ownership_ends_after_it_starts_and_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("clock_from"))),
                        name="guides_ownership_gives_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DueWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ownership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="warnings",
                        to="guides.ownership",
                        verbose_name="ownership",
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[("guide", "Guide"), ("manager", "Store manager")],
                        max_length=7,
                        verbose_name="to",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="days ahead")),
                ("due_on", models.DateField(verbose_name="last day")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
            ],
            options={
                "verbose_name": "warning",
                "verbose_name_plural": "warnings",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ownership", "due_on", "to", "days"),
                        name="guides_warning_is_made_once_per_due_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Protection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ownership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protections",
                        to="guides.ownership",
                        verbose_name="ownership",
                    ),
                ),
                (
                    "at_her_wish",
                    models.BooleanField(default=False, verbose_name="she asked to keep her guide"),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                (
                    "until",
                    models.DateField(
                        help_text="The first day it no longer holds.", verbose_name="until"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protections_given",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ended early at"),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protections_ended",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
            ],
            options={
                "verbose_name": "protection",
                "verbose_name_plural": "protections",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("starts_on"))),
                        name="guides_protection_has_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="guides_protection_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="guides_protection_is_ended_by_somebody",
                    ),
                ],
            },
        ),
    ]
