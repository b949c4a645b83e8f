"""The members somebody looks after: listed, narrowed, found."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers
from django_tables2 import LazyPaginator, RequestConfig

from guides.enums import Focus, Place
from guides.filters import MemberFilter
from guides.queries import members as queries
from guides.queries.standing import know_aside
from guides.queries.warned import warned_of
from guides.tables.members import MembersTable, Words
from membership.queries import clean_query, search_keys
from stores.access import Act, Reach
from stores.http import StaffRequest

if TYPE_CHECKING:
    from guides.queries.members import ListedMember

A_PAGE = 25
COUNTED = 10_000

PAGINATE = {"per_page": A_PAGE, "paginator_class": LazyPaginator}
ORDERS: dict[str, str] = {Place.HAND: "days_left", Place.POOL: "-joined_on"}
POOL_HIDES = ["days_left", "owner"]


@require_GET
@never_cache
@vary_on_headers("HX-Request")
def my_members(request: StaffRequest) -> HttpResponse:
    """List the members the visitor may see, the next to be lost first."""
    request.access.require(Act.LIST_MEMBERS)
    on = timezone.localdate()
    picked = MemberFilter(request, queries.members_of(request.access), on=on)
    count = queries.count_up_to(picked.qs, COUNTED)
    order = queries.last_joined_first if picked.from_where == Place.POOL else queries.next_due_first
    table = _table(
        request,
        order(queries.listed(picked.qs)),
        place=picked.from_where,
        on=on,
        words=_words(picked, count),
        slow=count == COUNTED,
    )
    RequestConfig(request, paginate=PAGINATE).configure(table)
    return _answer(request, {"table": table, "picked": picked, "focuses": _focuses(picked)})


@require_POST
@never_cache
def find_members(request: StaffRequest) -> HttpResponse:
    """Find members by name, pinyin, phone, card or number; posted, to keep phones out of logs."""
    request.access.require(Act.LIST_MEMBERS)
    text = request.POST.get("text", "")
    if not clean_query(text):
        return redirect("guides:my_members")
    visible = queries.members_of(request.access)
    rows = queries.listed_in_order(search_keys(text, within=visible))
    know_aside(rows)
    table = _table(
        request,
        rows,
        place="",
        on=timezone.localdate(),
        words=Words(
            _counted(len(rows)),
            _("Nobody found"),
            _("Try fewer letters, the last four digits of the phone, or the whole card number."),
        ),
        orderable=False,
    )
    return _answer(request, {"table": table, "text": text})


def _table(
    request: StaffRequest,
    rows: QuerySet[ListedMember] | list[ListedMember],
    *,
    place: str,
    on: dt.date,
    **options: Any,
) -> MembersTable:
    """Return the table of ``rows``; a guide knows whose her members are."""
    hidden = POOL_HIDES if place == Place.POOL else ["joined_on"]
    if not _sees_others(request):
        hidden = [*hidden, "owner"]
    order_by = ORDERS.get(place)
    return MembersTable(rows, on=on, exclude=hidden, order_by=order_by, **options)


def _answer(request: StaffRequest, context: dict[str, object]) -> HttpResponse:
    template = "guides/_members.html" if request.htmx else "guides/my_members.html"
    facts = {
        "sees_others": _sees_others(request),
        "serves": request.access.can(Act.SERVE_MEMBER),
        "keeps_cards": request.access.can(Act.ISSUE_CARD),
        "sees_figures": request.access.can(Act.SEE_REPORTS),
        "merges": request.access.can(Act.MERGE_MEMBERS),
        "draws": request.access.can(Act.RUN_DRAW),
        "warned": warned_of(request.access),  # counted where it is shown, not in fragments
    }
    return render(request, template, context | facts)


def _sees_others(request: StaffRequest) -> bool:
    return request.access.reach(Act.LIST_MEMBERS) != Reach.OWN


def _focuses(picked: MemberFilter) -> list[Focus]:
    return [Focus.BIRTHDAY] if picked.from_where == Place.POOL else list(Focus)


def _words(picked: MemberFilter, count: int) -> Words:
    if picked.narrows:
        return Words(_counted(count), _("Nobody fits"), _("Choose “All” to see the others again."))
    if picked.from_where == Place.POOL:
        return Words(_counted(count), _("The pool is empty"), _("Every member has a guide."))
    return Words(
        _counted(count),
        _("Nobody here yet"),
        _("Who is registered in a guide's name at the till appears here."),
    )


def _counted(count: int) -> str:
    if count == COUNTED:
        return _("%(count)s members or more") % {"count": f"{count:,}"}
    return ngettext("%(count)s member", "%(count)s members", count) % {"count": f"{count:,}"}
