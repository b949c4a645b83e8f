"""The words of selling."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SaleKind(models.TextChoices):
    """Goods out, or goods back."""

    SALE = "sale", _("Sale")
    RETURN = "return", _("Return")


class SaleSource(models.TextChoices):
    """Where the fact was first written."""

    TILL = "till", _("Till")
    IMPORT = "import", _("Import of history")


class TenderKind(models.TextChoices):
    """What a customer pays with."""

    CASH = "cash", _("Cash")
    CARD = "card", _("Bank card")
    WECHAT = "wechat", _("WeChat Pay")
    ALIPAY = "alipay", _("Alipay")
    POINTS = "points", _("Points")


class PriceReason(models.TextChoices):
    """Why a line costs what it costs."""

    REGULAR = "regular", _("Regular price")
    SPECIAL = "special", _("Special price")
    MEMBER = "member", _("Member price")
    TIER = "tier", _("Tier discount")
    BIRTHDAY = "birthday", _("Birthday discount")
    PERK = "perk", _("Extra discount")
    COUPON = "coupon", _("Coupon")
    MANUAL = "manual", _("Price set by hand")
    HISTORY = "history", _("Price as imported")
