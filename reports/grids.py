"""Answers that are read across and down: cohorts by age, states by states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from common.templatetags.shop import rate
from reports.enums import Lifecycle
from reports.presenting import month_of_year
from reports.queries.rows import Cohort, Transition

DARKEST = 60  # per cent of the house's colour
AGES = 13  # a cohort's own month and the year after it


@dataclass(frozen=True)
class Cell:
    """A share of a cohort in words, and how dark it is; black words stay readable on any."""

    text: str
    count: int
    shade: int
    complete: bool


@dataclass(frozen=True)
class CohortRow:
    """A cohort with a cell for every month that has begun; ``missing`` ones are to come."""

    name: str
    size: int
    cells: list[Cell]
    missing: int


def first_year(cells: Sequence[Cohort]) -> list[Cohort]:
    """Return the cells of each cohort's first year."""
    return [cell for cell in cells if cell.age < AGES]


def ages_of(cells: Sequence[Cohort]) -> int:
    """Return how many columns the cells fill."""
    return max((cell.age for cell in cells), default=-1) + 1


def cohort_rows(cells: Sequence[Cohort]) -> list[CohortRow]:
    """Return a row a cohort, oldest first."""
    columns = ages_of(cells)
    rows = []
    for cohort, group in groupby(cells, key=_cohort):
        own = list(group)
        rows.append(
            CohortRow(
                month_of_year(cohort),
                own[0].size,
                [_cell(cell) for cell in own],
                missing=columns - len(own),
            )
        )
    return rows


@dataclass(frozen=True)
class FlowRow:
    """Where the members of one state went, in the order of the states, and all of them."""

    name: str
    members: list[int]
    total: int


def flow_rows(rows: Sequence[Transition]) -> list[FlowRow]:
    """Return a row a state before, one for who joined since, and the sum of them all."""
    counts = {(row.before, row.after): row.members for row in rows}
    names: dict[Lifecycle | None, str] = {state: str(state.label) for state in Lifecycle}
    names[None] = _("Joined since")
    table = {
        name: [counts.get((before, after), 0) for after in Lifecycle]
        for before, name in names.items()
    }
    table[_("Total")] = [sum(column) for column in zip(*table.values(), strict=True)]
    return [FlowRow(str(name), members, sum(members)) for name, members in table.items()]


def _cohort(cell: Cohort) -> dt.date:
    return cell.cohort


def _cell(cell: Cohort) -> Cell:
    return Cell(
        rate(cell.retained, cell.size),
        cell.retained,
        shade=DARKEST * cell.retained // cell.size if cell.size else 0,
        complete=cell.complete,
    )
