"""What was sold, and to whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from common.aggregates import sum_money, sum_units
from common.money import ZERO
from common.periods import Period
from reports import sql
from reports.enums import Customers
from reports.queries.facts import known_until, sales, visit_rows
from reports.queries.rows import Rate, Tickets
from reports.scope import Scope


def member_sales_share(*, period: Period, scope: Scope, as_of: dt.date) -> Rate:
    """Return net sales with a member on the ticket over all net sales, in yuan."""
    net = {who: net for who, _units, net in _sold(period, scope, as_of)}
    return Rate(net.get(Customers.MEMBERS, ZERO), sum(net.values(), ZERO))


def ticket(*, period: Period, scope: Scope, as_of: dt.date) -> list[Tickets]:
    """Return tickets, units and net of members, of others, and of all."""
    visits = visit_rows(period=period, scope=scope, as_of=as_of)
    counts = {
        Customers.MEMBERS: visits.aggregate(sum=Sum("tickets"))["sum"] or 0,
        Customers.OTHERS: tickets_without_member(period=period, scope=scope, as_of=as_of),
    }
    sold = {who: (units, net) for who, units, net in _sold(period, scope, as_of)}
    nothing = (Decimal(0), ZERO)
    rows = [Tickets(who, count, *sold.get(who, nothing)) for who, count in counts.items()]
    return [*rows, _together(rows)]


def tickets_without_member(*, period: Period, scope: Scope, as_of: dt.date) -> int:
    """Return how many tickets name no member; one given back whole on its day is none."""
    [row] = sql.rows(
        "tickets_without_member",
        _Count,
        since=period.since,
        until=known_until(period, as_of),
        **scope.params,
    )
    return row.tickets


@dataclass(frozen=True)
class _Count:
    tickets: int


def _sold(period: Period, scope: Scope, as_of: dt.date) -> list[tuple[Customers, Decimal, Decimal]]:
    rows = (
        sales(period=period, scope=scope, as_of=as_of)
        .annotate(has_member=Q(member__isnull=False))
        .values_list("has_member")
        .annotate(units=sum_units("units"), net=sum_money("net"))
        .order_by()
    )
    return [
        (Customers.MEMBERS if has_member else Customers.OTHERS, units, net)
        for has_member, units, net in rows
    ]


def _together(rows: list[Tickets]) -> Tickets:
    return Tickets(
        Customers.ALL,
        sum(row.tickets for row in rows),
        sum((row.units for row in rows), Decimal(0)),
        sum((row.net for row in rows), ZERO),
    )
