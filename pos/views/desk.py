"""The till page, and the fragments every change of the basket answers with."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pos.domain.baskets import take_off
from pos.domain.quoting import ProductGone
from pos.forms.payment import PaymentForm
from pos.forms.shifts import HoldForm
from pos.queries.desk import Desk, lay_out
from pos.views.doors import at_the_till
from sales.models import Shift
from stores.http import StaffRequest


@require_GET
@at_the_till
def till(request: StaffRequest, shift: Shift) -> HttpResponse:
    """Show the till: the basket, the member, the payment."""
    return render(request, "pos/till.html", _context(request, shift))


def desk_again(
    request: StaffRequest, shift: Shift, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Answer a change with the till's fragments as they stand now."""
    return render(request, "pos/_desk.html", _context(request, shift) | more, status=status)


def _context(request: StaffRequest, shift: Shift) -> dict[str, Any]:
    desk = _desk(request, shift)
    told = {"shown_due": desk.quote.due, "points": desk.quote.points_used}
    return {"desk": desk, "payment": PaymentForm(initial=told), "hold": HoldForm()}


def _desk(request: StaffRequest, shift: Shift) -> Desk:
    while True:
        try:
            return lay_out(
                shift=shift, access=request.access, cashier=request.user, at=timezone.now()
            )
        except ProductGone as refusal:
            take_off(till=shift.till, sku=refusal.sku)
            messages.warning(
                request, _("%(sku)s is no longer sold and was taken off.") % {"sku": refusal.sku}
            )
