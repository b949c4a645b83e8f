"""The words of ownership and contact."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OwnershipState(models.TextChoices):
    """How a guide holds a member."""

    OWNED = "owned", _("Owned")
    TRIAL = "trial", _("On trial")


class OwnershipReason(models.TextChoices):
    """How a member came to a guide."""

    ENROLMENT = "enrolment", _("Registered by her")
    IMPORT = "import", _("From an earlier system")
    MANUAL = "manual", _("Assigned by hand")
    DRAW = "draw", _("Drawn")
    CLAIM = "claim", _("Claimed by serving")


class EndReason(models.TextChoices):
    """Why a guide no longer holds a member."""

    RECYCLED = "recycled", _("No purchase in time")
    REASSIGNED = "reassigned", _("Assigned to somebody else")
    LEFT = "left", _("The guide left")
    MERGED = "merged", _("Merged with another member")


class ContactChannel(models.TextChoices):
    """By which way a member was reached."""

    PHONE = "phone", _("Phone")
    WECHAT = "wechat", _("WeChat")
    SMS = "sms", _("SMS")
    STORE = "store", _("In the store")
    OTHER = "other", _("Other")


class Focus(models.TextChoices):
    """Why a guide looks at some of her members before the others."""

    DUE = "due", _("Due within 14 days")
    TRIAL = "trial", _("On trial")
    BIRTHDAY = "birthday", _("Birthday this month")


class Place(models.TextChoices):
    """Where members are listed from."""

    HAND = "hand", _("With a guide")
    POOL = "pool", _("In the pool")


class NearList(models.TextChoices):
    """Whose tier is about to change."""

    UP = "up", _("Near the next tier")
    KEEP = "keep", _("About to lose their tier")


class CountedBy(models.TextChoices):
    """By whom those who joined are counted."""

    GUIDE = "guide", pgettext_lazy("joined", "By guide")
    MEMBER = "member", pgettext_lazy("joined", "By member")
