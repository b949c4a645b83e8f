"""The code by which a member brings a friend."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from membership.models.member import Member


class ReferralCode(models.Model):
    """A member's own code, easy to read out; made when first asked for."""

    member = models.OneToOneField(
        Member, models.CASCADE, related_name="referral_code", verbose_name=_("member")
    )
    code = models.CharField(_("code"), max_length=12, unique=True)

    class Meta:
        verbose_name = _("referral code")
        verbose_name_plural = _("referral codes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code=""), name="membership_referral_code_is_written"
            ),
        ]

    def __str__(self) -> str:
        return self.code
