"""Members by the grades A, B and C: what each is worth, who has it, and as a file."""

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
from guides.queries.grades import graded, worth
from guides.queries.members import members_of
from guides.tables.grades import GradeTable
from guides.tables.members import Words
from loyalty.domain.scoring import scoring_rule
from loyalty.enums import Grade
from stores.access import Act
from stores.http import StaffRequest

if TYPE_CHECKING:
    from guides.queries.members import ListedMember

MANY = 10_000  # more are not sorted by what no index holds
PAGINATE = {"per_page": 25, "paginator_class": LazyPaginator}


@require_GET
@never_cache
def grades(request: StaffRequest) -> HttpResponse:
    """Say what the visitor's members of each grade are worth, and list those of one."""
    picked, grade = _picked(request)
    found = worth(picked.qs)
    many = next((one.members for one in found if one.grade == grade), 0)
    table = _table(graded(picked.qs, grade), many)
    RequestConfig(request, paginate=PAGINATE).configure(table)
    context = {
        "shares": found,
        "grade": grade,
        "picked": picked,
        "table": table,
        "rule": scoring_rule(on=timezone.localdate()),
    }
    return render(request, "guides/grades.html", context)


@require_GET
def grades_file(request: StaffRequest) -> StreamingHttpResponse:
    """Send the members of one grade as a file, phones masked, the best score first."""
    picked, grade = _picked(request)
    columns = [
        _("Member number"),
        _("Name"),
        _("Mobile"),
        _("Grade"),
        _("Score"),
        _("Net"),
        _("Visits"),
        _("Last visit"),
        _("Tier"),
        _("Home store"),
        pgettext("shop guide", "Guide"),
    ]
    return csv_answer(f"grade-{grade}.csv", columns, _lines(graded(picked.qs, grade)))


def _picked(request: StaffRequest) -> tuple[BandFilter, str]:
    """Return the visitor's members, narrowed as she asks, and the grade she looks at."""
    request.access.require(Act.LIST_MEMBERS)
    asked = request.GET.get("grade", "")
    picked = BandFilter(request, members_of(request.access))
    return picked, asked if asked in Grade.values else Grade.A.value


def _table(rows: QuerySet[ListedMember], count: int) -> GradeTable:
    said = ngettext("%(count)s member", "%(count)s members", count) % {"count": f"{count:,}"}
    words = Words(said, _("Nobody stands here"), _("Choose another grade, tag or store."))
    return GradeTable(
        rows,
        on=timezone.localdate(),
        words=words,
        slow=count > MANY,
    )


def _lines(rows: QuerySet[ListedMember]) -> Iterator[list[object]]:
    for member in rows.iterator():
        held, score = getattr(member, "tier_now", None), member.score
        yield [
            member.number,
            member.name,
            member.masked_phone,
            score.grade,
            score.score,
            score.net,
            score.visits,
            score.last_on,
            held.tier.label if held else "",
            member.home_store.name,
            member.held_by or "",
        ]
