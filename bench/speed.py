"""How fast the machine is at this moment: a fixed piece of Python, timed.

Virtual cores swing by a factor of four. Milliseconds of two runs may be compared after dividing
each by its own time for this piece; within one run the ratios need no such help.
"""

from __future__ import annotations

import time
from statistics import median
from typing import Any

ROWS = 20_000
TIMES = 15


def reference() -> float:
    """Return the median time, in milliseconds, of the piece."""
    return median(_timed() for _ in range(TIMES)) * 1_000


def _timed() -> float:
    began = time.perf_counter()
    _piece()
    return time.perf_counter() - began


def _piece() -> int:
    """Do what a request does: build dicts, look names up, call functions, join text."""
    rows = [_row(number) for number in range(ROWS)]
    return len("".join(row["text"] for row in rows if row["number"] % 3))


def _row(number: int) -> dict[str, Any]:
    return {"number": number, "text": f"{number:06d}", "even": number % 2 == 0}
