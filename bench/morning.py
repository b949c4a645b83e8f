"""One morning of the house in a process of its own, as the worker does it; says what it took.

    python -m bench.morning 2026-03-02T07:00:00+08:00 [members]

With a number of members it first opens a shop of so many, and does no morning.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import django


class Morning(NamedTuple):
    """How many it drew, what it took, and the most memory its process held, and held before."""

    placed: int
    seconds: float
    megabytes: float
    before: float


def watch(*, database: str, at: dt.datetime) -> Morning:
    """Let another process do the morning of ``at`` on the ``database`` (a URL)."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.morning", at.isoformat()],
        check=True,
        env={**os.environ, "DATABASE_URL": database},
        stdout=subprocess.PIPE,
    )
    return Morning(**json.loads(done.stdout))


def open_shop(*, database: str, members: int, at: dt.datetime) -> None:
    """Let another process open one shop on an empty ``database``: all its members are overdue."""
    subprocess.run(
        [sys.executable, "-m", "bench.morning", at.isoformat(), str(members)],
        check=True,
        env={**os.environ, "DATABASE_URL": database},
    )


def main(at: dt.datetime) -> None:
    """Do the morning of ``at`` and print what it took."""
    # Only now may models be imported.
    house = import_module("guides.domain.mornings")
    before = _most_memory()
    began = time.perf_counter()
    done = house.do_mornings(at=at)
    seconds = time.perf_counter() - began
    print(json.dumps(Morning(done.placed, seconds, _most_memory(), before)._asdict()))


def _most_memory() -> float:
    """Return the MB this program held at the most.

    ``getrusage`` would also count what the process held before it became this program.
    """
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    moment, *size = sys.argv[1:]
    django.setup()
    if size:
        shop = import_module("bench.shop")
        shop.fill(members=int(size[0]), at=dt.datetime.fromisoformat(moment))
    else:
        main(dt.datetime.fromisoformat(moment))
