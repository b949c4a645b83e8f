"""The member: who she is, how she joined, where she belongs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from phonenumber_field.modelfields import PhoneNumberField
from simple_history.models import HistoricalRecords

from common.birthdays import Birthday
from common.masking import mask_phone
from common.models import BilingualName
from membership.enums import Calendar, Gender, MemberStatus
from stores.models import Store

# How PostgreSQL sorts an index on a name, so that it finds beginnings in every locale.
NAMES = ["varchar_pattern_ops", "int8_ops", "varchar_ops"]
BIRTHDAY = ["birth_calendar", "birth_month", "birth_day", "birth_year"]


class JoiningChannel(BilingualName):
    """How people come to join: at the till, through a friend, from the mall."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    is_offered = models.BooleanField(_("offered at the till"), default=True)

    class Meta:
        verbose_name = _("joining channel")
        verbose_name_plural = _("joining channels")


class Tag(models.Model):
    """A word the shop hangs on members."""

    name = models.CharField(_("name"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet["Member"]):
    """Which members."""

    def current(self) -> MemberQuerySet:
        """Return members whose membership stands."""
        return self.filter(status=MemberStatus.ACTIVE)

    def known(self) -> MemberQuerySet:
        """Return members as they are spoken of: current ones and those disqualified."""
        return self.filter(status__in=[MemberStatus.ACTIVE, MemberStatus.DISQUALIFIED])


class Member(models.Model):
    """A customer who joined. ``number`` is public and never changes."""

    number = models.CharField(_("member number"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    name_initials = models.CharField(_("initials"), max_length=60, editable=False)
    name_pinyin = models.CharField(_("pinyin"), max_length=200, editable=False)
    phone = PhoneNumberField(_("mobile"), null=True, blank=True, unique=True)
    phone_last4 = models.CharField(max_length=4, blank=True, editable=False)
    gender = models.CharField(_("gender"), max_length=1, choices=Gender, blank=True)
    birth_calendar = models.CharField(
        _("calendar"), max_length=5, choices=Calendar, default=Calendar.SOLAR
    )
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(_("birth month"), null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(_("birth day"), null=True, blank=True)
    birth_leap_month = models.BooleanField(_("leap month"), default=False)
    birthday_declined = models.BooleanField(_("prefers not to give a birthday"), default=False)
    next_birthday_on = models.DateField(
        _("next birthday"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Derived; rolled forward each night."),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=MemberStatus, default=MemberStatus.ACTIVE
    )
    joined_on = models.DateField(_("joined on"))
    joined_at = models.DateTimeField(_("joined at"))
    home_store = models.ForeignKey(
        Store, models.PROTECT, related_name="members", verbose_name=_("home store")
    )
    channel = models.ForeignKey(
        JoiningChannel,
        models.PROTECT,
        related_name="members",
        null=True,
        blank=True,
        verbose_name=_("joining channel"),
    )
    enroller = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="enrolled",
        null=True,
        blank=True,
        verbose_name=_("enroller"),
    )
    referrer = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="referred",
        null=True,
        blank=True,
        verbose_name=_("referrer"),
    )
    organisation = models.ForeignKey(
        "membership.Organisation",
        models.PROTECT,
        related_name="members",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    tags = models.ManyToManyField(Tag, related_name="members", blank=True, verbose_name=_("tags"))
    history = HistoricalRecords(
        excluded_fields=["name_initials", "name_pinyin", "phone_last4", "next_birthday_on"]
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        indexes = [
            # Each serves the whole name, its beginning, and the newest of the many who share it.
            # All that a search of the whole brand reads, so that it needs no row of the table.
            models.Index(fields=["name", "id", "status"], opclasses=NAMES, name="member_by_name"),
            models.Index(
                fields=["name_initials", "id", "status"],
                opclasses=NAMES,
                name="member_by_initials",
            ),
            models.Index(
                fields=["name_pinyin", "id", "status"], opclasses=NAMES, name="member_by_pinyin"
            ),
            models.Index(fields=["phone_last4", "id"], name="member_by_last_four"),
            # These two hold all that suspected doubles are grouped by, in that order.
            models.Index(
                fields=["status", "name", *BIRTHDAY, "id"], name="member_by_name_and_birthday"
            ),
            models.Index(
                fields=["status", "phone_last4", "name_pinyin", "id"],
                name="member_by_phone_end_and_name",
            ),
            models.Index(fields=["home_store", "joined_on"], name="member_by_store_and_joining"),
            models.Index(fields=["joined_on"], name="member_by_joining"),
            models.Index(fields=["next_birthday_on"], name="member_by_birthday"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(name=""),
                name="membership_member_has_number_and_name",
            ),
            models.CheckConstraint(
                condition=Q(phone=None) | Q(phone__startswith="+"),
                name="membership_member_phone_is_e164",
            ),
            models.CheckConstraint(
                # A check passes where it is unknown, so each clause says what may not be null.
                condition=Q(birth_month=None, birth_day=None, birth_year=None)
                | Q(
                    birth_month__isnull=False,
                    birth_month__range=(1, 12),
                    birth_day__isnull=False,
                    birth_day__range=(1, 31),
                ),
                name="membership_member_birthday_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(birthday_declined=False) | Q(birth_month=None),
                name="membership_member_declined_birthday_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(birth_leap_month=False) | Q(birth_calendar=Calendar.LUNAR),
                name="membership_member_leap_month_is_lunar",
            ),
            models.CheckConstraint(
                condition=Q(referrer=None) | ~Q(referrer=F("pk")),
                name="membership_member_does_not_refer_herself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    @property
    def masked_phone(self) -> str:
        """The phone as anybody may see it: 138****8000."""
        return mask_phone(str(self.phone)) if self.phone else ""

    @property
    def birthday(self) -> Birthday | None:
        """The birthday as given, or None."""
        if self.birth_month is None or self.birth_day is None:
            return None
        return Birthday(
            month=self.birth_month,
            day=self.birth_day,
            year=self.birth_year,
            lunar=self.birth_calendar == Calendar.LUNAR,
            leap=self.birth_leap_month,
        )
