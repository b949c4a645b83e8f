"""What members were promised, and how often they hear from us."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from guides.enums import Rhythm, StepAfter, TaskKind
from guides.models.contact import Contact
from loyalty.models import Tier
from membership.models import Member


class CareRuleQuerySet(models.QuerySet["CareRule"]):
    """Which care rules."""

    def in_force(self, *, on: dt.date) -> CareRuleQuerySet:
        """Return the one rule in force on ``on``."""
        latest = self.filter(effective_from__lte=on).order_by("-effective_from")[:1]
        return self.filter(pk__in=latest.values("pk"))


class CareRule(models.Model):
    """What the list of the day asks for. A change is a new row."""

    effective_from = models.DateField(_("effective from"), unique=True)
    complaint_hours = models.PositiveSmallIntegerField(
        _("a complaint is answered within hours"), default=24
    )
    birthday_days = models.PositiveSmallIntegerField(_("birthdays ahead, in days"), default=7)
    points_days = models.PositiveSmallIntegerField(_("points ending ahead, in days"), default=30)
    coupon_days = models.PositiveSmallIntegerField(_("coupons ending ahead, in days"), default=14)
    rest_days = models.PositiveSmallIntegerField(
        _("days of rest"),
        default=14,
        help_text=_("What can wait is not asked for so soon after a contact, or before a promise."),
    )
    contacts_most = models.PositiveSmallIntegerField(
        _("contacts at most"),
        default=6,
        help_text=_("Who was contacted so often is asked for only as promised; 0 is no limit."),
    )
    contacts_days = models.PositiveSmallIntegerField(_("in so many days"), default=30)
    phone_visits = models.PositiveSmallIntegerField(_("phone visits a year"), default=3)
    record_checks = models.PositiveSmallIntegerField(
        _("records to check, a guide and month"), default=20
    )
    prospect_months = models.PositiveSmallIntegerField(
        _("months a prospect is kept"),
        default=12,
        help_text=_("Who was not spoken to for so long is forgotten, phone and name."),
    )
    spot_checks = models.PositiveSmallIntegerField(_("contacts to check a day"), default=5)

    objects = CareRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("care rule")
        verbose_name_plural = _("care rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(complaint_hours__gte=1), name="guides_care_rule_gives_time_to_answer"
            ),
            models.CheckConstraint(
                condition=Q(contacts_days__gte=1) & Q(contacts_days__lte=365),
                name="guides_care_rule_counts_contacts_within_a_year",
            ),
            models.CheckConstraint(
                condition=Q(prospect_months__gte=1),
                name="guides_care_rule_keeps_prospects_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(phone_visits__lte=52), name="guides_care_rule_asks_what_can_be_done"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} · {self.effective_from}"


class Cadence(models.Model):
    """How often members of a tier hear from us; the row without a tier is for the others."""

    tier = models.ForeignKey(
        Tier,
        models.PROTECT,
        related_name="cadences",
        null=True,
        blank=True,
        verbose_name=_("tier"),
        help_text=_("Empty: every other tier."),
    )
    rhythm = models.CharField(_("rhythm"), max_length=10, choices=Rhythm)

    class Meta:
        verbose_name = _("cadence")
        verbose_name_plural = _("cadences")
        constraints = [
            models.UniqueConstraint(Coalesce("tier", 0), name="guides_cadence_is_one_per_tier"),
        ]

    def __str__(self) -> str:
        return self.get_rhythm_display()


class FollowUpStep(models.Model):
    """So many days after a purchase, or after joining, a member hears from us."""

    after = models.CharField(_("after"), max_length=10, choices=StepAfter)
    days = models.PositiveSmallIntegerField(_("days"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("follow-up step")
        verbose_name_plural = _("follow-up steps")
        constraints = [
            models.UniqueConstraint(
                fields=["after", "days"], name="guides_follow_up_step_is_there_once"
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1), name="guides_follow_up_step_comes_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_after_display()} +{self.days}"


class CareTaskQuerySet(models.QuerySet["CareTask"]):
    """Which tasks."""

    def open(self) -> CareTaskQuerySet:
        """Return the tasks still to be done."""
        return self.filter(closed_at=None)

    def soonest_first(self) -> CareTaskQuerySet:
        """Order by day."""
        return self.order_by("due_on", "pk")


class CareTask(models.Model):
    """Something a member was promised. It is hers: whoever looks after her next keeps it.

    Each cause makes one. ``done_by`` is the contact that kept the promise; a closed task
    without one was dropped.
    """

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="care_tasks", verbose_name=_("member")
    )
    kind = models.CharField(_("kind"), max_length=15, choices=TaskKind, default=TaskKind.CALL_BACK)
    what = models.CharField(_("what"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"))
    cause = models.CharField(_("cause"), max_length=60, help_text=_("Each cause makes one task."))
    opened_at = models.DateTimeField(_("opened at"))
    done_by = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="tasks_done",
        null=True,
        blank=True,
        verbose_name=_("done by"),
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = CareTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("care task")
        verbose_name_plural = _("care tasks")
        indexes = [
            models.Index(
                fields=["member", "due_on"],
                condition=Q(closed_at=None),
                name="open_care_task_by_member",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cause"], name="guides_care_task_is_made_once"),
            models.CheckConstraint(
                condition=Q(done_by=None) | Q(closed_at__isnull=False),
                name="guides_care_task_done_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"
