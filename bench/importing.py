"""How long the Ta-Feng history takes to come in, and how much memory, on both databases.

    python -m bench.importing [ta_feng.csv.zip]

Seconds by the clock depend on who else uses the machine, those of work less so, memory not at
all. What PostgreSQL's own processes work is not counted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.figures import Bar, print_bars, print_table
from bench.ta_feng import ROOT, SOURCE, convert
from scripts.servers import postgres

HEAD = ["database", "run", "seconds", "seconds of work", "MB at the peak"]


class Run(NamedTuple):
    """One command, as measured from outside."""

    seconds: float
    work: float
    megabytes: float


def main(source: Path) -> int:
    """Measure each import on each database, the sales twice; 1 if a bar was missed."""
    measured: dict[str, dict[str, Run]] = {}
    with TemporaryDirectory(prefix="regulars-bench-") as home:
        files = convert(source=source, target=Path(home))
        base = {**os.environ, "DATA_DIR": home, "REDIS_URL": ""}
        lite = base | {"DATABASE_URL": f"sqlite:///{home}/regulars.sqlite3"}
        measured["SQLite"] = _imports(lite, *files)
        with postgres(options=("max_wal_size=4GB",)) as url:
            measured["PostgreSQL"] = _imports(base | {"DATABASE_URL": url}, *files)
    rows = [[name, run, *one] for name, runs in measured.items() for run, one in runs.items()]
    print_table("Import", HEAD, rows)
    bars = [bar for name, runs in measured.items() for bar in _bars(name, runs["sales, earning"])]
    print_bars(bars)
    print(f"\nload: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0 if all(bar.held for bar in bars) else 1


def _imports(env: Mapping[str, str], members: Path, sales: Path) -> dict[str, Run]:
    _run(env, "migrate", "--verbosity", "0")
    return {
        "members": _run(env, "import_members", str(members), "--create-stores"),
        "sales, earning": _run(env, "import_sales", str(sales), "--earn"),
        "the same again": _run(env, "import_sales", str(sales), "--earn"),
    }


def _bars(database: str, run: Run) -> list[Bar]:
    return [
        Bar(f"sales on {database}", run.seconds, 120, "s"),
        Bar(f"memory for them on {database}", run.megabytes, 400, "MB"),
    ]


def _run(env: Mapping[str, str], *command: str) -> Run:
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else SOURCE))
