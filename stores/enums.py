"""The words of the organisation: roles, reaches and languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What somebody is posted as. The shop's own words, not Django's groups."""

    CASHIER = "cashier", _("Cashier")
    GUIDE = "guide", pgettext_lazy("shop guide", "Guide")
    STORE_MANAGER = "store_manager", _("Store manager")
    AREA_MANAGER = "area_manager", _("Area manager")
    MEMBER_OFFICER = "member_officer", _("Member officer")
    HEAD_OFFICE = "head_office", _("Head office")


class Language(models.TextChoices):
    """The languages the interface speaks."""

    CHINESE = "zh-hans", "简体中文"
    ENGLISH = "en", "English"
