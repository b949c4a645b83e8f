"""What members complain of, and by when they are answered."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guides.enums import ComplaintState
from guides.models.contact import Contact
from membership.models import Member
from stores.models import Store


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    """Which complaints."""

    def open(self) -> ComplaintQuerySet:
        """Return the complaints nobody has answered."""
        return self.filter(answered_at=None)

    def unsettled(self) -> ComplaintQuerySet:
        """Return the complaints that are not over, answered or not."""
        return self.filter(settled_at=None)

    def overdue(self, *, at: dt.datetime) -> ComplaintQuerySet:
        """Return the complaints that should have been answered before ``at``."""
        return self.open().filter(due_at__lt=at)

    def soonest_first(self) -> ComplaintQuerySet:
        """Order by when they are to be answered."""
        return self.order_by("due_at", "pk")


class Complaint(models.Model):
    """A complaint: open until it is answered, over once it is settled."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="complaints", verbose_name=_("member")
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="complaints", verbose_name=_("store")
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="complaints",
        null=True,
        blank=True,
        verbose_name=_("contact"),
    )
    about = models.TextField(_("what about"))
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="complaints_opened",
        verbose_name=_("taken by"),
    )
    due_at = models.DateTimeField(_("to be answered by"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="complaints_answered",
        null=True,
        blank=True,
        verbose_name=_("answered by"),
    )
    settlement = models.TextField(_("how it was settled"), blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="complaints_settled",
        null=True,
        blank=True,
        verbose_name=_("settled by"),
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        indexes = [
            models.Index(
                fields=["store", "due_at"],
                condition=Q(settled_at=None),
                name="unsettled_complaint_by_store",
            ),
            models.Index(
                fields=["member"],
                condition=Q(settled_at=None),
                name="unsettled_complaint_by_member",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["contact"], name="guides_contact_complains_once"),
            models.CheckConstraint(condition=~Q(about=""), name="guides_complaint_says_something"),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("opened_at")), name="guides_complaint_gives_time"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="guides_complaint_answer_says_what_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, settlement="")
                | Q(
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                    answered_at__isnull=False,
                    settled_at__gte=F("answered_at"),
                )
                & ~Q(settlement=""),
                name="guides_complaint_is_settled_after_the_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} · {self.member_id}"

    @property
    def state(self) -> ComplaintState:
        """Where it stands."""
        if self.settled_at:
            return ComplaintState.SETTLED
        return ComplaintState.ANSWERED if self.answered_at else ComplaintState.OPEN
