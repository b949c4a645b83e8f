"""The pages of the figures."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from reports import panels
from reports.answers import Question, ask
from reports.catalogue import BY_SLUG, Figure
from reports.enums import Group, Kind
from reports.export import as_csv
from reports.forms import QuestionForm
from reports.queries.facts import latest_sale_day
from reports.scope import scopes_of
from stores.access import Act
from stores.http import StaffRequest

FOR_EXCEL = "\ufeff"  # without it Excel takes Chinese for something else


@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show the groups of figures; each fetches its own."""
    form = _form(request)
    context: dict[str, Any] = {"form": form, "groups": Group}
    if form.is_valid():
        asked = form.question()
        context |= {
            "asked": asked,
            "compared": form.comparison(),
            "latest": (latest := latest_sale_day(scope=asked.scope, as_of=asked.as_of)),
            "latest_query": latest and form.query_of_month(latest),
        }
    return render(request, "reports/home.html", context)


@require_GET
def group(request: StaffRequest, value: str) -> HttpResponse:
    """Answer the figures of one group."""
    if value not in Group.values:
        raise Http404
    form = _valid_form(request)
    context = panels.of_group(Group(value), form.question(), form.comparison())
    return render(request, "reports/_group.html", context)


@require_GET
def figure(request: StaffRequest, slug: str) -> HttpResponse:
    """Show one figure with its definition, its parts and its neighbours in time."""
    figure = _figure(slug)
    form = _form(request, figure)
    context: dict[str, Any] = {"form": form, "figure": figure}
    if form.is_valid():
        context |= panels.of_figure(figure, _question(form, figure), form.comparison())
    return render(request, "reports/figure.html", context)


@require_GET
def trend(request: StaffRequest, slug: str) -> HttpResponse:
    """Answer one figure for each of the last twelve months."""
    figure = _figure(slug)
    if figure.kind == Kind.ROWS:
        raise Http404
    context = panels.of_trend(figure, _valid_form(request, figure).question())
    return render(request, "reports/_trend.html", context)


@require_GET
def download(request: StaffRequest, slug: str) -> HttpResponse:
    """Hand over the rows of one figure for a spreadsheet."""
    figure = _figure(slug)
    answer = ask(figure, _question(_valid_form(request, figure), figure))
    asked = answer.asked
    name = f"{slug}_{asked.period.since}_{asked.period.until}.csv"
    return HttpResponse(
        FOR_EXCEL + as_csv(answer),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _figure(slug: str) -> Figure:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _form(request: StaffRequest, figure: Figure | None = None) -> QuestionForm:
    """Return what is asked, within what the visitor may see; elsewhere there is nothing."""
    request.access.require(Act.SEE_REPORTS)
    scopes = scopes_of(request.access)
    if not scopes or request.GET.get("scope", next(iter(scopes))) not in scopes:
        raise Http404
    return QuestionForm(
        request.GET.dict(),
        scopes=scopes,
        today=timezone.localdate(),
        days=figure.days if figure else None,
    )


def _valid_form(request: StaffRequest, figure: Figure | None = None) -> QuestionForm:
    form = _form(request, figure)
    if not form.is_valid():
        raise Http404
    return form


def _question(form: QuestionForm, figure: Figure) -> Question:
    return form.question().over_a_year() if figure.by_month else form.question()
