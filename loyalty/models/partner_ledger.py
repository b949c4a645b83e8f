"""What partners are owed: an entry for each use, and statements that settle them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
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


class PartnerStatement(models.Model):
    """What a partner is owed for the uses up to a day: drafted, approved by another, paid.

    ``amount`` is the sum of its entries; ``confirmed`` what the partner says, if it was asked.
    From its approval on the database lets nothing be changed but that it was paid.
    """

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="statements", verbose_name=_("partner")
    )
    partner_name = models.CharField(_("name of the partner"), max_length=100)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), help_text=_("The first day that is not on it."))
    amount = MoneyField(_("our figure"), default=0)
    state = models.CharField(
        _("state"), max_length=8, choices=StatementState, default=StatementState.DRAFT
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="partner_statements_drafted",
        verbose_name=_("drafted by"),
    )
    confirmed = MoneyField(_("partner's figure"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="partner_statements_confirmed",
        null=True,
        blank=True,
        verbose_name=_("entered by"),
    )
    difference_reason = models.CharField(_("why it differs"), max_length=200, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="partner_statements_approved",
        null=True,
        blank=True,
        verbose_name=_("approved by"),
    )
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    payment_reference = models.CharField(_("reference of the payment"), max_length=60, blank=True)
    settled_at = models.DateTimeField(_("payment noted at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="partner_statements_settled",
        null=True,
        blank=True,
        verbose_name=_("payment noted by"),
    )

    class Meta:
        verbose_name = _("partner statement")
        verbose_name_plural = _("partner statements")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="loyalty_partner_statement_has_days"
            ),
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(state=StatementState.DRAFT),
                name="loyalty_partner_has_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(confirmed=None, confirmed_by=None)
                | Q(confirmed__isnull=False, confirmed_by__isnull=False)
                & (Q(confirmed=F("amount")) | ~Q(difference_reason="")),
                name="loyalty_partner_statement_says_why_it_differs",
            ),
            models.CheckConstraint(
                condition=Q(state=StatementState.DRAFT, approved_at=None, approved_by=None)
                | ~Q(state=StatementState.DRAFT)
                & Q(approved_at__isnull=False, approved_by__isnull=False),
                name="loyalty_partner_statement_is_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | ~Q(approved_by=F("drafted_by"))
                & (Q(confirmed_by=None) | ~Q(approved_by=F("confirmed_by"))),
                name="loyalty_partner_statement_needs_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state=StatementState.SETTLED)
                & Q(paid_on=None, payment_reference="", settled_at=None, settled_by=None)
                | Q(
                    state=StatementState.SETTLED,
                    paid_on__isnull=False,
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                )
                & ~Q(payment_reference=""),
                name="loyalty_partner_statement_says_how_it_was_paid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_name} {self.since} – {self.last_day}"

    @property
    def last_day(self) -> dt.date:
        """The last day that is on it."""
        return self.until - dt.timedelta(days=1)

    @property
    def payable(self) -> Decimal:
        """What is paid, in yuan: the figure both agree on."""
        return self.amount if self.confirmed is None else self.confirmed

    @property
    def difference(self) -> Decimal:
        """The partner's figure less ours, in yuan."""
        return self.payable - self.amount


class PartnerStatementLine(models.Model):
    """That an entry is on a statement; it is on one at most."""

    statement = models.ForeignKey(
        PartnerStatement, models.PROTECT, related_name="lines", verbose_name=_("partner statement")
    )
    entry = models.ForeignKey(
        PartnerEntry,
        models.PROTECT,
        related_name="statement_lines",
        verbose_name=_("partner ledger entry"),
    )

    class Meta:
        verbose_name = _("line of a partner statement")
        verbose_name_plural = _("lines of partner statements")
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], name="loyalty_partner_entry_is_on_one_statement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.entry_id}"
