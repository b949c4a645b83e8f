"""The receipt, as it was printed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from pos.queries.receipts import printed_receipt, reasons_of, receipts_of
from sales.enums import SaleKind
from stores.access import Act
from stores.http import StaffRequest


@require_GET
def receipt(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show a receipt of a store where the visitor rings up."""
    request.access.require(Act.RING_UP)
    sale = get_object_or_404(receipts_of(request.access), key=key)
    context = {
        "receipt": printed_receipt(sale=sale),
        "reasons": reasons_of(sale=sale),
        "may_move": sale.kind == SaleKind.SALE and request.access.can(Act.MOVE_SALE),
    }
    return render(request, "pos/receipt.html", context)
