"""Receipts as they were printed: the facts of the sale and those kept beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from common.languages import reads_chinese
from common.money import ZERO
from loyalty.explaining import explain, with_reasons
from loyalty.models import Tier
from loyalty.way_up import way_of_facts
from sales.domain.steps import Step, read_steps
from sales.enums import SaleKind, TenderKind
from sales.models import Sale, SaleLine, Shift, Tender
from stores.access import Access, Act
from stores.models import Store

LATEST = 8
TIERS_SAID = ("tier", "tier_reached", "tier_back", "next_tier")


@dataclass(frozen=True)
class PrintedReceipt:
    """A receipt. ``facts`` are the figures fixed at the time; ``tiers`` names its tiers."""

    sale: Sale
    lines: list[SaleLine]
    tenders: list[Tender]
    facts: dict[str, Any]
    tiers: dict[str, Tier]

    @property
    def is_return(self) -> bool:
        """Whether goods came back."""
        return self.sale.kind == SaleKind.RETURN

    @property
    def rows(self) -> list[tuple[SaleLine, list[Step]]]:
        """Each line with the steps of its price; returns, and sales of before, have none."""
        return [(line, read_steps(line.steps)) for line in self.lines]

    @property
    def gifts(self) -> list[str]:
        """What was handed over for coupons."""
        return [_name(names) for names in self.facts.get("gifts", [])]

    @property
    def coupons_back(self) -> list[str]:
        """The coupons she can use again."""
        return [_name(names) for names in self.facts.get("coupons_back", [])]

    @property
    def saved(self) -> Decimal:
        """What the customer saved against regular prices."""
        return self.sale.regular_total - self.sale.net

    @property
    def change(self) -> Decimal:
        """What went back to the customer in cash, beside the goods."""
        return sum((tender.change for tender in self.tenders), ZERO)

    @property
    def tier(self) -> Tier | None:
        """The member's tier when she paid."""
        return self.tiers.get(self.facts.get("tier") or "")

    @property
    def tier_reached(self) -> Tier | None:
        """The tier this sale brought her."""
        return self.tiers.get(self.facts.get("tier_reached") or "")

    @property
    def tier_back(self) -> Tier | None:
        """The tier she went back to, because what brought a higher one came back."""
        return self.tiers.get(self.facts.get("tier_back") or "")

    @property
    def next_tier(self) -> Tier | None:
        """The tier above, after this receipt."""
        return self.tiers.get(self.facts.get("next_tier") or "")

    @property
    def ways(self) -> list[str]:
        """How that tier is reached, a sentence for each way there was."""
        way = self.facts.get("way")
        if self.next_tier is None or way is None:
            return []
        return way_of_facts(way).sentences(self.next_tier.label)


def receipts_of(access: Access) -> QuerySet[Sale]:
    """Return the sales and returns of the stores where the visitor rings up."""
    return access.narrow(Sale.objects.all(), Act.RING_UP, store="store").select_related(
        "store", "member", "cashier", "seller", "original", "printed", "shift__till"
    )


def printed_receipt(*, sale: Sale) -> PrintedReceipt:
    """Return the receipt of ``sale``, nothing of it worked out anew; three queries."""
    facts = sale.printed.facts if hasattr(sale, "printed") else {}
    said = {facts[name] for name in TIERS_SAID if facts.get(name)}
    return PrintedReceipt(
        sale=sale,
        lines=list(sale.lines.select_related("product").order_by("position")),
        tenders=list(sale.tenders.order_by("pk")),
        facts=facts,
        tiers={tier.code: tier for tier in Tier.objects.filter(code__in=said)} if said else {},
    )


def reasons_of(*, sale: Sale) -> list[str]:
    """Return why ``sale`` moved the member's points, a sentence for each movement."""
    entries = with_reasons(sale.points_entries.order_by("pk"))
    return [explain(entry) for entry in entries] if sale.member else []


def latest_receipts(*, shift: Shift) -> list[Sale]:
    """Return the last eight receipts of ``shift``, the latest first."""
    return list(Sale.objects.filter(shift=shift).select_related("member").newest_first()[:LATEST])


def returnable_sales(*, store: Store) -> QuerySet[Sale]:
    """Return the sales of ``store`` that goods may come back from."""
    sales = Sale.objects.filter(store=store, kind=SaleKind.SALE)
    return sales.select_related("store", "member", "cashier", "seller")


def refund_tender(*, sale: Sale) -> TenderKind:
    """Return the tender most of ``sale`` was paid with in money; cash where none is known."""
    money = sale.tenders.exclude(kind=TenderKind.POINTS).order_by("-amount").first()
    return TenderKind(money.kind) if money else TenderKind.CASH


def _name(names: Sequence[str]) -> str:
    """Return the name in the reader's language, or the other one when that is missing."""
    chinese, english = names
    return (chinese or english) if reads_chinese() else (english or chinese)
