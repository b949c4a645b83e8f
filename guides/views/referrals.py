"""Old members bring new ones: by guide and by member, on the page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_tables2 import LazyPaginator, RequestConfig

from common.csvanswer import csv_answer
from common.masking import mask_name
from common.money import cents
from guides.enums import CountedBy
from guides.filters import ReferralFilter
from guides.queries import referrals
from guides.tables.referrals import ByGuideTable, ByMemberTable
from stores.access import Act
from stores.http import StaffRequest

PAGINATE = {"per_page": 25, "paginator_class": LazyPaginator}


@require_GET
@never_cache
def referred(request: StaffRequest) -> HttpResponse:
    """Show who enrolled and who brought how many, and what those bought."""
    picked = _picked(request)
    table: ByGuideTable | ByMemberTable
    if picked.data["by"] == CountedBy.MEMBER:
        table = ByMemberTable(referrals.by_member(picked.qs), places=_places(request))
    else:
        table = ByGuideTable(referrals.by_guide(picked.qs))
    RequestConfig(request, paginate=PAGINATE).configure(table)
    context = {"table": table, "picked": picked, "ways": CountedBy, "months": referrals.MONTHS}
    return render(request, "guides/referrals.html", context)


@require_GET
def referred_file(request: StaffRequest) -> StreamingHttpResponse:
    """Send the same rows as a file."""
    picked = _picked(request)
    told = [_("Of these, bought"), _("Their purchases")]
    if picked.data["by"] == CountedBy.MEMBER:
        columns = [_("Member number"), _("Member"), _("Friends"), *told]
        lines = _member_lines(referrals.by_member(picked.qs), _places(request))
        return csv_answer("brought-by-member.csv", columns, lines)
    columns = [
        _("Staff number"),
        pgettext("shop guide", "Guide"),
        _("Enrolled"),
        _("Brought by members"),
        *told,
    ]
    return csv_answer("brought-by-guide.csv", columns, _guide_lines(referrals.by_guide(picked.qs)))


def _picked(request: StaffRequest) -> ReferralFilter:
    request.access.require(Act.SEE_REPORTS)
    return ReferralFilter(request, on=timezone.localdate())


def _places(request: StaffRequest) -> set[int]:
    """Return the stores whose members the visitor may read about by name."""
    return set(request.access.stores(Act.LIST_MEMBERS).values_list("pk", flat=True))


def _guide_lines(rows: QuerySet[Any, Any]) -> Iterator[list[object]]:
    for row in rows.order_by("-friends", "enroller").iterator():
        yield [row["number"], row["name"], row["enrolled"], *_told(row)]


def _member_lines(rows: QuerySet[Any, Any], places: set[int]) -> Iterator[list[object]]:
    for row in rows.order_by("-friends", "referrer").iterator():
        name = row["name"] if row["store"] in places else mask_name(row["name"])
        yield [row["number"], name, *_told(row)]


def _told(row: dict[str, Any]) -> list[object]:
    return [row["friends"], row["bought"], cents(row["spent"])]
