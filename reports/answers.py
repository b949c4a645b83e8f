"""Asking for a figure: the answer, and all that must stand beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from common.periods import Period
from reports.catalogue import Figure
from reports.periods import last_day, months_up_to
from reports.scope import Scope


@dataclass(frozen=True)
class Question:
    """Which days, where, and as known when; ``days`` is the figure's option, if it has one."""

    period: Period
    scope: Scope
    as_of: dt.date
    days: int | None = None

    def over_a_year(self) -> Question:
        """Return the same for the twelve months up to the one the period ends in, at least."""
        first = months_up_to(self.period, 12)[0].since
        period = Period(min(first, self.period.since), self.period.until)
        return replace(self, period=period)


@dataclass(frozen=True)
class Answer:
    """The ``rows`` of ``figure`` to what was ``asked``."""

    figure: Figure
    asked: Question
    rows: list[Any]

    @property
    def days(self) -> int | None:
        """The figure's option as it was used."""
        return self.asked.days or self.figure.days

    @property
    def definition(self) -> str:
        """What the figure means, with its option in it."""
        words = str(self.figure.definition)
        return words.format(days=self.days) if self.figure.days else words

    @property
    def complete(self) -> bool:
        """Whether every member it follows has had the time it gives her."""
        if self.figure.is_complete is None:
            return True
        return self.figure.is_complete(
            period=self.asked.period, as_of=self.asked.as_of, days=self.days
        )

    @property
    def is_open(self) -> bool:
        """Whether part of its days, or of the time it gives members, is still to come."""
        return not self.complete or last_day(self.asked.period) > self.asked.as_of


def ask(figure: Figure, question: Question) -> Answer:
    """Return the answer of ``figure`` to ``question``."""
    facts: dict[str, Any] = {"scope": question.scope, "as_of": question.as_of}
    if not figure.stock:
        facts["period"] = question.period
    if figure.days:
        facts["days"] = question.days or figure.days
    answer = figure.query(**facts)
    return Answer(figure, question, list(answer) if isinstance(answer, Sequence) else [answer])
