"""The stock of printed cards: what is left, what comes in, what is spoilt."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import LazyPaginator, RequestConfig

from membership.domain import card_stock
from membership.forms import RangeForm, ReceiveForm
from membership.models import CardBatch
from membership.queries import clean_query
from membership.stock import batches_in, printed_in
from membership.tables import BatchTable
from stores.access import Act
from stores.http import StaffRequest

A_PAGE = 25
NUMBERS_A_PAGE = 100
NAMED = 5  # numbers a refusal spells out


@require_GET
def stock(request: StaffRequest) -> HttpResponse:
    """List the batches of printed cards in the visitor's stores."""
    request.access.require(Act.ISSUE_CARD)
    table = BatchTable(batches_in(request.access.stores(Act.ISSUE_CARD)))
    RequestConfig(
        request, paginate={"per_page": A_PAGE, "paginator_class": LazyPaginator}
    ).configure(table)
    return render(request, "membership/card_stock.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: StaffRequest) -> HttpResponse:
    """Put a range of printed cards into a store's stock."""
    request.access.require(Act.ISSUE_CARD)
    form = ReceiveForm(
        request.POST or None,
        stores=request.access.stores(Act.ISSUE_CARD),
        on=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            batch = card_stock.receive_cards(
                **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except (card_stock.NotARange, card_stock.NumbersThere) as refusal:
            form.add_error("last", _in_words(refusal))
        else:
            count = batch.printed.count()
            told = ngettext(
                "%(count)s card is in stock now.", "%(count)s cards are in stock now.", count
            )
            messages.success(request, told % {"count": f"{count:,}"})
            return redirect("membership:card_stock")
    return render(request, "membership/receive_cards.html", {"form": form})


@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """Say how many cards the range has, and what speaks against it, before it comes in."""
    request.access.require(Act.ISSUE_CARD)
    form = RangeForm(request.POST)
    context: dict[str, object] = {}
    if form.is_valid():
        try:
            found = card_stock.preview_range(**form.cleaned_data)
        except card_stock.NotARange as refusal:
            context["wrong"] = _in_words(refusal)
        else:
            context["count"] = len(found.numbers)
            context["wrong"] = _there(found.there) if found.there else ""
    return render(request, "membership/_range_preview.html", context)


@require_GET
def batch(request: StaffRequest, key: int) -> HttpResponse:
    """Show the numbers of one batch and where each stands."""
    shown = _batch(request, key)
    numbers = Paginator(printed_in(shown), NUMBERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "membership/card_batch.html", {"batch": shown, "page_obj": numbers})


@require_POST
def void(request: StaffRequest, key: int) -> HttpResponse:
    """Take a spoilt card out of the stock, by its number."""
    shown = _batch(request, key)
    number = clean_query(request.POST.get("number", "")).upper()
    try:
        card_stock.void_printed(batch=shown, number=number)
    except card_stock.NotLeft:
        messages.warning(request, _("%(number)s is not left in this batch.") % {"number": number})
    else:
        messages.success(request, _("%(number)s is never issued.") % {"number": number})
    return redirect("membership:card_batch", shown.pk)


def _batch(request: StaffRequest, key: int) -> CardBatch:
    request.access.require(Act.ISSUE_CARD)
    return get_object_or_404(batches_in(request.access.stores(Act.ISSUE_CARD)), pk=key)


def _in_words(refusal: card_stock.NotARange | card_stock.NumbersThere) -> str:
    match refusal:
        case card_stock.NumbersThere():
            return _there(refusal.numbers)
        case card_stock.RangeTooLong():
            return _("%(count)s cards are too many for one range; at most %(most)s.") % {
                "count": f"{refusal.count:,}",
                "most": f"{card_stock.AT_MOST:,}",
            }
        case card_stock.LooksLikeAPhone():
            return _("%(number)s could be somebody's mobile: members are found by both.") % {
                "number": refusal.number
            }
    return _("Write both in the same way, the digits to count up at the end: VIP0001 to VIP0500.")


def _there(numbers: Sequence[str]) -> str:
    named = _(", ").join(numbers[:NAMED])
    return ngettext(
        "%(count)s number was received or issued before: %(named)s",
        "%(count)s numbers were received or issued before: %(named)s",
        len(numbers),
    ) % {"count": f"{len(numbers):,}", "named": named + ("…" if len(numbers) > NAMED else "")}
