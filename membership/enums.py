"""The words of membership."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MemberStatus(models.TextChoices):
    """Where a membership stands."""

    ACTIVE = "active", pgettext_lazy("membership", "Active")
    DISQUALIFIED = "disqualified", _("Disqualified")
    MERGED = "merged", _("Merged into another member")
    ERASED = "erased", _("Erased")


class ProspectState(models.TextChoices):
    """How far somebody is on the way to become a member."""

    OPEN = "open", pgettext_lazy("prospect", "Open")
    JOINED = "joined", pgettext_lazy("prospect", "Joined")
    DROPPED = "dropped", pgettext_lazy("prospect", "Let go")


class Gender(models.TextChoices):
    """As given by the member; empty when not."""

    FEMALE = "F", _("Female")
    MALE = "M", _("Male")


class Calendar(models.TextChoices):
    """The calendar a birthday was given in."""

    SOLAR = "solar", _("Solar")
    LUNAR = "lunar", _("Lunar")


class CardStatus(models.TextChoices):
    """Where a card stands."""

    ISSUED = "issued", _("Issued")
    LOST = "lost", _("Lost")
    FROZEN = "frozen", _("Frozen")
    REPLACED = "replaced", _("Replaced")
    RETURNED = "returned", _("Given back")


class IssueWay(models.TextChoices):
    """How a card came to its holder."""

    FREE = "free", _("free of charge")
    SOLD = "sold", _("sold")
    GIVEN = "given", _("given away")


class PrintedStatus(models.TextChoices):
    """Where a printed card number stands."""

    IN_STOCK = "in_stock", _("In stock")
    ISSUED = "issued", pgettext_lazy("printed card", "Issued")
    VOID = "void", _("Void")


class AppealState(models.TextChoices):
    """Where the appeal against a disqualification stands."""

    NONE = "none", _("No appeal")
    OPEN = "open", _("Appeal under review")
    GRANTED = "granted", _("Appeal granted")
    REJECTED = "rejected", _("Appeal rejected")


class Purpose(models.TextChoices):
    """What a member may agree to, each on its own."""

    MEMBERSHIP = "membership", _("Membership terms")
    SMS = "sms", _("Marketing by SMS")
    PHONE = "phone", _("Marketing by phone")
    WECHAT = "wechat", _("Marketing by WeChat")
    PROFILING = "profiling", _("Analysis of purchases")


class ConsentChannel(models.TextChoices):
    """How a consent was given or withdrawn."""

    TILL = "till", _("At the till")
    PAPER = "paper", _("On paper")
    LINK = "link", _("By link")
    IMPORT = "import", _("From an earlier system")


class Sign(models.TextChoices):
    """What speaks for two records being of the same person."""

    BIRTHDAY = "birthday", _("same name and birthday")
    PHONE_END = "phone_end", _("same name and end of the phone")
    PHONE = "phone", _("one has had the other's phone")
