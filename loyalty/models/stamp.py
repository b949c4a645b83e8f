"""Whether the rules changed since they were read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RulesStamp(models.Model):
    """One row. Triggers give it a new random value whenever a row of the rules changes.

    A value never comes again, also not after a rollback, so who kept what she read under a
    stamp may use it while the stamp is the same (``loyalty.programme``).
    """

    value = models.CharField(max_length=36)

    class Meta:
        verbose_name = _("rules stamp")
        verbose_name_plural = _("rules stamps")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="loyalty_rules_stamp_is_one_row"),
        ]

    def __str__(self) -> str:
        return self.value
