"""What was said to a member, and what she said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guides.enums import ContactChannel
from membership.models import Member
from stores.models import Store


class ContactQuerySet(models.QuerySet["Contact"]):
    """Which contacts."""

    def newest_first(self) -> ContactQuerySet:
        """Order by time, latest first."""
        return self.order_by("-at", "-pk")


class Contact(models.Model):
    """One contact. Corrections are further contacts, not edits."""

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
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("what was said"))

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [models.Index(fields=["member", "at"], name="contact_by_member_and_time")]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="guides_contact_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} · {self.member_id}"
