"""What was printed, as it was printed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sales.models import Sale


class Receipt(models.Model):
    """The figures of a receipt that later events would change: points, balance, next tier."""

    sale = models.OneToOneField(
        Sale, models.PROTECT, related_name="printed", verbose_name=_("sale")
    )
    facts = models.JSONField(_("as printed"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return str(self.sale)
