"""Members near the next tier, or about to lose theirs: on the screen and on paper."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from common.csvanswer import csv_answer
from guides.enums import NearList
from guides.forms.near import NearForm
from guides.queries import near
from guides.tables.near import NearTable
from loyalty.near_tiers import Near
from stores.access import Act
from stores.http import StaffRequest

A_PAGE = 25


@require_GET
@never_cache
def near_tier(request: StaffRequest) -> HttpResponse:
    """List the visitor's members who are near a tier, the nearest first."""
    form, rows = _asked(request)
    table = NearTable(rows, which=form.cleaned_data["which"], on=timezone.localdate())
    RequestConfig(request, paginate={"per_page": A_PAGE}).configure(table)
    table.show_members()
    return render(
        request,
        "guides/near_tier.html",
        {"table": table, "form": form, "lists": NearList, "address": request.GET.urlencode()},
    )


@require_GET
@never_cache
def near_tier_file(request: StaffRequest) -> StreamingHttpResponse:
    """Send the list as a file; without phones, which are shown one at a time."""
    _form, rows = _asked(request)
    columns = [
        _("Member number"),
        _("Member"),
        _("Tier"),
        _("Next tier"),
        _("What is missing"),
        _("Until"),
        _("Guide"),
    ]
    return csv_answer("near-a-tier.csv", columns, map(_cells, list(near.shown(rows))))


def _asked(request: StaffRequest) -> tuple[NearForm, list[Near]]:
    request.access.require(Act.LIST_MEMBERS)
    at = timezone.now()
    form = NearForm(request.GET, access=request.access, on=timezone.localdate(at))
    asked = form.cleaned_data
    members = near.members_in(request.access, asked["store"])
    return form, near.found(members, which=asked["which"], within=asked["within"], at=at)


def _cells(row: near.NearMember) -> list[object]:
    return [
        row.member.number,
        row.member.name,
        row.tier.label if row.tier else "",
        row.near.tier.label,
        " ".join(row.near.sentences),
        row.last_day or "",
        row.guide,
    ]
