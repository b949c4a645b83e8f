"""Who looked at whose phone number."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from membership.models.member import Member


class PhoneReveal(models.Model):
    """One look at a whole phone number."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="phone_reveals", verbose_name=_("member")
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="phone_reveals",
        verbose_name=_("staff member"),
    )
    at = models.DateTimeField(_("at"))
    page = models.CharField(_("page"), max_length=60)

    class Meta:
        verbose_name = _("phone reveal")
        verbose_name_plural = _("phone reveals")
        indexes = [models.Index(fields=["staff", "at"], name="reveal_by_staff")]

    def __str__(self) -> str:
        return f"{self.staff} · {self.member}"
