"""The draws that were held, and the minutes of each."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_tables2 import LazyPaginator, RequestConfig

from guides.domain.draw_papers import read_inputs
from guides.enums import DrawScope, DrawState, Skip
from guides.models import Draw
from guides.tables.owning import DrawsTable
from membership.models import Member
from stores.access import Access, Act
from stores.http import StaffRequest
from stores.models import Staff, Store

PAGINATE = {"per_page": 50, "paginator_class": LazyPaginator}


@require_GET
@never_cache
def draws(request: StaffRequest) -> HttpResponse:
    """List the draws of the visitor's stores, the last first."""
    request.access.require(Act.RUN_DRAW)
    table = DrawsTable(_draws_of(request.access).defer("inputs", "result"))
    RequestConfig(request, paginate=PAGINATE).configure(table)
    return render(request, "guides/draws.html", {"table": table})


@require_GET
@never_cache
def minutes(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the minutes of a draw, to be printed and signed."""
    request.access.require(Act.RUN_DRAW)
    draw = get_object_or_404(_draws_of(request.access), pk=pk)
    context = {
        "draw": draw,
        "rows": _rows(draw),
        "skipped": _skipped(draw),
        "unplaced": _numbers(draw.told.get("unplaced", [])),
    }
    return render(request, "guides/minutes.html", context)


def _draws_of(access: Access) -> QuerySet[Draw]:
    stores = access.stores(Act.RUN_DRAW)
    return Draw.objects.filter(
        Q(store__in=stores) | Q(region__in=stores.values("region")) | Q(scope=DrawScope.BRAND)
    ).select_related("store", "region", "rule", "by")


def _rows(draw: Draw) -> list[dict[str, Any]]:
    """Return a row for each guide: whom she got, of each stratum how many, and why fewer."""
    inputs, told = read_inputs(draw.inputs), draw.told
    if draw.state != DrawState.PLACED:
        return []
    people = Staff.objects.in_bulk([number for number, _code in inputs.guides], field_name="number")
    stores = Store.objects.in_bulk([code for _number, code in inputs.guides], field_name="code")
    numbers = dict(
        Member.objects.filter(pk__in=[key for hand in told["placed"] for key in hand]).values_list(
            "pk", "number"
        )
    )
    most = max(map(len, told["placed"]), default=0)
    return [
        {
            "guide": people[number],
            "store": stores[code],
            "count": len(told["placed"][seat]),
            "strata": [stratum[seat] for stratum in told["strata"]],
            "barred": told["barred"][seat],
            "why": _why(draw, most - len(told["placed"][seat]), told["barred"][seat]),
            "members": [numbers[key] for key in told["placed"][seat] if key in numbers],
        }
        for seat, (number, code) in enumerate(inputs.guides)
    ]


def _why(draw: Draw, fewer: int, barred: int) -> str:
    """Say why a guide got fewer than another."""
    if not fewer:
        return ""
    if fewer == 1 or not barred:
        return _("by lot")
    words = _("held %(barred)s of the %(members)s before")
    return words % {"barred": f"{barred:,}", "members": f"{draw.members:,}"}


def _skipped(draw: Draw) -> list[tuple[str, list[str]]]:
    return [(str(Skip(why).label), _numbers(keys)) for why, keys in draw.skipped.items()]


def _numbers(keys: list[int]) -> list[str]:
    members = Member.objects.filter(pk__in=keys).order_by("pk")
    return list(members.values_list("number", flat=True))
