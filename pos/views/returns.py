"""Goods come back: find the receipt, choose, see what it does, confirm."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from loyalty.domain.lots import PointsAlreadySpent
from pos.domain.checkout import ShiftClosed
from pos.domain.once import KeyReused
from pos.domain.returns import ReturnOrder, post_return, quote_return
from pos.forms.returns import ReturnForm
from pos.queries.receipts import latest_receipts, refund_tender, returnable_sales
from pos.queries.returns import Consequences, consequences
from pos.views.doors import at_the_till, lead
from sales.domain.recording import EmptySale
from sales.domain.returning import NotReturnable, returnable_lines
from sales.models import Sale, Shift
from sales.queries import find_receipt
from stores.access import Act
from stores.http import StaffRequest

REFUSALS = (EmptySale, NotReturnable, PointsAlreadySpent, KeyReused, ShiftClosed)


@require_GET
@at_the_till
def return_find(request: StaffRequest, shift: Shift) -> HttpResponse:
    """Ask for a receipt number, typed or scanned, and go to its return."""
    request.access.require(Act.TAKE_RETURN)
    typed = request.GET.get("receipt", "").strip()
    sale = find_receipt(typed, store=shift.till.store) if typed else None
    if sale:
        return lead(request, "pos:return", sale.original_id or sale.pk)
    context = {"typed": typed, "latest": latest_receipts(shift=shift)}
    return render(request, "pos/return_find.html", context)


@at_the_till
def take_return(request: StaffRequest, shift: Shift, *, sale: int) -> HttpResponse:
    """Choose what comes back, and take it back."""
    original = _original(request, shift, sale)
    form = _form(request, original)
    if request.method == "POST" and form.is_valid():
        try:
            back = post_return(
                order=_order(form, original), shift=shift, cashier=request.user, at=timezone.now()
            )
        except REFUSALS as refusal:
            form.add_error(None, _in_words(refusal))
        else:
            return lead(request, "pos:receipt", back.key)
    return render(request, "pos/return.html", {"sale": original, "form": form})


@require_POST
@at_the_till
def return_quote(request: StaffRequest, shift: Shift, *, sale: int) -> HttpResponse:
    """Show what the return would do, without doing it."""
    original = _original(request, shift, sale)
    form = _form(request, original)
    return render(
        request, "pos/_return_quote.html", {"form": form, "after": _quoted(form, original)}
    )


def _original(request: StaffRequest, shift: Shift, key: int) -> Sale:
    request.access.require(Act.TAKE_RETURN)
    return get_object_or_404(returnable_sales(store=shift.till.store), pk=key)


def _form(request: StaffRequest, original: Sale) -> ReturnForm:
    told = {"key": uuid4(), "refund_by": refund_tender(sale=original)}
    lines = returnable_lines(sale=original)
    return ReturnForm(request.POST or None, lines=lines, initial=told)


def _quoted(form: ReturnForm, original: Sale) -> Consequences | None:
    if not form.is_valid() or not form.quantities:
        return None
    quote = quote_return(sale=original, quantities=form.quantities)
    return consequences(sale=original, quote=quote, at=timezone.now())


def _order(form: ReturnForm, original: Sale) -> ReturnOrder:
    return ReturnOrder(
        key=form.cleaned_data["key"],
        sale_id=original.pk,
        quantities=form.quantities,
        refund_by=form.refund_tender,
    )


def _in_words(refusal: Exception) -> str:
    match refusal:
        case NotReturnable():
            return _("Of %(product)s only %(left)s are left to come back.") % {
                "product": refusal.line.product.name,
                "left": f"{refusal.left.normalize():f}",
            }
        case PointsAlreadySpent():
            words = ngettext(
                "She has spent %(points)s point that these goods brought. Points owed are not "
                "allowed, so they cannot come back.",
                "She has spent %(points)s points that these goods brought. Points owed are not "
                "allowed, so they cannot come back.",
                refusal.short_by,
            )
            return words % {"points": refusal.short_by}
        case KeyReused():
            return _("This return was made already: receipt %(receipt)s.") % {
                "receipt": refusal.sale.receipt
            }
        case ShiftClosed():
            return _("The shift was closed. Open it again to give money back.")
        case _:
            return _("Choose what comes back.")
