"""What partners are owed: an entry for each use, and one for each that was undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import MoneyField
from loyalty.enums import StatementState
from loyalty.models.partner import Partner, PartnerTerms
from loyalty.models.perk import PerkUse
from loyalty.models.reward import Redemption
from stores.models import Store


class PartnerEntryQuerySet(models.QuerySet["PartnerEntry"]):
    """Which entries."""

    def on_no_statement(self) -> PartnerEntryQuerySet:
        """Return the entries no statement holds, not even a draft."""
        return self.filter(statement_lines=None)

    def unapproved(self) -> PartnerEntryQuerySet:
        """Return the entries no approved statement holds."""
        return self.filter(
            Q(statement_lines=None) | Q(statement_lines__statement__state=StatementState.DRAFT)
        )


class PartnerEntry(models.Model):
    """What the shop owes a partner for one use, or owes no longer. Never changed or deleted."""

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="entries", verbose_name=_("partner")
    )
    terms = models.ForeignKey(
        PartnerTerms, models.PROTECT, related_name="entries", verbose_name=_("terms")
    )
    amount = MoneyField(_("amount"), help_text=_("Yuan; negative takes back."))
    perk_use = models.ForeignKey(
        PerkUse,
        models.PROTECT,
        related_name="partner_entries",
        null=True,
        blank=True,
        verbose_name=_("use of a perk"),
    )
    redemption = models.ForeignKey(
        Redemption,
        models.PROTECT,
        related_name="partner_entries",
        null=True,
        blank=True,
        verbose_name=_("redemption"),
    )
    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="reversals",
        null=True,
        blank=True,
        verbose_name=_("takes back"),
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="partner_entries", verbose_name=_("store")
    )
    business_day = models.DateField(_("business day"))
    occurred_at = models.DateTimeField(_("occurred at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="partner_entries_made",
        verbose_name=_("by"),
    )

    objects = PartnerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner ledger entry")
        verbose_name_plural = _("partner ledger entries")
        indexes = [models.Index(fields=["partner", "business_day"], name="partner_entry_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(perk_use__isnull=False, redemption=None)
                | Q(perk_use=None, redemption__isnull=False),
                name="loyalty_partner_entry_has_one_cause",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gte=0)
                | Q(reverses__isnull=False, amount__lte=0),
                name="loyalty_partner_entry_owes_or_takes_back",
            ),
            models.UniqueConstraint(
                fields=["perk_use"],
                condition=Q(reverses=None),
                name="loyalty_perk_use_is_owed_for_once",
            ),
            models.UniqueConstraint(
                fields=["redemption"],
                condition=Q(reverses=None),
                name="loyalty_redemption_is_owed_for_once",
            ),
            models.UniqueConstraint(
                fields=["reverses"], name="loyalty_partner_entry_is_taken_back_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.amount:+}"

    @property
    def cause(self) -> PerkUse | Redemption | None:
        """The use or the voucher it is owed for."""
        return self.perk_use or self.redemption
