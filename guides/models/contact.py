"""What was said to a member, and what she said."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from common.models import BilingualName
from guides.enums import ContactChannel, ContactPurpose, Outcome
from membership.models import Member
from stores.models import Store


class ContactWay(BilingualName):
    """A way of keeping up with members, as the shop names it: a greeting, a call-back, a visit."""

    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("way of care")
        verbose_name_plural = _("ways of care")


class ContactQuerySet(models.QuerySet["Contact"]):
    """Which contacts."""

    def newest_first(self) -> ContactQuerySet:
        """Order by time, latest first."""
        return self.order_by("-at", "-pk")

    def standing(self) -> ContactQuerySet:
        """Return the contacts that no later one corrects.

        Few contacts are corrections, and only those are looked through.
        """
        corrections = Contact.objects.filter(corrects__isnull=False)
        return self.filter(~Exists(corrections.filter(corrects=OuterRef("pk"))))

    def reached(self) -> ContactQuerySet:
        """Return the contacts in which the member was reached."""
        return self.exclude(outcome=Outcome.NO_ANSWER)

    def from_us(self) -> ContactQuerySet:
        """Return the contacts we began: she came to the store by herself."""
        return self.exclude(channel=ContactChannel.STORE)

    def phone_visits(self) -> ContactQuerySet:
        """Return the calls, by anybody of the store, that reached the member."""
        return self.reached().filter(channel=ContactChannel.PHONE)


class Contact(models.Model):
    """One contact. A correction is a further contact that names the one it corrects."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="contacts", verbose_name=_("member")
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="contacts",
        verbose_name=_("staff member"),
    )
    store = models.ForeignKey(
        Store,
        models.PROTECT,
        related_name="contacts",
        null=True,
        blank=True,
        verbose_name=_("store"),
    )
    channel = models.CharField(_("channel"), max_length=10, choices=ContactChannel)
    purpose = models.CharField(_("purpose"), max_length=10, choices=ContactPurpose, blank=True)
    way = models.ForeignKey(
        ContactWay,
        models.PROTECT,
        related_name="contacts",
        null=True,
        blank=True,
        verbose_name=_("way of care"),
    )
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, default=Outcome.REACHED
    )
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("what was said"))
    problem = models.CharField(_("her problem"), max_length=300, blank=True)
    need = models.CharField(_("what she needs"), max_length=300, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("next day"), null=True, blank=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
        verbose_name=_("corrects"),
    )
    noted_at = models.DateTimeField(
        _("corrected at"),
        null=True,
        blank=True,
        help_text=_("When a correction was written down."),
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            models.Index(fields=["member", "at"], name="contact_by_member_and_time"),
            models.Index(fields=["at", "member"], name="contact_by_time"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="guides_contact_says_something"),
            models.UniqueConstraint(fields=["corrects"], name="guides_contact_is_corrected_once"),
            models.CheckConstraint(
                condition=Q(corrects=None, noted_at=None)
                | Q(corrects__isnull=False, noted_at__isnull=False),
                name="guides_contact_correction_says_when",
            ),
            models.CheckConstraint(
                condition=Q(next_step="") | Q(next_on__isnull=False),
                name="guides_contact_next_step_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} · {self.member_id}"

    @property
    def written_at(self) -> dt.datetime:
        """When it was written down: at once, or as a correction later."""
        return self.noted_at or self.at
