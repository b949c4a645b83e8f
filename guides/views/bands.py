"""Members by bands of points: how many, who, and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_tables2 import LazyPaginator, RequestConfig

from common.csvanswer import csv_answer
from guides.filters import BandFilter
from guides.queries import members as queries
from guides.queries.bands import Band, counted, standing_in
from guides.tables.bands import BandTable
from guides.tables.members import Words
from membership.models import Member
from stores.access import Act
from stores.http import StaffRequest

if TYPE_CHECKING:
    from guides.queries.members import ListedMember

MANY = 10_000  # more are not sorted by what no index holds
PAGINATE = {"per_page": 25, "paginator_class": LazyPaginator}


@require_GET
@never_cache
def points_bands(request: StaffRequest) -> HttpResponse:
    """Count the visitor's members in each band of points, and list those of one."""
    picked, bands = _picked(request)
    band = _chosen(request, bands)
    table = _table(_members(picked, band), band)
    RequestConfig(request, paginate=PAGINATE).configure(table)
    context = {"bands": bands, "band": band, "picked": picked, "table": table}
    return render(request, "guides/points_bands.html", context)


@require_GET
def points_bands_file(request: StaffRequest) -> StreamingHttpResponse:
    """Send the members of one band as a file, phones masked, the most points first."""
    picked, bands = _picked(request)
    band = _chosen(request, bands)
    columns = [
        _("Member number"),
        _("Name"),
        _("Mobile"),
        _("Points"),
        _("Tier"),
        _("Last visit"),
        _("Home store"),
        pgettext("shop guide", "Guide"),
    ]
    name = f"points-from-{band.floor}.csv" if band else "points.csv"
    return csv_answer(name, columns, _lines(_members(picked, band)))


def _picked(request: StaffRequest) -> tuple[BandFilter, list[Band]]:
    request.access.require(Act.LIST_MEMBERS)
    picked = BandFilter(request, queries.members_of(request.access))
    return picked, counted(picked.qs)


def _chosen(request: StaffRequest, bands: list[Band]) -> Band | None:
    """Return the band asked for, else the lowest; None in a house without bands."""
    asked = request.GET.get("band")
    lowest = bands[0] if bands else None
    return next((band for band in bands if str(band.floor) == asked), lowest)


def _members(picked: BandFilter, band: Band | None) -> QuerySet[ListedMember]:
    members = standing_in(picked.qs, band) if band else Member.objects.none()
    return queries.listed(members).select_related("home_store")


def _table(rows: QuerySet[ListedMember], band: Band | None) -> BandTable:
    count = band.members if band else 0
    said = ngettext("%(count)s member", "%(count)s members", count) % {"count": f"{count:,}"}
    words = Words(said, _("Nobody stands here"), _("Choose another band, tag or store."))
    return BandTable(
        rows.order_by("-balance", "-pk"), on=timezone.localdate(), words=words, slow=count > MANY
    )


def _lines(rows: QuerySet[ListedMember]) -> Iterator[list[object]]:
    for member in rows.order_by("-balance", "-pk").iterator():
        held = getattr(member, "tier_now", None)
        yield [
            member.number,
            member.name,
            member.masked_phone,
            member.balance,
            held.tier.label if held else "",
            member.last_visit_on or "",
            member.home_store.name,
            member.held_by or "",
        ]
