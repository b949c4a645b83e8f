"""Who is about to be lost: for the guide, and at the end for her manager."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET
from django_tables2 import LazyPaginator, RequestConfig

from guides.queries.warned import warned_of
from guides.tables.owning import WarningsTable
from stores.access import Act, Reach
from stores.http import StaffRequest

MOST = 99
A_MINUTE = 60
PAGINATE = {"per_page": 50, "paginator_class": LazyPaginator}


@require_GET
@never_cache
def warnings(request: StaffRequest) -> HttpResponse:
    """List the members the visitor was warned of, the next to be lost first."""
    request.access.require(Act.LIST_MEMBERS)
    rows = warned_of(request.access)
    own = request.access.reach(Act.LIST_MEMBERS) == Reach.OWN
    table = WarningsTable(
        rows.order_by("due_on", "pk"),
        on=timezone.localdate(),
        exclude=["guide", "store"] if own else [],
    )
    count = rows.count()
    table.caption = ngettext("%(count)s member", "%(count)s members", count) % {
        "count": f"{count:,}"
    }
    RequestConfig(request, paginate=PAGINATE).configure(table)
    lead = (
        _("Their time with you runs out. A visit with a purchase starts it anew.")
        if own
        else _("Their time runs out in a few days, and their guides were told.")
    )
    return render(request, "guides/warnings.html", {"table": table, "lead": lead})


@require_GET
@cache_control(private=True, max_age=A_MINUTE)
def due_count(request: StaffRequest) -> HttpResponse:
    """Answer how many members the visitor was warned of, to stand beside the door to them."""
    request.access.require(Act.LIST_MEMBERS)
    count = warned_of(request.access).order_by()[:MOST].count()
    return render(request, "guides/_due_count.html", {"count": count, "most": MOST})
