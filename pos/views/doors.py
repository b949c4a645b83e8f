"""The way to a till's pages: who may pass, and at which till she stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from common.periods import business_day
from loyalty.domain.ledger import AccountClosed
from membership.former import kept_record
from membership.models import Member
from pos.domain.baskets import BasketGone, NoSuchLine, OneCardALine, set_member
from pos.models import Basket
from pos.queries.people import basket_at, open_shift_at, tills_of
from sales.models import Sale, Shift, Till
from stores.access import Act
from stores.http import StaffRequest

View = Callable[..., HttpResponse]
TILL = "till"


def at_the_till(view: View) -> View:
    """Pass the open shift of her till to ``view``; without one, lead her to it."""

    @wraps(view)
    def led(request: StaffRequest, **where: object) -> HttpResponse:
        request.access.require(Act.RING_UP)
        shift = open_shift_here(request)
        if shift is None:
            return lead(request, "pos:till_choose" if till_here(request) is None else "pos:open")
        return view(request, shift, **where)

    return led


def changes_basket(view: View) -> View:
    """Pass shift and basket to ``view``; say so when the basket is gone."""

    @require_POST
    @at_the_till
    @wraps(view)
    def changed(request: StaffRequest, shift: Shift, *, key: UUID, **where: object) -> HttpResponse:
        basket = basket_at(shift, key=key)
        if basket is None:
            raise Http404
        try:
            return view(request, shift, basket, **where)
        except BasketGone:
            return basket_gone(request, shift, key)
        except OneCardALine:
            messages.info(request, _("Each card is sold on a line of its own."))
            return lead(request, "pos:till")
        except NoSuchLine:
            messages.info(request, _("This line was taken out meanwhile."))
            return lead(request, "pos:till")
        except AccountClosed as refusal:
            return merged_meanwhile(request, basket, refusal)

    return changed


def basket_gone(request: StaffRequest, shift: Shift, key: UUID) -> HttpResponse:
    """Lead from a basket that is no longer on the till to what became of it."""
    sale = Sale.objects.filter(key=key, store=shift.till.store_id).first()
    if sale:
        messages.info(request, _("This basket was paid. Here is its receipt."))
        return lead(request, "pos:receipt", key)
    messages.info(request, _("This basket was held or dropped. Here is what lies on the till."))
    return lead(request, "pos:till")


def merged_meanwhile(request: StaffRequest, basket: Basket, refusal: AccountClosed) -> HttpResponse:
    """Put the member on the basket into whose record that of its member went up."""
    former = Member.objects.get(pk=refusal.account.member_id)
    member = kept_record(former)
    set_member(key=basket.key, member=member)
    words = {"former": former.number, "member": f"{member.name} {member.number}"}
    messages.info(request, _("%(former)s was merged into %(member)s.") % words)
    return lead(request, "pos:till")


def lead(request: StaffRequest, to: str, *args: object) -> HttpResponse:
    """Send the browser to another page, also out of a fragment."""
    if request.htmx:
        return HttpResponseClientRedirect(resolve_url(to, *args))
    return redirect(to, *args)


def today_at(shift: Shift) -> dt.date:
    """Return the business day it is now at the till of ``shift``."""
    return business_day(timezone.now(), day_ends_at=shift.till.store.day_ends_at)


def till_here(request: StaffRequest) -> Till | None:
    """Return the till chosen in this session, or the only one she may stand at."""
    tills = tills_of(request.access)
    if chosen := tills.filter(pk=request.session.get(TILL, 0)).first():
        return chosen
    only = list(tills[:2])
    return only[0] if len(only) == 1 else None


def open_shift_here(request: StaffRequest) -> Shift | None:
    """Return the open shift of the till she stands at, if she may ring up there."""
    if TILL in request.session:
        return open_shift_at(request.session[TILL] or 0, access=request.access)
    till = till_here(request)
    if till is None:
        return None
    stand_at(request, till)
    return open_shift_at(till.pk, access=request.access)


def stand_at(request: StaffRequest, till: Till) -> None:
    """Remember the till for this session."""
    request.session[TILL] = till.pk
