"""What charts.js draws, and in which numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from reports.answers import Answer
from reports.enums import Kind
from reports.presenting import channel_name, month_of_year
from reports.queries.rows import Cohort, FromChannel, Repurchase, Standing, Tickets

Chart = dict[str, Any]

_TENTH = Decimal("0.1")
PER_CENT = " %"


def trend(answers: Sequence[Answer]) -> Chart:
    """Return one figure, month after month."""
    figure = answers[0].figure
    is_rate = figure.kind == Kind.RATE
    points = [
        (
            month_of_year(answer.asked.period.since),
            _percent(row.value) if is_rate else _float(row.value),
            not answer.is_open,
        )
        for answer in answers
        for row in answer.rows
    ]
    unit = {Kind.RATE: PER_CENT, Kind.AMOUNT: "¥"}.get(figure.kind, "")
    return {**_apart(str(figure.name), points), "stacked": not is_rate, "unit": unit}


def tickets(rows: Sequence[Tickets]) -> Chart:
    """Return the ticket values of members, of others and of all."""
    return {
        "x": [row.who.label for row in rows],
        "series": [
            {"name": _("Ticket value"), "values": [_float(row.ticket_value) for row in rows]}
        ],
        "unit": "¥",
    }


def heat_map(cells: Sequence[Cohort], *, ages: int) -> Chart:
    """Return the share of each cohort that came, by months since it began."""
    cohorts = sorted({cell.cohort for cell in cells})
    return {
        "x": [_("That month"), *(f"+{age}" for age in range(1, ages))][:ages],
        "y": [month_of_year(cohort) for cohort in cohorts],
        "cells": [
            [cell.age, cohorts.index(cell.cohort), _share(cell.retained, cell.size)]
            for cell in cells
        ],
        "faint": [[cell.age, cohorts.index(cell.cohort)] for cell in cells if not cell.complete],
        "unit": PER_CENT,
    }


def repurchase(rows: Sequence[Repurchase]) -> Chart:
    """Return the share of each cohort that was back in time."""
    points = [
        (month_of_year(row.cohort), _share(row.returned, row.size), row.complete) for row in rows
    ]
    return {**_apart(_("Repurchase rate"), points), "stacked": True, "unit": PER_CENT}


def channels(rows: Sequence[FromChannel]) -> Chart:
    """Return who joined by each way."""
    return {
        "x": [channel_name(row) for row in rows],
        "series": [{"name": _("New members"), "values": [row.members for row in rows]}],
    }


def lifecycle(rows: Sequence[Standing]) -> Chart:
    """Return the members in each state."""
    return {
        "x": [row.state.label for row in rows],
        "series": [{"name": _("Members"), "values": [row.members for row in rows]}],
    }


def _apart(name: str, points: Sequence[tuple[str, float | None, bool]]) -> Chart:
    """Return complete values as ``name``, and what is still open as a fainter series."""
    series: list[dict[str, Any]] = [
        {"name": name, "values": [value if complete else None for _x, value, complete in points]}
    ]
    if not all(complete for *_point, complete in points):
        open_values = [None if complete else value for _x, value, complete in points]
        series.append({"name": _("Not complete yet"), "values": open_values, "faint": True})
    return {"x": [x for x, *_point in points], "series": series}


def _share(part: int, whole: int) -> float | None:
    return _percent(Fraction(part, whole) if whole else None)


def _percent(share: Fraction | None) -> float | None:
    if share is None:
        return None
    exact = Decimal(share.numerator * 100) / share.denominator
    return float(exact.quantize(_TENTH, rounding=ROUND_HALF_UP))


def _float(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)
