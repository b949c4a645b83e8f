"""Referrals that counted."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from membership.models import Member
from sales.models import Sale


class Referral(models.Model):
    """A friend bought for the first time; both sides were rewarded, once and one level deep."""

    friend = models.OneToOneField(
        Member, models.PROTECT, related_name="referral", verbose_name=_("friend")
    )
    referrer = models.ForeignKey(
        Member, models.PROTECT, related_name="referrals", verbose_name=_("referrer")
    )
    sale = models.OneToOneField(
        Sale, models.PROTECT, related_name="referral", verbose_name=_("sale")
    )
    rewarded_at = models.DateTimeField(_("rewarded at"))
    undone_at = models.DateTimeField(
        _("undone at"), null=True, blank=True, help_text=_("The friend gave the goods back.")
    )

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        constraints = [
            models.CheckConstraint(
                condition=~Q(friend=F("referrer")), name="loyalty_referral_is_of_two_members"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referrer_id} → {self.friend_id}"
