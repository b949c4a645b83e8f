"""How answers read on a page: numbers in words, and what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.money import yuan
from common.periods import Period
from common.templatetags.shop import UNKNOWN, rate
from reports.answers import Answer
from reports.enums import Kind
from reports.periods import last_day
from reports.queries.rows import FromChannel, OldMembers, Rate, Value

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Change:
    """What became of a figure since the days it is compared with."""

    text: str
    trend: str = ""
    mood: str = ""


@dataclass(frozen=True)
class Tile:
    """A figure as one number, with what makes it up, what it was, and what stands beside it."""

    answer: Answer
    value: str
    parts: str
    before: str
    change: Change
    beside: list[tuple[str, str]] = field(default_factory=list)


def tile(now: Answer, before: Answer) -> Tile:
    """Return how ``now`` shows, against ``before``."""
    [row], [earlier] = now.rows, before.rows
    return Tile(
        answer=now,
        value=shown(row),
        parts=parts(row),
        before=shown(earlier),
        change=change(now, before),
        beside=_beside(now),
    )


def shown(row: Rate | Value) -> str:
    """Return a rate in per cent, an amount in yuan, a count by thousands."""
    if isinstance(row, Rate):
        return rate(row.numerator, row.denominator)
    return number(row.value)


def number(value: Decimal | int | None) -> str:
    """Return an amount in yuan, a count by thousands."""
    if value is None:
        return UNKNOWN
    return yuan(value) if isinstance(value, Decimal) else f"{value:,}"


def ratio(value: Fraction | None) -> str:
    """Return how many there are of one thing on another, with two decimals."""
    if value is None:
        return UNKNOWN
    exact = Decimal(value.numerator) / value.denominator
    return f"{exact.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):,}"


def channel_name(row: FromChannel) -> str:
    """Return the way some joined by, as people say it."""
    return row.channel.label if row.channel else _("not on record")


def parts(row: Rate | Value) -> str:
    """Return what a rate is made of: ``43 of 120``."""
    if isinstance(row, Value):
        return ""
    return _("%(part)s of %(whole)s") % {
        "part": number(row.numerator),
        "whole": number(row.denominator),
    }


def change(now: Answer, before: Answer) -> Change:
    """Return percentage points for rates, per cent for the rest.

    Nothing is compared with nothing, nor what is complete with what is not.
    """
    [row], [earlier] = now.rows, before.rows
    if not (now.complete and before.complete):
        return Change("")
    if now.figure.kind == Kind.RATE:
        if row.value is None or earlier.value is None:
            return Change("")
        # Of the rates as they stand on the page, so that the reader can check it.
        difference = _percent(row.value) - _percent(earlier.value)
        words = _("%(change)s percentage points")
    else:
        if earlier.value <= 0:
            return Change("")
        difference = _percent(Fraction(row.value - earlier.value) / Fraction(earlier.value))
        words = _("%(change)s %%")
    return _moving(difference, words, good_when=now.figure.good_when)


def days_of(period: Period) -> str:
    """Return the first and the last day of ``period`` as people say them."""
    first, last = date_format(period.since), date_format(last_day(period))
    return first if first == last else f"{first} – {last}"


def month_of_year(day: dt.date) -> str:
    """Return a month as people say it."""
    return date_format(day, "YEAR_MONTH_FORMAT")


def _percent(share: Fraction) -> Decimal:
    exact = Decimal(share.numerator * 100) / share.denominator
    return exact.quantize(_TENTH, rounding=ROUND_HALF_UP)


def _moving(difference: Decimal, words: str, *, good_when: int) -> Change:
    if not difference:
        return Change(_("unchanged"))
    text = words % {"change": f"{difference:+,}".replace("-", "−")}
    rises = difference > 0
    return Change(
        text,
        trend="up" if rises else "down",
        mood="good" if rises == (good_when > 0) else "bad",
    )


def _beside(answer: Answer) -> list[tuple[str, str]]:
    """Return what the definitions want to stand beside a figure, under its own name."""
    [row] = answer.rows
    if isinstance(row, OldMembers):
        return [(_("Visits per member who came"), ratio(row.visits_per_member))]
    if answer.figure.slug == "conversion-rate":
        return [(_("Prospects who became members"), UNKNOWN)]
    return []
