"""Texts guides send by their own means, and the words that may not stand in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from guides.enums import TemplateKind
from stores.models import Staff


class MessageTemplateQuerySet(models.QuerySet["MessageTemplate"]):
    """Which templates."""

    def offered_to(self, staff: Staff) -> MessageTemplateQuerySet:
        """Return the house's texts in use, and those of ``staff``."""
        return self.filter(Q(owner=None) | Q(owner=staff), is_active=True)

    def own_first(self) -> MessageTemplateQuerySet:
        """Order by kind, one's own before the house's."""
        return self.order_by("kind", Coalesce("owner", 0).desc(), "pk")


class MessageTemplate(models.Model):
    """A text with ``{姓名}`` (or ``{name}``) where the member's name goes.

    Without an owner it is the house's.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="message_templates",
        null=True,
        blank=True,
        verbose_name=_("whose"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TemplateKind)
    title = models.CharField(_("title"), max_length=40)
    body = models.TextField(_("text"), max_length=500)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = MessageTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(body=""), name="guides_template_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_care(self) -> bool:
        """Whether it is care: the house's taboos hold, and no consent is needed."""
        return self.kind != TemplateKind.PROMOTION


class TabooWord(models.Model):
    """A word that may not stand in texts of a kind; without one, in no text of care."""

    word = models.CharField(_("word"), max_length=40)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=[choice for choice in TemplateKind.choices if choice[0] != TemplateKind.PROMOTION],
        blank=True,
        help_text=_("Empty: in every text of care."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("taboo word")
        verbose_name_plural = _("taboo words")
        constraints = [
            models.UniqueConstraint(
                fields=["word", "kind"], name="guides_taboo_word_is_there_once"
            ),
            models.CheckConstraint(condition=~Q(word=""), name="guides_taboo_word_is_a_word"),
            models.CheckConstraint(
                condition=~Q(kind=TemplateKind.PROMOTION), name="guides_taboo_is_of_care"
            ),
        ]

    def __str__(self) -> str:
        return self.word
