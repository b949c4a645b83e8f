"""What the pages say of partners: what they are owed, how they are marked, what was used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Round

from common.aggregates import MONEY, sum_money
from common.money import ZERO
from loyalty.enums import StatementState
from loyalty.models import Partner, PartnerCheck, PartnerEntry, PartnerStatement, PartnerTerms


def with_standing(partners: QuerySet[Partner]) -> QuerySet[Any, Any]:
    """Add to each partner what it is ``owed`` (yuan), its open ``actions`` and average ``mark``.

    Owed is what no approved statement holds, and what was approved and is not paid.
    """
    entries = PartnerEntry.objects.filter(partner=OuterRef("pk")).unapproved()
    approved = PartnerStatement.objects.filter(
        partner=OuterRef("pk"), state=StatementState.APPROVED
    ).annotate(to_pay=Coalesce("confirmed", "amount"))
    checks = PartnerCheck.objects.filter(partner=OuterRef("pk"))
    return partners.annotate(
        owed=Round(
            _one(entries, sum=sum_money("amount")) + _one(approved, sum=sum_money("to_pay")),
            2,
            output_field=MONEY,
        ),
        actions=Coalesce(Subquery(_by_partner(checks.to_do(), sum=Count("pk"))), 0),
        mark=Subquery(_by_partner(checks, sum=Avg("mark"))),
        last_checked_on=Subquery(_by_partner(checks, sum=Max("checked_on"))),
    )


def _one(rows: QuerySet[Any, Any], **sums: Any) -> Coalesce:
    return Coalesce(Subquery(_by_partner(rows, **sums), output_field=MONEY), ZERO)


def _by_partner(rows: QuerySet[Any, Any], **sums: Any) -> QuerySet[Any, Any]:
    return rows.order_by().values("partner").annotate(**sums).values("sum")


@dataclass(frozen=True)
class ServiceSum:
    """What one service at one price comes to: times used, times taken back, yuan."""

    called: str
    price: Decimal
    used: int
    taken_back: int
    amount: Decimal


def services_of(statement: PartnerStatement) -> Sequence[ServiceSum]:
    """Return what is on ``statement``, service by service, a row for each price."""
    rows = (
        PartnerTerms.objects.filter(entries__statement_lines__statement=statement)
        .annotate(
            used=Count("entries", filter=Q(entries__reverses=None)),
            taken_back=Count("entries", filter=Q(entries__reverses__isnull=False)),
            sum=sum_money("entries__amount"),
        )
        .order_by("called", "effective_from", "pk")
    )
    return [ServiceSum(row.called, row.price, row.used, row.taken_back, row.sum) for row in rows]


def terms_of(partner: Partner) -> QuerySet[Any, Any]:
    """Return the terms of ``partner``, each with the day it ``ends_on``: where a newer begins."""
    newer = PartnerTerms.objects.filter(
        Q(perk=OuterRef("perk")) | Q(reward=OuterRef("reward")),
        effective_from__gt=OuterRef("effective_from"),
    ).order_by("effective_from")
    terms = partner.terms.select_related("perk", "reward")
    return terms.annotate(ends_on=Subquery(newer.values("effective_from")[:1])).order_by(
        "-effective_from", "-pk"
    )


def entries_of(partner: Partner) -> QuerySet[PartnerEntry]:
    """Return the ledger of ``partner``, the newest first, with what its rows name."""
    return _with_causes(partner.entries.all()).order_by("-business_day", "-pk")


def entries_on(statement: PartnerStatement) -> QuerySet[PartnerEntry]:
    """Return the entries on ``statement``, the oldest first, with what their rows name."""
    entries = PartnerEntry.objects.filter(statement_lines__statement=statement)
    return _with_causes(entries).order_by("business_day", "pk")


def _with_causes(entries: QuerySet[PartnerEntry]) -> QuerySet[PartnerEntry]:
    return entries.select_related(
        "terms", "store", "perk_use__member", "redemption__member"
    ).prefetch_related("statement_lines__statement")
