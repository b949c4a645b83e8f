"""Members without a guide who are not drawn: nobody is left for them, or they want nobody."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guides.enums import AsideKind, AsideReason
from membership.models import Member


class SetAsideQuerySet(models.QuerySet["SetAside"]):
    """Which members set aside."""

    def open(self) -> SetAsideQuerySet:
        """Return those who are aside now."""
        return self.filter(ends_at=None)

    def exhausted(self) -> SetAsideQuerySet:
        """Return those for whom no guide is left."""
        return self.filter(kind=AsideKind.EXHAUSTED)

    def in_peace(self) -> SetAsideQuerySet:
        """Return those who are not to be drawn or contacted."""
        return self.filter(kind=AsideKind.PEACE)


class SetAside(models.Model):
    """A member kept out of the draws from ``starts_at`` until ``ends_at``, and why.

    An open row of peace is what decides that nobody contacts her, whoever wanted it.
    """

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="set_aside", verbose_name=_("member")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=AsideKind)
    reason = models.CharField(_("reason"), max_length=10, choices=AsideReason)
    note = models.CharField(_("note"), max_length=200, blank=True)
    is_offered = models.BooleanField(_("offered to other stores"), default=False)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="members_set_aside",
        null=True,
        blank=True,
        verbose_name=_("by"),
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="members_let_back",
        null=True,
        blank=True,
        verbose_name=_("ended by"),
    )

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        verbose_name = _("member set aside")
        verbose_name_plural = _("members set aside")
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ends_at=None),
                name="guides_member_is_set_aside_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="guides_set_aside_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AsideKind.PEACE)
                | Q(reason=AsideReason.BY_HAND, by__isnull=False) & ~Q(note=""),
                name="guides_peace_is_given_by_somebody_who_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.member_id}"
