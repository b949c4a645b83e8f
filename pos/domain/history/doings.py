"""What the members of one batch of history did, as the criteria of tiers count it.

Only what some tier asks for is read; the batch adds what it writes.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from common.aggregates import sum_money
from loyalty.domain.tier_criteria import Measured, Span
from loyalty.domain.tier_measures import approvals, paid_cards
from loyalty.enums import Measure
from loyalty.models import TierCriterion
from membership.models import Card
from pos.domain.history.accounts import Account
from pos.domain.history.days import Days
from pos.domain.history.documents import Document, money
from pos.domain.history.tiers import Ladder
from sales.enums import SaleKind
from sales.models import Sale, SaleLine

_OF_SALES = {Measure.NET, Measure.TICKET}


@dataclass(slots=True)
class Ticket:
    """A sale or a return: its 分, and what of a sale has not come back."""

    sold_at: dt.datetime
    net: int
    left: int


class Doings:
    """The sales, cards and approvals of some members from ``since`` on."""

    def __init__(
        self, members: Collection[int], *, ladder: Ladder, days: Days, since: dt.datetime | None
    ) -> None:
        self._days = days
        self._tickets: dict[int, dict[int, Ticket]] = defaultdict(dict)
        self._counts_sales = bool(_OF_SALES & ladder.measures)
        if self._counts_sales and since:
            self._read_sales(members, since=since)
        self._cards = list(paid_cards(members)) if Measure.PAID_CARD in ladder.measures else []
        self._approvals = (
            list(approvals(members).values_list("member", "tier", "decided_at"))
            if Measure.APPROVAL in ladder.measures
            else []
        )

    def add(self, document: Document, undone: Mapping[int, int] | None = None) -> None:
        """Add a document of the batch; a return takes so many 分 off each sale in ``undone``."""
        if not self._counts_sales or not document.member:
            return
        net = document.amount
        tickets = self._tickets[document.member]
        tickets[document.sale] = Ticket(document.sold_at, net, max(net, 0))
        for sale, amount in (undone or {}).items():
            if sold := tickets.get(sale):
                sold.left -= amount

    def of(self, member: int, account: Account) -> OneMembersDoings:
        """Return what one of the members did."""
        return OneMembersDoings(self, member, account)

    def points(self, account: Account, span: Span) -> Measured:
        """Return the qualifying points earned within ``span``."""
        moves = [(at, points) for at, points in account.moves if span.after < at <= span.until]
        gains = [at for at, points in moves if points > 0]
        return Measured(Decimal(sum(points for _at, points in moves)), _first(gains))

    def net(self, member: int, span: Span) -> Measured:
        """Return what was bought less what came back, in yuan."""
        found = self._within(member, span)
        sold = [one.sold_at for one in found if one.net > 0]
        return Measured(money(sum(one.net for one in found)), _first(sold))

    def ticket(self, member: int, span: Span) -> Measured:
        """Return the largest ticket, in yuan, less what came back of it."""
        return Measured(money(max((one.left for one in self._within(member, span)), default=0)))

    def visits(self, member: int, span: Span) -> Measured:
        """Return the days with a purchase that no return undid."""
        found = self._days.visits(member, first=span.first_day, last=span.last_day)
        return Measured(Decimal(len(found)), min(found, default=None))

    def paid_cards(self, member: int, span: Span) -> Measured:
        """Return how many paid cards she holds."""
        cards = (card for card in self._cards if card.member_id == member)
        return Measured(Decimal(sum(_is_valid(card, span) for card in cards)))

    def approvals(self, member: int, tier: int, span: Span) -> Measured:
        """Return how many applications for ``tier`` were approved."""
        decided = (at for who, what, at in self._approvals if (who, what) == (member, tier) and at)
        return Measured(Decimal(sum(span.after < at <= span.until for at in decided)))

    def _within(self, member: int, span: Span) -> list[Ticket]:
        tickets = self._tickets[member].values()
        return [one for one in tickets if span.after < one.sold_at <= span.until]

    def _read_sales(self, members: Collection[int], *, since: dt.datetime) -> None:
        sales = Sale.objects.filter(member__in=members, sold_at__gt=since)
        back = _came_back(sales)
        for member, key, kind, at, net in sales.values_list(
            "member", "pk", "kind", "sold_at", "net"
        ):
            fen = int(net.scaleb(2))
            left = fen - back.get(key, 0) if kind == SaleKind.SALE else 0
            self._tickets[member or 0][key] = Ticket(at, fen, left)


@dataclass(frozen=True)
class OneMembersDoings:
    """Facts of one member, for criteria to be measured by."""

    doings: Doings
    member: int
    account: Account

    def measured(self, criterion: TierCriterion, span: Span) -> Measured:
        """Return what ``criterion`` counts, done within ``span``."""
        match Measure(criterion.measure):
            case Measure.POINTS:
                return self.doings.points(self.account, span)
            case Measure.NET:
                return self.doings.net(self.member, span)
            case Measure.TICKET:
                return self.doings.ticket(self.member, span)
            case Measure.VISITS:
                return self.doings.visits(self.member, span)
            case Measure.PAID_CARD:
                return self.doings.paid_cards(self.member, span)
            case Measure.APPROVAL:
                return self.doings.approvals(self.member, criterion.tier_id, span)


def _came_back(sales: QuerySet[Sale]) -> dict[int, int]:
    lines = SaleLine.objects.filter(original__sale__in=sales.values("pk"))
    rows = lines.values_list("original__sale").annotate(sum=sum_money("net")).order_by()
    return {sale: -int(net.scaleb(2)) for sale, net in rows}


def _is_valid(card: Card, span: Span) -> bool:
    is_over = card.expires_on is not None and card.expires_on <= span.last_day
    return card.issued_at <= span.until and not is_over


def _first(moments: Iterable[dt.datetime]) -> dt.date | None:
    first = min(moments, default=None)
    return timezone.localdate(first) if first else None
