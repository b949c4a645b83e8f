"""Why members leave, and who is left in peace."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import BilingualName
from membership.models import Member


class LossReason(BilingualName):
    """A reason for leaving. With some, a member is left in peace."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    leaves_in_peace = models.BooleanField(
        _("leave her in peace"),
        default=False,
        help_text=_("Nobody is asked to contact her any more."),
    )
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("reason for leaving")
        verbose_name_plural = _("reasons for leaving")


class LossQuerySet(models.QuerySet["Loss"]):
    """Which losses."""

    def open(self) -> LossQuerySet:
        """Return the losses that stand: the member has not come back."""
        return self.filter(ended_at=None)

    def left_in_peace(self) -> LossQuerySet:
        """Return the losses that brought peace; whether she has it, ``SetAside`` says."""
        return self.open().filter(reason__leaves_in_peace=True)


class Loss(models.Model):
    """A member who left, and why; ended when she is welcome to hear from us again.

    It is the record of the reason. That she is left in peace because of it is a ``SetAside``.
    """

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="losses", verbose_name=_("member")
    )
    reason = models.ForeignKey(
        LossReason, models.PROTECT, related_name="losses", verbose_name=_("reason")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="losses", verbose_name=_("by")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="losses_ended",
        null=True,
        blank=True,
        verbose_name=_("ended by"),
    )

    objects = LossQuerySet.as_manager()

    class Meta:
        verbose_name = _("lost member")
        verbose_name_plural = _("lost members")
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at=None), name="guides_member_is_lost_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, ended_at__gte=F("at")),
                name="guides_loss_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.reason_id}"
