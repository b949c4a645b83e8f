"""Whose basket it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from guides.queries.members import members_of
from membership.former import merged_record_of
from membership.models import Member
from membership.queries import clean_query, look_up, search
from pos.domain.baskets import set_member
from pos.models import Basket
from pos.views.desk import desk_again
from pos.views.doors import changes_basket, today_at
from sales.models import Shift
from stores.access import Act
from stores.http import StaffRequest


@changes_basket
def member_find(request: StaffRequest, shift: Shift, basket: Basket) -> HttpResponse:
    """Put the member on the basket who has this phone, card or number.

    Who may list members is shown those of hers that fit a name or the last four digits.
    """
    request.access.require(Act.FIND_MEMBER)
    typed = clean_query(request.POST.get("member", ""))
    if not typed:
        return desk_again(request, shift)
    if answer := serve(request, shift, basket, typed):
        return answer
    sought = {"typed": typed, "members": _members_like(request, typed)}
    return desk_again(request, shift, sought=sought)


@changes_basket
def member_remove(request: StaffRequest, shift: Shift, basket: Basket) -> HttpResponse:
    """Sell to nobody in particular."""
    set_member(key=basket.key, member=None)
    return desk_again(request, shift)


def serve(request: StaffRequest, shift: Shift, basket: Basket, typed: str) -> HttpResponse | None:
    """Put on the basket who is meant by ``typed``, or say what bars her; None if it is nobody."""
    found = look_up(typed, on=today_at(shift))
    if found.member is None:
        return None
    if found.bar:
        return desk_again(request, shift, barred=found)
    set_member(key=basket.key, member=found.member, card=found.card)
    if former := merged_record_of(typed, found.member):
        words = {"former": former.number, "member": f"{found.member.name} {found.member.number}"}
        messages.info(request, _("%(former)s was merged into %(member)s.") % words)
    return desk_again(request, shift)


def _members_like(request: StaffRequest, typed: str) -> list[Member]:
    if not request.access.can(Act.LIST_MEMBERS):
        return []
    within = members_of(request.access).select_related("home_store")
    return search(typed, within=within)
