"""What a till took in: the Z report."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Min, Q, Sum

from common.money import ZERO, cents
from pos.models import Basket
from sales.enums import SaleKind, TenderKind
from sales.models import Sale, Shift, Tender, Till


@dataclass(frozen=True)
class TenderTotal:
    """What one kind of tender brought in and gave back; yuan, and points where they paid."""

    kind: TenderKind
    taken: Decimal
    given_back: Decimal
    points: int

    @property
    def net(self) -> Decimal:
        """What is left of it, in yuan."""
        return self.taken + self.given_back


@dataclass(frozen=True)
class ShiftReport:
    """One shift in figures; money in yuan, what came back is negative."""

    tickets: int
    member_tickets: int
    units: Decimal
    sold: Decimal
    saved: Decimal
    returns: int
    returned: Decimal
    first_receipt: str
    last_receipt: str
    tenders: list[TenderTotal]

    @property
    def net(self) -> Decimal:
        """Sales less returns."""
        return self.sold + self.returned


def shift_report(*, shift: Shift) -> ShiftReport:
    """Return the figures of ``shift``, so far or in the end; two queries."""
    sales, returns = Q(kind=SaleKind.SALE), Q(kind=SaleKind.RETURN)
    figures = Sale.objects.filter(shift=shift).aggregate(
        tickets=Count("pk", filter=sales),
        member_tickets=Count("pk", filter=sales & Q(member__isnull=False)),
        units=Sum("units"),
        sold=Sum("net", filter=sales),
        regular=Sum("regular_total", filter=sales),
        returns=Count("pk", filter=returns),
        returned=Sum("net", filter=returns),
        first_receipt=Min("receipt"),
        last_receipt=Max("receipt"),
    )
    sold = _money(figures["sold"])
    return ShiftReport(
        tickets=figures["tickets"],
        member_tickets=figures["member_tickets"],
        units=figures["units"] or Decimal(0),
        sold=sold,
        saved=_money(figures["regular"]) - sold,
        returns=figures["returns"],
        returned=_money(figures["returned"]),
        first_receipt=figures["first_receipt"] or "",
        last_receipt=figures["last_receipt"] or "",
        tenders=_tender_totals(shift),
    )


def last_count(*, till: Till) -> Decimal | None:
    """Return the cash counted when ``till`` was closed last, or None."""
    closed = Shift.objects.filter(till=till).exclude(closed_at=None).order_by("-closed_at")
    return closed.values_list("counted_cash", flat=True).first()


def _tender_totals(shift: Shift) -> list[TenderTotal]:
    rows = (
        Tender.objects.filter(sale__shift=shift)
        .values("kind")
        .annotate(
            taken=Sum("amount", filter=Q(amount__gt=0)),
            given_back=Sum("amount", filter=Q(amount__lt=0)),
            paid=Sum("points", filter=Q(amount__gt=0)),
            put_back=Sum("points", filter=Q(amount__lt=0)),
        )
        .order_by()
    )
    found = {row["kind"]: row for row in rows}
    return [
        TenderTotal(
            kind=kind,
            taken=_money(found[kind]["taken"]),
            given_back=_money(found[kind]["given_back"]),
            points=(found[kind]["paid"] or 0) - (found[kind]["put_back"] or 0),
        )
        for kind in TenderKind
        if kind in found
    ]


def _money(sum_of: Decimal | None) -> Decimal:
    return cents(sum_of) if sum_of is not None else ZERO


def basket_waiting(*, till: Till) -> bool:
    """Tell whether goods lie on ``till`` unpaid."""
    basket = Basket.objects.open().filter(till=till).first()
    return bool(basket and basket.lines)
