"""The words of the figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Group(models.TextChoices):
    """Where a figure stands on the page, in this order."""

    SALES = "sales", _("Members in sales")
    NEW = "new", _("New members")
    OLD = "old", _("Old members")
    RATES = "rates", _("The four rates")
    RETENTION = "retention", _("Who comes back")
    LIFECYCLE = "lifecycle", _("Lifecycle")
    GUIDES = "guides", _("Guides")


class Kind(models.TextChoices):
    """What one answer of a figure is."""

    RATE = "rate", _("Rate")
    COUNT = "count", _("Count")
    AMOUNT = "amount", _("Amount")
    ROWS = "rows", _("Rows")


class Lifecycle(models.TextChoices):
    """How long ago a member last bought; how many days make each is a setting."""

    PROSPECT = "prospect", pgettext_lazy("lifecycle", "Prospect")
    ACTIVE = "active", pgettext_lazy("lifecycle", "Active")
    SILENT = "silent", pgettext_lazy("lifecycle", "Silent")
    SLEEPING = "sleeping", pgettext_lazy("lifecycle", "Sleeping")
    LOST = "lost", pgettext_lazy("lifecycle", "Lost")


class Customers(models.TextChoices):
    """Whose tickets."""

    MEMBERS = "members", pgettext_lazy("customers", "Members")
    OTHERS = "others", pgettext_lazy("customers", "Without membership")
    ALL = "all", pgettext_lazy("customers", "All")


class PeriodName(models.TextChoices):
    """The periods one picks by name."""

    THIS_MONTH = "this-month", _("This month")
    LAST_MONTH = "last-month", _("Last month")
    LAST_30_DAYS = "last-30-days", _("Last 30 days")
    LAST_90_DAYS = "last-90-days", _("Last 90 days")
    THIS_QUARTER = "this-quarter", _("This quarter")
    CUSTOM = "custom", _("Other days …")
