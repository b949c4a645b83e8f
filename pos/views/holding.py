"""Setting baskets aside, bringing them back, giving them up."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pos.domain.baskets import BasketGone
from pos.domain.holding import (
    AnotherBasketOpen,
    NothingToHold,
    drop_basket,
    drop_held,
    hold_basket,
    resume_basket,
)
from pos.forms.shifts import HoldForm
from pos.models import Basket
from pos.queries.held import held_in
from pos.views.doors import at_the_till, changes_basket
from sales.models import Shift
from stores.http import StaffRequest


@changes_basket
def hold(request: StaffRequest, _shift: Shift, basket: Basket) -> HttpResponse:
    """Set the basket aside for later."""
    form = HoldForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        hold_basket(key=basket.key, note=note, at=timezone.now())
    except NothingToHold:
        messages.info(request, _("There is nothing to hold."))
    else:
        messages.success(request, _("Held. The till is free."))
    return redirect("pos:till")


@changes_basket
def drop(request: StaffRequest, _shift: Shift, basket: Basket) -> HttpResponse:
    """Empty the till."""
    drop_basket(key=basket.key)
    messages.success(request, _("The basket was dropped."))
    return redirect("pos:till")


@require_GET
@at_the_till
def held(request: StaffRequest, shift: Shift) -> HttpResponse:
    """List the baskets set aside in the store."""
    return render(request, "pos/held.html", {"held": held_in(shift.till.store)})


@require_POST
@at_the_till
def resume(request: StaffRequest, shift: Shift, *, key: UUID) -> HttpResponse:
    """Bring a held basket to this till."""
    try:
        resume_basket(key=key, till=shift.till)
    except BasketGone:
        messages.warning(request, _("Somebody else has taken this basket."))
        return redirect("pos:held")
    except AnotherBasketOpen:
        messages.warning(request, _("There are goods on the till. Hold or sell them first."))
        return redirect("pos:held")
    return redirect("pos:till")


@require_POST
@at_the_till
def held_drop(request: StaffRequest, shift: Shift, *, key: UUID) -> HttpResponse:
    """Give a held basket up."""
    try:
        drop_held(key=key, store=shift.till.store)
    except BasketGone:
        messages.warning(request, _("Somebody else has taken this basket."))
    else:
        messages.success(request, _("The basket was dropped."))
    return redirect("pos:held")
