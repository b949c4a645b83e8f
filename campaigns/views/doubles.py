"""All records that may be of the same person, on the way to being merged."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_tables2 import LazyPaginator

from guides.queries.members import members_of
from membership.enums import Sign
from membership.suspects import records_of, suspected
from stores.access import Act
from stores.http import StaffRequest

A_PAGE = 20


@require_GET
@never_cache
def doubles(request: StaffRequest) -> HttpResponse:
    """List the suspected doubles by what speaks for them, the newest first."""
    request.access.require(Act.MERGE_MEMBERS)
    asked = request.GET.get("sign", "")
    sign = Sign(asked) if asked in Sign.values else Sign.BIRTHDAY
    within = members_of(request.access, Act.MERGE_MEMBERS).select_related("home_store")
    page = LazyPaginator(suspected(sign=sign, within=within), A_PAGE).get_page(
        request.GET.get("page")
    )
    groups = records_of(list(page), sign=sign, within=within)
    context = {"signs": Sign, "sign": sign, "groups": groups, "page_obj": page}
    return render(request, "campaigns/doubles.html", context)
