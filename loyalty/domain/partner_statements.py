"""Settling with partners: drafted, the partner's figure entered, approved by another, paid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from common.aggregates import sum_money
from loyalty.enums import StatementState
from loyalty.models import Partner, PartnerStatement, PartnerStatementLine
from stores.models import Staff


class StatementRefused(Exception):
    """The statement cannot be changed so."""


class DayNotOver(StatementRefused):
    """Members may still use something on the last day."""


class NothingToSettle(StatementRefused):
    """No entry up to the day waits for a statement."""


class StatementApproved(StatementRefused):
    """What was approved is not changed any more."""


class DifferenceUnexplained(StatementRefused):
    """The partner's figure is another, and nobody says why."""


class MayNotApproveOwn(StatementRefused):
    """Who drafted it or entered the partner's figure does not approve it."""


class FigureChanged(StatementRefused):
    """What is to be paid is no longer what was shown."""


class NotApprovedYet(StatementRefused):
    """Nobody has approved the statement."""


class SettledBefore(StatementRefused):
    """The statement was paid."""


class PaidInTheFuture(StatementRefused):
    """The day of the payment has not come."""


@transaction.atomic
def draft_statement(
    *, partner: Partner, last_day: dt.date, by: Staff, at: dt.datetime
) -> PartnerStatement:
    """Gather what ``partner`` is owed up to and with ``last_day`` that is on no statement.

    Drafting again replaces the draft, and forgets the partner's figure. What was taken back
    after its statement was approved comes onto the next one.

    :raises DayNotOver: if ``last_day`` is today or later
    :raises NothingToSettle: if there is nothing
    """
    if last_day >= timezone.localdate(at):
        raise DayNotOver
    partner = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
    draft = partner.statements.select_for_update(of=("self",)).filter(state=StatementState.DRAFT)
    statement = draft.first() or PartnerStatement(partner=partner)
    _clear(statement, until=last_day + dt.timedelta(days=1), by=by, at=at)
    waiting = partner.entries.on_no_statement().filter(business_day__lte=last_day)
    entries = list(waiting.order_by("business_day", "pk"))
    if not entries:
        raise NothingToSettle
    before = partner.statements.exclude(pk=statement.pk).order_by("-until").first()
    first = entries[0].business_day
    statement.since = min(before.until, first) if before else first
    statement.save()
    PartnerStatementLine.objects.bulk_create(
        PartnerStatementLine(statement=statement, entry=entry) for entry in entries
    )
    statement.amount = statement.lines.aggregate(sum=sum_money("entry__amount"))["sum"]
    statement.save(update_fields=["amount"])
    return statement


@transaction.atomic
def confirm_figure(
    *, statement: PartnerStatement, confirmed: Decimal, reason: str, by: Staff
) -> PartnerStatement:
    """Note the figure (yuan) the partner confirms, and ``reason`` why it differs from ours.

    It is what will be paid.

    :raises StatementApproved: if the statement was approved
    :raises DifferenceUnexplained: if it differs without a reason
    """
    held = _locked(statement)
    if held.state != StatementState.DRAFT:
        raise StatementApproved
    reason = reason.strip() if confirmed != held.amount else ""
    if confirmed != held.amount and not reason:
        raise DifferenceUnexplained
    held.confirmed, held.confirmed_by, held.difference_reason = confirmed, by, reason
    held.save(update_fields=["confirmed", "confirmed_by", "difference_reason"])
    return held


@transaction.atomic
def approve_statement(
    *, statement: PartnerStatement, shown: Decimal, by: Staff, at: dt.datetime
) -> PartnerStatement:
    """Agree to pay ``shown`` yuan; from then on the statement is not changed any more.

    :raises StatementApproved: if it was approved
    :raises MayNotApproveOwn: if ``by`` drafted it, or entered the partner's figure
    :raises FigureChanged: if another amount is to be paid by now
    """
    held = _locked(statement)
    if held.state != StatementState.DRAFT:
        raise StatementApproved
    if by.pk in (held.drafted_by_id, held.confirmed_by_id):
        raise MayNotApproveOwn
    if held.payable != shown:
        raise FigureChanged
    held.state, held.approved_by, held.approved_at = StatementState.APPROVED, by, at
    held.save(update_fields=["state", "approved_by", "approved_at"])
    return held


@transaction.atomic
def settle_statement(
    *,
    statement: PartnerStatement,
    paid_on: dt.date,
    reference: str,
    by: Staff,
    at: dt.datetime,
) -> PartnerStatement:
    """Note that what was approved was paid on ``paid_on``, under ``reference``.

    :raises NotApprovedYet: if it is a draft
    :raises SettledBefore: if it was paid
    :raises PaidInTheFuture: if ``paid_on`` has not come
    """
    held = _locked(statement)
    if held.state == StatementState.DRAFT:
        raise NotApprovedYet
    if held.state == StatementState.SETTLED:
        raise SettledBefore
    if paid_on > timezone.localdate(at):
        raise PaidInTheFuture
    held.state, held.paid_on, held.payment_reference = StatementState.SETTLED, paid_on, reference
    held.settled_by, held.settled_at = by, at
    held.save(update_fields=["state", "paid_on", "payment_reference", "settled_by", "settled_at"])
    return held


def _clear(statement: PartnerStatement, *, until: dt.date, by: Staff, at: dt.datetime) -> None:
    """Make ``statement`` a draft of ``by`` with nothing on it."""
    if statement.pk:
        statement.lines.all().delete()
    statement.partner_name, statement.until = statement.partner.name, until
    statement.drafted_by, statement.drafted_at = by, at
    statement.confirmed, statement.confirmed_by, statement.difference_reason = None, None, ""


def _locked(statement: PartnerStatement) -> PartnerStatement:
    return PartnerStatement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
