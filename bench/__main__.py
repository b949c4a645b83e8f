"""``python -m bench``: build the chains, measure, print what was found beside what is promised."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from tempfile import TemporaryDirectory

import django

from scripts.servers import postgres

# A small chain's server: what is committed survives a power cut, and no checkpoint falls
# into a measurement.
DURABLE = (
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "shared_buffers=1GB",
    "maintenance_work_mem=256MB",
    "max_wal_size=8GB",
    "checkpoint_timeout=1h",
    "max_connections=60",
)
WHAT = ["lookup", "till", "lists", "posting", "runs", "guides"]


def main() -> int:
    """Run what was asked for on a PostgreSQL of its own; 1 if a bar was missed."""
    asked = _arguments()
    with TemporaryDirectory(prefix="regulars-bench-") as data, postgres(options=DURABLE) as url:
        os.environ |= {"DATA_DIR": data, "DATABASE_URL": url, "REDIS_URL": "", "DEBUG": "false"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        # Only now may models be imported.
        held = import_module("bench.run").run(
            WHAT if "all" in asked.what else asked.what, members=asked.members, quick=asked.quick
        )
    return 0 if held else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="*", choices=[*WHAT, "all"], default="all")
    parser.add_argument("--members", type=int, default=1_000_000, help="of the large chain")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, rougher figures")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
