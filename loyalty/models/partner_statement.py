"""Statements of what partners are owed, from the draft to the payment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import MoneyField
from loyalty.enums import StatementState
from loyalty.models.partner import Partner
from loyalty.models.partner_ledger import PartnerEntry


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
