"""A customer becomes a member: the form, its live checks, and back to the till with her."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from common.birthdays import next_on
from common.masking import mask_name
from guides.queries.prospects import prospect_of
from membership.domain.card_refusals import CardRefused
from membership.domain.joining import PhoneTaken
from membership.models import Member
from membership.queries import find_exactly
from membership.words import why_no_card
from pos.domain.baskets import BasketGone, current_basket, set_member
from pos.domain.registration import register_vip
from pos.forms.fields import read_birthday
from pos.forms.registering import RegistrationForm
from pos.views.doors import lead, open_shift_here
from sales.models import Shift
from stores.access import Act
from stores.http import StaffRequest
from stores.models import Store

TYPED = "register"
PHONE_LENGTH = 8  # digits of the shortest mobile number


@require_POST
@sensitive_post_parameters()
def register_begin(request: StaffRequest) -> HttpResponse:
    """Open the form with what was typed in the member field, which stays out of the URL."""
    request.access.require(Act.REGISTER_MEMBER)
    request.session[TYPED] = request.POST.get("member", "")
    return lead(request, "pos:register")


@sensitive_post_parameters()
def register(request: StaffRequest) -> HttpResponse:
    """Fill in the form and make her a member; at a till she is put on the basket."""
    request.access.require(Act.REGISTER_MEMBER)
    shift = _shift(request)
    form = RegistrationForm(
        request.POST or None,
        stores=_stores(request, shift),
        staff=request.user,
        on=timezone.localdate(),
        initial={"phone": request.session.get(TYPED, "")},
    )
    taken = None
    if request.method == "POST" and form.is_valid():
        try:
            member = _register(request, form)
        except PhoneTaken as refusal:
            taken = refusal.member
            form.add_error("phone", _has_it(taken))
        except CardRefused as refusal:
            form.add_error("card_number", why_no_card(refusal))
        else:
            return _welcome(request, shift, member)
    return render(request, "pos/register.html", {"form": form, "shift": shift, "taken": taken})


@require_POST
@sensitive_post_parameters()
def register_phone(request: StaffRequest) -> HttpResponse:
    """Say, while she types, whether this phone is a member's."""
    request.access.require(Act.REGISTER_MEMBER)
    request.access.require(Act.FIND_MEMBER)
    typed = request.POST.get("phone", "")
    enough = sum(char.isdigit() for char in typed) >= PHONE_LENGTH
    member = find_exactly(typed) if enough else None
    waiting = prospect_of(typed) if enough and member is None else None
    context = {"taken": member, "prospect": waiting, "shift": _shift(request)}
    return render(request, "pos/_register_phone.html", context)


@require_POST
def register_birthday(request: StaffRequest) -> HttpResponse:
    """Read the birthday back as it was understood."""
    request.access.require(Act.REGISTER_MEMBER)
    on = timezone.localdate()
    context: dict[str, object] = {}
    try:
        birthday = read_birthday(
            request.POST.get("birthday", ""), calendar=request.POST.get("calendar", ""), on=on
        )
    except ValidationError as refusal:
        context["wrong"] = refusal.message
    else:
        context["birthday"] = birthday
        context["next_on"] = next_on(birthday, on=on) if birthday else None
    return render(request, "pos/_register_birthday.html", context)


@require_POST
def register_use(request: StaffRequest) -> HttpResponse:
    """Take the member who was there already to the till."""
    request.access.require(Act.FIND_MEMBER)
    request.access.require(Act.RING_UP)
    member, shift = find_exactly(request.POST.get("member", "")), _shift(request)
    if member is None or shift is None:
        return redirect("pos:till")
    return _to_the_till(request, shift, member)


def _shift(request: StaffRequest) -> Shift | None:
    return open_shift_here(request) if request.access.can(Act.RING_UP) else None


def _stores(request: StaffRequest, shift: Shift | None) -> QuerySet[Store]:
    stores = request.access.stores(Act.REGISTER_MEMBER).filter(is_open=True).order_by("name")
    return stores.filter(pk=shift.till.store_id) if shift else stores


def _register(request: StaffRequest, form: RegistrationForm) -> Member:
    return register_vip(
        application=form.application(),
        store=form.cleaned_data["store"],
        enroller=form.cleaned_data["enroller"] or request.user,
        by=request.user,
        at=timezone.now(),
    )


def _welcome(request: StaffRequest, shift: Shift | None, member: Member) -> HttpResponse:
    messages.success(
        request,
        _("%(name)s is a member now: %(number)s.") % {"name": member.name, "number": member.number},
    )
    return _to_the_till(request, shift, member) if shift else redirect("stores:home")


def _to_the_till(request: StaffRequest, shift: Shift, member: Member) -> HttpResponse:
    request.session.pop(TYPED, None)
    basket = current_basket(till=shift.till, cashier=request.user, at=timezone.now())
    try:
        set_member(key=basket.key, member=member)
    except BasketGone:
        messages.info(request, _("The basket was paid meanwhile. Find the member again."))
    return redirect("pos:till")


def _has_it(member: Member) -> str:
    return _("%(phone)s %(name)s is a member already.") % {
        "phone": member.masked_phone,
        "name": mask_name(member.name),
    }
