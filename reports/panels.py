"""What stands on the pages: for a group of figures, for one figure, for its year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reports import charts, grids
from reports.answers import Answer, Question, ask
from reports.catalogue import FIGURES, Figure
from reports.enums import Group, Kind, Lifecycle
from reports.periods import months_up_to
from reports.presenting import Tile, tile
from reports.tables import (
    GuidesTable,
    TicketTable,
    channel_numbers,
    lifecycle_numbers,
    repurchase_numbers,
    trend_numbers,
)

MONTHS = 12
ON_HOME = {
    "ticket",
    "new-members-by-channel",
    "cohort",
    "lifecycle",
}  # figures of many rows that stand among the tiles

Context = dict[str, Any]


def of_group(group: Group, asked: Question, compared: Question) -> Context:
    """Return the tiles of ``group``, its figures of many rows, and the way to the others."""
    figures = [figure for figure in FIGURES if figure.group == group]
    return {
        "group": group,
        "tiles": [_tile(figure, asked, compared) for figure in figures if _is_tile(figure)],
        "panels": [
            panel(ask(figure, asked.over_a_year() if figure.by_month else asked))
            for figure in figures
            if figure.slug in ON_HOME
        ],
        "others": [
            figure for figure in figures if not _is_tile(figure) and figure.slug not in ON_HOME
        ],
    }


def of_figure(figure: Figure, asked: Question, compared: Question) -> Context:
    """Return what the page of ``figure`` shows of what was ``asked``."""
    if not _is_tile(figure):
        answer = ask(figure, asked)
        return {"asked": asked, "answer": answer, "panel": panel(answer)}
    shown = _tile(figure, asked, compared)
    return {"asked": asked, "compared": compared, "answer": shown.answer, "tile": shown}


def of_trend(figure: Figure, asked: Question) -> Context:
    """Return ``figure`` for each month of the year that ends with what was ``asked``."""
    answers = [
        ask(figure, replace(asked, period=month)) for month in months_up_to(asked.period, MONTHS)
    ]
    return {
        "figure": figure,
        "chart": charts.trend(answers),
        "chart_kind": "line" if figure.kind == Kind.RATE else "bar",
        "numbers": trend_numbers(answers),
        "has_open_months": any(answer.is_open for answer in answers),
    }


def panel(answer: Answer) -> Context:
    """Return how an answer of many rows is drawn and written out."""
    drawn = DRAWN[answer.figure.slug](answer)
    return {"answer": answer, "figure": answer.figure, **drawn}


def _ticket(answer: Answer) -> Context:
    return {
        "chart": charts.tickets(answer.rows),
        "chart_kind": "bar",
        "table": TicketTable(answer.rows),
    }


def _cohorts(answer: Answer) -> Context:
    cells = grids.first_year(answer.rows)
    ages = grids.ages_of(cells)
    return {
        "chart": charts.heat_map(cells, ages=ages),
        "chart_kind": "heatmap",
        "cohorts": grids.cohort_rows(cells),
        "ages": range(ages),
        "has_open_months": not all(cell.complete for cell in cells),
    }


def _repurchase(answer: Answer) -> Context:
    return {
        "chart": charts.repurchase(answer.rows),
        "chart_kind": "bar",
        "numbers": repurchase_numbers(str(answer.figure.name), answer.rows),
        "has_open_months": not all(row.complete for row in answer.rows),
    }


def _channels(answer: Answer) -> Context:
    return {
        "chart": charts.channels(answer.rows),
        "chart_kind": "bar",
        "chart_on_home": True,
        "numbers": channel_numbers(str(answer.figure.name), answer.rows),
    }


def _lifecycle(answer: Answer) -> Context:
    return {
        "chart": charts.lifecycle(answer.rows),
        "chart_kind": "bar",
        "chart_on_home": True,
        "numbers": lifecycle_numbers(str(answer.figure.name), answer.rows),
    }


def _flow(answer: Answer) -> Context:
    return {"flow": grids.flow_rows(answer.rows), "states": list(Lifecycle)}


def _guides(answer: Answer) -> Context:
    return {"table": GuidesTable(answer.rows)}


DRAWN: dict[str, Callable[[Answer], Context]] = {
    "ticket": _ticket,
    "new-members-by-channel": _channels,
    "cohort": _cohorts,
    "cohort-by-joining": _cohorts,
    "n-day-repurchase": _repurchase,
    "lifecycle": _lifecycle,
    "lifecycle-flow": _flow,
    "guides": _guides,
}


def _is_tile(figure: Figure) -> bool:
    return figure.kind != Kind.ROWS


def _tile(figure: Figure, asked: Question, compared: Question) -> Tile:
    return tile(ask(figure, asked), ask(figure, compared))
