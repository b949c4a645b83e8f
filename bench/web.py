"""The web server as the Procfile runs it, on a chain's database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from scripts.servers import free_port

PATIENCE = 30  # seconds until it must answer


class NoAnswer(Exception):
    """The web server did not start."""


@contextmanager
def web(*, database: str) -> Iterator[int]:
    """Run the Procfile's web on the ``database`` (a URL) and give the port it listens on."""
    lines = (settings.BASE_DIR / "Procfile").read_text().splitlines()
    command = next(line.partition(": ")[2] for line in lines if line.startswith("web:"))
    port = free_port()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {"DATABASE_URL": database, "HOST": "127.0.0.1", "PORT": str(port), "PATH": path}
    process = subprocess.Popen(
        ["/bin/sh", "-c", f"exec {command}"],
        env={**os.environ, **env},
        cwd=settings.BASE_DIR,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(process, port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise NoAnswer
