"""Members who lost their membership for a reason, and what they said against it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from membership.enums import AppealState
from membership.models.member import Member


class Disqualification(models.Model):
    """A membership taken away: why, by whom, and the appeal."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="disqualifications", verbose_name=_("member")
    )
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="disqualifications_made",
        verbose_name=_("by"),
    )
    appeal = models.CharField(
        _("appeal"), max_length=8, choices=AppealState, default=AppealState.NONE
    )
    appeal_text = models.TextField(_("what the member says"), blank=True)
    appealed_at = models.DateTimeField(_("appealed at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="appeals_decided",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )

    class Meta:
        verbose_name = _("disqualification")
        verbose_name_plural = _("disqualifications")
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=~Q(appeal=AppealState.GRANTED),
                name="membership_member_is_disqualified_once",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="membership_disqualification_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(appeal__in=[AppealState.NONE, AppealState.OPEN], decided_at=None)
                | Q(
                    appeal__in=[AppealState.GRANTED, AppealState.REJECTED],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="membership_appeal_is_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.reason}"
