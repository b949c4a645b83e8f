"""What a member agreed to: which text, when, how, before whom; and when she took it back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from membership.enums import ConsentChannel, Purpose
from membership.models.member import Member


class ConsentText(models.Model):
    """The words a member agrees to. A new wording is a new version, never an edit."""

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    version = models.PositiveSmallIntegerField(_("version"))
    body_zh = models.TextField(_("text in Chinese"))
    body_en = models.TextField(_("text in English"), blank=True)
    effective_from = models.DateField(_("effective from"))

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "version"], name="membership_consent_text_version_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} v{self.version}"

    @property
    def body(self) -> str:
        """The words in the language of the reader."""
        return self.body_en if get_language() == "en" and self.body_en else self.body_zh


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Which consents."""

    def standing(self) -> ConsentQuerySet:
        """Return consents that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """One agreement of one member to one text; kept for ever as proof."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="consents", verbose_name=_("member")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    text = models.ForeignKey(
        ConsentText, models.PROTECT, related_name="consents", verbose_name=_("text")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=ConsentChannel)
    given_at = models.DateTimeField(_("given at"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="consents_taken",
        null=True,
        blank=True,
        verbose_name=_("taken by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="consents_withdrawn",
        null=True,
        blank=True,
        verbose_name=_("withdrawal taken by"),
    )
    withdrawn_channel = models.CharField(
        _("withdrawn by way of"), max_length=10, choices=ConsentChannel, blank=True
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"],
                condition=Q(withdrawn_at=None),
                name="membership_consent_stands_once_per_purpose",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="membership_consent_is_withdrawn_after_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_purpose_display()}"
