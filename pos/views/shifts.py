"""Choosing a till, opening and closing its shift, reading its figures."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from common.money import yuan
from pos.forms.shifts import ClosingForm, OpeningForm
from pos.queries.people import shifts_of, tills_of
from pos.queries.shifts import basket_waiting, last_count, shift_report
from pos.views.doors import at_the_till, stand_at, till_here
from sales.domain.shifts import (
    NoteMissing,
    ShiftAlreadyClosed,
    ShiftAlreadyOpen,
    close_shift,
    expected_cash,
    open_shift,
)
from sales.models import Shift
from stores.access import Act
from stores.http import StaffRequest


def till_choose(request: StaffRequest) -> HttpResponse:
    """Choose the till to stand at, once for this session."""
    request.access.require(Act.RING_UP)
    tills = tills_of(request.access)
    if request.method == "POST":
        stand_at(request, get_object_or_404(tills, pk=request.POST.get("till") or 0))
        return redirect("pos:till")
    return render(request, "pos/till_choose.html", {"tills": tills, "here": till_here(request)})


def shift_open(request: StaffRequest) -> HttpResponse:
    """Open the till for the day, with the cash in its drawer."""
    request.access.require(Act.RING_UP)
    till = till_here(request)
    if till is None:
        return redirect("pos:till_choose")
    stand_at(request, till)
    if shifts_of(request.access).filter(till=till, closed_at=None).exists():
        return redirect("pos:till")
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cash = form.cleaned_data["opening_cash"]
        try:
            open_shift(till=till, opening_cash=cash, by=request.user, at=timezone.now())
        except ShiftAlreadyOpen:
            messages.info(request, _("A colleague has just opened this till."))
        return redirect("pos:till")
    context = {"till": till, "form": form, "last_count": last_count(till=till)}
    return render(request, "pos/shift_open.html", context)


@at_the_till
def shift_close(request: StaffRequest, shift: Shift) -> HttpResponse:
    """Count the drawer and close the shift."""
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_shift(shift=shift, **form.cleaned_data, by=request.user, at=timezone.now())
        except NoteMissing as refusal:
            form.add_error("note", _differs(refusal))
        except ShiftAlreadyClosed:
            messages.info(request, _("A colleague has just closed this shift."))
            return redirect("pos:shift", shift.pk)
        else:
            return redirect("pos:shift", shift.pk)
    context = {
        "shift": shift,
        "form": form,
        "report": shift_report(shift=shift),
        "expected": expected_cash(shift=shift),
        "waiting": basket_waiting(till=shift.till),
    }
    return render(request, "pos/shift_close.html", context)


@require_GET
def shift_show(request: StaffRequest, shift: int) -> HttpResponse:
    """Show the Z report of a shift, closed or running."""
    request.access.require(Act.RING_UP)
    found = get_object_or_404(
        shifts_of(request.access).select_related("opened_by", "closed_by"), pk=shift
    )
    expected = expected_cash(shift=found) if found.closed_at is None else found.expected_cash
    context = {"shift": found, "report": shift_report(shift=found), "expected": expected}
    return render(request, "pos/shift.html", context)


def _differs(refusal: NoteMissing) -> str:
    return _("The count differs by %(difference)s. Write down why, as far as you know.") % {
        "difference": yuan(refusal.difference)
    }
