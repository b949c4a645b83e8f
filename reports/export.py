"""How answers leave the house: the shapes of JSON and CSV are promises to analysts."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from common.money import cents
from reports.answers import Answer
from reports.queries.rows import Cohort, Fact

Plain = int | str | bool | None

_FOUR_DECIMALS = Decimal("0.0001")


def as_json(answer: Answer) -> dict[str, object]:
    """Return the answer with its definition, period (``until`` exclusive), scope and as-of day."""
    return {
        "figure": answer.figure.slug,
        "definition": answer.definition,
        **_context(answer),
        "rows": rows_of(answer),
    }


def as_csv(answer: Answer) -> str:
    """Return the rows with a header; every row carries where, when and what it is."""
    rows = [
        {
            "figure": answer.figure.slug,
            **_context(answer),
            **{key: _cell(value) for key, value in row.items()},
            "definition": answer.definition,
        }
        for row in rows_of(answer)
    ]
    columns = rows[0] if rows else {"figure": "", **_context(answer), "definition": ""}
    text = io.StringIO()
    writer = csv.DictWriter(text, columns.keys(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def rows_of(answer: Answer) -> list[dict[str, Plain]]:
    """Return the rows as promised; of cohorts only months that are over."""
    return [
        {key: _plain(fact) for key, fact in row.facts().items()}
        for row in answer.rows
        if not (isinstance(row, Cohort) and not row.complete)
    ]


def _context(answer: Answer) -> dict[str, str]:
    asked = answer.asked
    return {
        "since": asked.period.since.isoformat(),
        "until": asked.period.until.isoformat(),
        "scope": asked.scope.code,
        "as_of": asked.as_of.isoformat(),
    }


def _plain(fact: Fact) -> Plain:
    """Return money with two decimals, ratios with four, months as YYYY-MM."""
    match fact:
        case Fraction():
            ratio = Decimal(fact.numerator) / fact.denominator
            return str(ratio.quantize(_FOUR_DECIMALS, rounding=ROUND_HALF_UP))
        case Decimal():
            return str(cents(fact))
        case dt.date():
            return f"{fact:%Y-%m}"
    return fact


def _cell(value: Plain) -> Plain:
    return str(value).lower() if isinstance(value, bool) else value
