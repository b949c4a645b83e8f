from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class BilingualName(models.Model):
    """Something the shop names itself, in Chinese and, if it likes, in English."""

    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, or the other one when that is missing."""
        reads_chinese = (get_language() or "zh").startswith("zh")
        first, second = (
            (self.name_zh, self.name_en) if reads_chinese else (self.name_en, self.name_zh)
        )
        return first or second
