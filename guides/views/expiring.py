"""Points about to expire, as a list and as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_tables2 import LazyPaginator, RequestConfig

from common.csvanswer import csv_answer
from common.masking import mask_phone
from guides.queries.expiring import AHEAD
from guides.queries.expiring import expiring as expiring_points
from guides.queries.members import members_of
from guides.tables.expiring import ExpiringTable
from stores.access import Act
from stores.http import StaffRequest

PAGINATE = {"per_page": 50, "paginator_class": LazyPaginator}


@require_GET
@never_cache
def expiring(request: StaffRequest) -> HttpResponse:
    """List the points of the visitor's members that are about to expire, the soonest first."""
    request.access.require(Act.LIST_MEMBERS)
    within, on = _within(request), timezone.localdate()
    rows = expiring_points(members_of(request.access), on=on, within=within)
    table = ExpiringTable(rows, on=on)
    RequestConfig(request, paginate=PAGINATE).configure(table)
    context = {"table": table, "within": within, "ahead": AHEAD}
    return render(request, "guides/expiring.html", context)


@require_GET
def expiring_file(request: StaffRequest) -> StreamingHttpResponse:
    """Send the same list as a file, phones masked."""
    request.access.require(Act.LIST_MEMBERS)
    within, on = _within(request), timezone.localdate()
    rows = expiring_points(members_of(request.access), on=on, within=within)
    columns = [
        _("Member number"),
        _("Name"),
        _("Mobile"),
        _("Home store"),
        _("Guide"),
        _("Points"),
        _("Last day"),
    ]
    return csv_answer(f"expiring-{on:%Y-%m-%d}.csv", columns, _lines(rows))


def _lines(rows: object) -> Iterator[list[object]]:
    for row in rows.iterator():  # type: ignore[attr-defined]
        yield [
            row["number"],
            row["name"],
            mask_phone(str(row["phone"] or "")),
            row["store"],
            row["held_by"] or "",
            row["points"],
            row["expires_on"] - dt.timedelta(days=1),
        ]


def _within(request: StaffRequest) -> int:
    asked = request.GET.get("within", "")
    return int(asked) if asked in {str(days) for days in AHEAD} else AHEAD[1]
