"""The words of points and tiers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """Why points moved."""

    EARN = "earn", _("Earned")
    REDEEM = "redeem", _("Redeemed")
    EXPIRE = "expire", _("Expired")
    REVERSE = "reverse", _("Reversed")
    ADJUST = "adjust", _("Adjusted")
    OPENING = "opening", _("Opening balance")


class TierReason(models.TextChoices):
    """Why somebody has her tier."""

    ENTRY = "entry", _("Chosen on joining")
    UPGRADE = "upgrade", _("Reached the threshold")
    MANUAL = "manual", _("Set by hand")
    IMPORT = "import", _("From an earlier system")
