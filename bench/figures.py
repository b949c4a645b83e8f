"""Figures: percentiles, tables as they stand in docs/performance.md, and bars."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Bar:
    """A promise and what was found; ``bound`` is the most, or the least where ``least``."""

    promise: str
    found: float
    bound: float
    unit: str = ""
    least: bool = False

    @property
    def held(self) -> bool:
        """Whether the promise was kept."""
        return self.found >= self.bound if self.least else self.found <= self.bound


def p50(seconds: Sequence[float]) -> float:
    """Return the median in milliseconds."""
    return median(seconds) * 1_000


def p95(seconds: Sequence[float]) -> float:
    """Return, in milliseconds, what 95 of 100 did not exceed."""
    return sorted(seconds)[math.ceil(0.95 * len(seconds)) - 1] * 1_000


def print_table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print ``rows`` as a table of Markdown; floats get one decimal."""
    print(f"\n### {title}\n")
    print(f"| {' | '.join(head)} |")
    print(f"|{' --- |' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(map(_cell, row))} |", flush=True)


def print_bars(bars: Sequence[Bar]) -> None:
    """Print what was promised beside what was found."""
    print_table(
        "Bars",
        ["promise", "bar", "found", ""],
        [
            [
                bar.promise,
                f"{'≥' if bar.least else '≤'} {_cell(bar.bound)} {bar.unit}",
                f"{_cell(bar.found)} {bar.unit}",
                "held" if bar.held else "MISSED",
            ]
            for bar in bars
        ],
    )


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}" if abs(value) < 10 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
