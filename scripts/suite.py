"""Run the whole suite: the checks, then every test on SQLite, then every test on a chain's servers.

Each run gets a data directory of its own, and PostgreSQL and Redis are started for it. The
last line is the sum; the exit status is zero only if nothing failed.
"""

import os
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts import browser, check, messages, servers

ROOT = Path(__file__).resolve().parent.parent
# The walks find the databases that the tests before them made, and emptied.
PARTS = {
    "tests": ["-m", "not browser", "-n", "2", "--reuse-db", "--create-db"],
    "walks": ["-m", "browser", "-n", "2", "--reuse-db"],
}


@dataclass(frozen=True)
class Count:
    """How many tests of a run passed, failed (or broke) and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def main() -> None:
    """Print one line a part and the sum at the end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers stop too
    messages.compile_words()
    counts = {"checks": _check(), "sqlite": _suite("sqlite"), "postgresql": _suite("postgresql")}
    print()
    for name, count in counts.items():
        print(f"{name}: {count}")
    total = sum(counts.values(), Count())
    print(total)
    sys.exit(1 if total.failed else 0)


def quick() -> None:
    """Run the tests without a browser or real history on SQLite, up to the first failure."""
    messages.compile_words()
    quick = ["-m", "not browser and not real", "-n", "2", "-x", "-q"]
    command = [sys.executable, "-m", "pytest", *quick]
    sys.exit(subprocess.run(command, check=False, cwd=ROOT).returncode)


def _check() -> Count:
    failed = len(check.run())
    return Count(passed=len(check.CHECKS) - failed, failed=failed)


def _suite(database: str) -> Count:
    """Count what cannot be run for want of a server as one failure."""
    try:
        with _house(database) as env:
            return _pytest(database, "tests", env) + _walks(database, env)
    except servers.NoServer as refusal:
        print(f"\n{database}: {refusal}", flush=True)
        return Count(failed=1)


def _walks(database: str, env: dict[str, str]) -> Count:
    """Count what cannot be walked for want of a browser as one failure."""
    try:
        browser.chromium()
    except browser.NoBrowser as refusal:
        print(f"\n{database}: {refusal}", flush=True)
        return Count(failed=1)
    return _pytest(database, "walks", env)


@contextmanager
def _house(database: str) -> Iterator[dict[str, str]]:
    """Give the environment that makes the tests run on ``database`` and the queue beside it."""
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="regulars-tests-"))
        env = {**os.environ, "DATA_DIR": data, "REDIS_URL": ""}
        env["DATABASE_URL"] = f"sqlite:///{data}/regulars.sqlite3"
        if database == "postgresql":
            env["DATABASE_URL"] = stack.enter_context(servers.postgres())
            env["REDIS_URL"] = stack.enter_context(servers.redis_server())
        yield env


def _pytest(database: str, part: str, env: dict[str, str]) -> Count:
    print(f"\n── {part} on {database} ──", flush=True)
    result = Path(env["DATA_DIR"]) / f"{part}.xml"
    command = [sys.executable, "-m", "pytest", *PARTS[part], "-q", "-rfEs", f"--junitxml={result}"]
    status = subprocess.run(command, check=False, cwd=ROOT, env=env).returncode
    if not result.exists():
        print(f"{part} on {database}: pytest ended with status {status} and counted nothing.")
        return Count(failed=1)
    count = _count(result)
    broken_otherwise = status != 0 and not count.failed
    return count + Count(failed=1) if broken_otherwise else count


def _count(result: Path) -> Count:
    root = ET.parse(result).getroot()  # noqa: S314 - pytest wrote it a moment ago
    suite = next(root.iter("testsuite"))
    total, skipped = int(suite.attrib["tests"]), int(suite.attrib["skipped"])
    failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
    return Count(passed=total - failed - skipped, failed=failed, skipped=skipped)


if __name__ == "__main__":
    quick() if "--quick" in sys.argv else main()
