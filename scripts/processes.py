"""Several processes that live and die together."""

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping

PATIENCE = 8  # seconds a process has for its last work
GLANCE = 0.1  # seconds between two looks at them
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # Ctrl-C, kill, a closed terminal


def run_together(*, commands: Iterable[str], env: Mapping[str, str], cwd: str) -> int:
    """Run shell ``commands`` until a signal comes or one of them ends; leave none behind.

    Answers with 0 when a signal ended it, otherwise with 1: none was expected to end.
    """
    asked: list[int] = []
    for number in STOPPING:
        signal.signal(number, lambda number, _frame: asked.append(number))
    running: list[subprocess.Popen[bytes]] = []
    try:
        running.extend(_start(command, env, cwd) for command in commands)
        while not asked and all(process.poll() is None for process in running):
            time.sleep(GLANCE)
    finally:
        _stop(running)
    return 0 if asked else 1


def _start(command: str, env: Mapping[str, str], cwd: str) -> subprocess.Popen[bytes]:
    """Give it a session of its own, so that Ctrl-C reaches it once, and through us."""
    return subprocess.Popen(
        ["/bin/sh", "-c", f"exec {command}"], env=env, cwd=cwd, start_new_session=True
    )


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    """Ask each to end, then end what is left; its children go with it."""
    _signal(running, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and any(process.poll() is None for process in running):
        time.sleep(GLANCE)
    _signal(running, signal.SIGKILL)
    for process in running:
        process.wait()


def _signal(running: list[subprocess.Popen[bytes]], number: int) -> None:
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, number)
