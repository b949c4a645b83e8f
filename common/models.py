from django.db import models
from django.utils.translation import gettext_lazy as _

from common.languages import reads_chinese


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
        if reads_chinese():
            return self.name_zh or self.name_en
        return self.name_en or self.name_zh
