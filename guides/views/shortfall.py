"""Members short of the phone visits of the year."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_tables2 import LazyPaginator, RequestConfig

from guides.day.facts import rule_of_day
from guides.queries.members import members_of
from guides.queries.shortfall import short_of_phone_visits
from guides.tables.shortfall import ShortfallTable
from stores.access import Act
from stores.http import StaffRequest

PAGINATE = {"per_page": 25, "paginator_class": LazyPaginator}


@require_GET
@never_cache
def phone_visits(request: StaffRequest) -> HttpResponse:
    """List who of the visitor's members was called too seldom this year, the worst first."""
    request.access.require(Act.LIST_MEMBERS)
    at = timezone.now()
    on = timezone.localdate(at)
    rule = rule_of_day(on=on)
    rows = short_of_phone_visits(members_of(request.access), rule=rule, at=at)
    table = ShortfallTable(rows, on=on)
    RequestConfig(request, paginate=PAGINATE).configure(table)
    return render(request, "guides/phone_visits.html", {"table": table, "rule": rule})
