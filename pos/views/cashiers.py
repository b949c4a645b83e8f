"""Another cashier takes over the till; the PIN she does it with."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from common.periods import business_day
from pos.forms.cashiers import PinForm, SwitchForm
from pos.queries.people import cashiers_of
from pos.views.doors import at_the_till, stand_at
from sales.models import Shift
from stores.domain.signing_in import NotAPin, PinTooEasy, set_pin
from stores.http import StaffRequest


@sensitive_post_parameters("pin")
@at_the_till
def cashier_switch(request: StaffRequest, shift: Shift) -> HttpResponse:
    """Sign the next cashier in with her PIN; she finds the till as it was left."""
    store = shift.till.store
    on = business_day(timezone.now(), day_ends_at=store.day_ends_at)
    cashiers = cashiers_of(store=store, on=on).exclude(pk=request.user.pk)
    form = SwitchForm(request.POST or None, cashiers=cashiers)
    if request.method == "POST" and form.is_valid():
        chosen, pin = form.cleaned_data["cashier"], form.cleaned_data["pin"]
        cashier = authenticate(request, username=chosen.number, pin=pin)
        if cashier is not None:
            login(request, cashier)
            stand_at(request, shift.till)
            messages.success(request, _("%(name)s is at the till now.") % {"name": cashier})
            return redirect("pos:till")
        form.add_error("pin", _("This PIN does not fit."))
    return render(request, "pos/cashier_switch.html", {"form": form, "shift": shift})


@sensitive_post_parameters()
def pin_set(request: StaffRequest) -> HttpResponse:
    """Let somebody who knows her password choose her PIN."""
    form = PinForm(request.POST or None, staff=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            set_pin(staff=request.user, pin=form.cleaned_data["pin"])
        except NotAPin:
            form.add_error("pin", _("A PIN has four to six digits."))
        except PinTooEasy:
            form.add_error("pin", _("This PIN is too easy to guess. Take another."))
        else:
            messages.success(request, _("Your PIN is set."))
            return redirect("stores:home")
    return render(request, "pos/pin_set.html", {"form": form})
