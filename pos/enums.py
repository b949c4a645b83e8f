"""The words of the till."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BasketState(models.TextChoices):
    """Where a basket stands."""

    OPEN = "open", _("On the till")
    HELD = "held", _("Held")
    POSTED = "posted", _("Paid")
    DROPPED = "dropped", _("Dropped")
