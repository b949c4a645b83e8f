"""Trying a rule: whom it would move today, from whom, worth how much. Nothing is changed."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_tables2 import LazyPaginator, RequestConfig

from common.aggregates import sum_money
from common.csvanswer import csv_answer
from guides.domain.simulating import Terms, would_move
from guides.forms.owning import SimulateForm
from guides.models import Ownership
from guides.tables.owning import MovedTable
from stores.access import Act
from stores.http import StaffRequest

PAGINATE = {"per_page": 50, "paginator_class": LazyPaginator}


@require_GET
@never_cache
def simulation(request: StaffRequest) -> HttpResponse:
    """Show whom the rule asked for would move today."""
    form, rows = _asked(request)
    per_guide = rows.order_by().values("guide__display_name", "store__name").annotate(n=Count("pk"))
    table = MovedTable(rows.order_by("-worth", "pk"))
    RequestConfig(request, paginate=PAGINATE).configure(table)
    context = {
        "form": form,
        "table": table,
        "count": rows.count(),
        "net": rows.aggregate(net=sum_money("worth"))["net"],
        "per_guide": per_guide.annotate(net=sum_money("worth")).order_by(
            "-n", "guide__display_name"
        ),
        "address": request.GET.urlencode(),
    }
    return render(request, "guides/simulation.html", context)


@require_GET
@never_cache
def simulation_file(request: StaffRequest) -> StreamingHttpResponse:
    """Send the list as a file; without phones, which are shown one at a time."""
    _form, rows = _asked(request)
    columns = [
        _("Member number"),
        _("Member"),
        _("Store"),
        _("Guide"),
        _("Staff number"),
        _("Clock runs from"),
        _("Last day now"),
        _("Bought in 12 months"),
    ]
    ordered = rows.order_by("store", "guide", "pk").iterator(chunk_size=2_000)
    return csv_answer("would-move.csv", columns, map(_cells, ordered))


def _asked(request: StaffRequest) -> tuple[SimulateForm, QuerySet[Any]]:
    request.access.require(Act.SIMULATE_RULE)
    stores = request.access.stores(Act.SIMULATE_RULE).order_by("name")
    form = SimulateForm(request.GET, stores=stores)
    if not form.is_valid():
        return form, Ownership.objects.none().annotate(worth=sum_money("pk"))
    said = form.cleaned_data
    owned, trial = (
        Terms(said[name], None) if said["unit"] == "days" else Terms(None, said[name])
        for name in ("time", "trial")
    )
    chosen = [said["store"]] if said["store"] else stores
    return form, would_move(stores=chosen, owned=owned, trial=trial, on=timezone.localdate())


def _cells(row: Any) -> list[object]:
    return [
        row.member.number,
        row.member.name,
        row.store,
        row.guide,
        row.guide.number,
        row.clock_from,
        row.due_on,
        row.worth,
    ]
