"""Build both chains and measure what was asked for."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Sequence
from importlib import import_module

from django.core.management import call_command
from django.db import connection

from bench import databases
from bench.figures import Bar, print_bars
from bench.speed import reference
from scripts.messages import compile_words

SMALL = 10_000


def run(what: Sequence[str], *, members: int, quick: bool) -> bool:
    """Measure ``what``, print it, and tell whether every bar was held."""
    compile_words()
    call_command("collectstatic", interactive=False, verbosity=0)
    sizes = (min(SMALL, members), members)
    for size in dict.fromkeys(sizes):
        print(f"Made a chain of {size:,} members in {databases.build(members=size):.0f} s.")
    print(_machine(), flush=True)
    bars: list[Bar] = []
    for name in what:
        before = reference()
        began = time.monotonic()
        bars += import_module(f"bench.{name}").measure(sizes=sizes, quick=quick)
        took = time.monotonic() - began
        speed = f"the reference piece {before:.1f} ms before, {reference():.1f} after"
        print(f"\n({name}: {took:.0f} s; {speed})", flush=True)
    print_bars(bars)
    return all(bar.held for bar in bars)


def _machine() -> str:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        server = cursor.fetchone()[0].split()[0]
    return f"Python {platform.python_version()}, PostgreSQL {server}, {os.cpu_count()} cores."
