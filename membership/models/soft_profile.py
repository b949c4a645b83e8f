"""What is known of a member besides her facts: sizes, tastes, days that matter, notes, checks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.birthdays import Birthday
from membership.models.member import Member
from stores.models import Store


class SoftProfile(models.Model):
    """Sizes, why and how she buys; for the highest tier also what an old friend would know."""

    member = models.OneToOneField(
        Member, models.PROTECT, related_name="soft_profile", verbose_name=_("member")
    )
    sizes = models.CharField(
        _("sizes"), max_length=200, blank=True, help_text=_("Tops, trousers, shoes, bed.")
    )
    colours = models.CharField(_("colours and cuts she likes"), max_length=200, blank=True)
    why_she_buys = models.CharField(_("why she buys"), max_length=300, blank=True)
    how_she_buys = models.CharField(_("how she buys"), max_length=300, blank=True)
    family = models.CharField(_("people she buys for"), max_length=300, blank=True)
    service = models.CharField(_("how she likes to be served"), max_length=300, blank=True)
    avoid = models.CharField(_("what to avoid"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("soft profile")
        verbose_name_plural = _("soft profiles")

    def __str__(self) -> str:
        return f"{self.member_id}"


class Anniversary(models.Model):
    """A day of every year that matters to a member."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="anniversaries", verbose_name=_("member")
    )
    name = models.CharField(_("what for"), max_length=40)
    lunar = models.BooleanField(_("lunar"), default=False)
    leap = models.BooleanField(_("leap month"), default=False)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("month"))
    day = models.PositiveSmallIntegerField(_("day"))
    next_on = models.DateField(
        _("next time"), editable=False, help_text=_("Derived; rolled forward each night.")
    )

    class Meta:
        verbose_name = _("anniversary")
        verbose_name_plural = _("anniversaries")
        indexes = [models.Index(fields=["next_on"], name="anniversary_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "name"], name="membership_anniversary_is_one_per_name"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & Q(month__range=(1, 12)) & Q(day__range=(1, 31)),
                name="membership_anniversary_is_a_day_with_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kept_as(self) -> Birthday:
        """The day of the year, in its calendar."""
        return Birthday(
            month=self.month, day=self.day, year=self.year, lunar=self.lunar, leap=self.leap
        )


class MemberNote(models.Model):
    """A private note of the store about a member; added to, not changed."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="notes", verbose_name=_("member")
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="member_notes", verbose_name=_("store")
    )
    text = models.TextField(_("note"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="member_notes", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("note about a member")
        verbose_name_plural = _("notes about members")
        indexes = [models.Index(fields=["member", "at"], name="note_by_member")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="membership_note_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.at}"


class RecordCheck(models.Model):
    """Somebody asked the member whether her record is right."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="record_checks", verbose_name=_("member")
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="record_checks", verbose_name=_("store")
    )
    on = models.DateField(_("checked on"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="record_checks",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("check of a record")
        verbose_name_plural = _("checks of records")
        indexes = [models.Index(fields=["by", "on"], name="record_check_by_staff")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "on"], name="membership_record_is_checked_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.on}"
