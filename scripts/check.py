"""Everything that can be known without running a test. Changes nothing."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

MANAGE = [sys.executable, "manage.py"]
DEPLOYED = "--settings=scripts.deployed"
CHECKS: dict[str, list[str | Path]] = {
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "types": [BIN / "mypy", "--no-error-summary"],
    "imports": [BIN / "lint-imports", "--no-logo"],
    "system": [*MANAGE, "check", "--fail-level", "WARNING"],
    "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING", DEPLOYED],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "templates": [sys.executable, "-m", "scripts.templates"],
    "template lint": [BIN / "djlint", "--lint", "--quiet", "templates"],
    "translations": [sys.executable, "-m", "scripts.messages", "check"],
}


def run() -> list[str]:
    """Run every check, show what the failing ones say, and return their names."""
    with tempfile.TemporaryDirectory(prefix="regulars-check-") as data:
        return [name for name in CHECKS if not _passes(name, data)]


def _passes(name: str, data: str) -> bool:
    env = {**os.environ, "DATA_DIR": data, "DATABASE_URL": f"sqlite:///{data}/none.sqlite3"}
    started = time.monotonic()
    done = subprocess.run(
        CHECKS[name], check=False, cwd=ROOT, env=env, capture_output=True, text=True
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:<14}{verdict:>7} {time.monotonic() - started:6.1f} s", flush=True)
    if done.returncode != 0:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(f"failed: {', '.join(failed)}" if (failed := run()) else 0)
