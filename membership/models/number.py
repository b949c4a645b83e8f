"""Where member numbers come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.models import Store


class MemberSequence(models.Model):
    """The last number drawn in a store. Drawing locks this row, so no number is lost."""

    store = models.OneToOneField(
        Store, models.PROTECT, related_name="member_sequence", verbose_name=_("store")
    )
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("member number sequence")
        verbose_name_plural = _("member number sequences")

    def __str__(self) -> str:
        return f"{self.store}: {self.last}"
