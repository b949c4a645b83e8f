"""Open the shop: make its data ready, then run web, worker and beat until Ctrl-C."""

import hashlib
import os
import socket
import sys
import threading
import time
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections

from scripts.messages import compile_words
from scripts.processes import run_together

PROCFILE = Path(__file__).resolve().parent.parent / "Procfile"


def main() -> None:
    """Leave nothing running behind, whichever way it ends."""
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    _refuse_taken(host, port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print("Making the data ready …", flush=True)
    logins = prepare()
    sys.exit(_serve(host, port, logins))


def prepare() -> str:
    """Bring words, tables and static files up to date, fill an empty house, give its logins."""
    compile_words()
    call_command("migrate", verbosity=0)
    _collect_static()
    logins = StringIO()
    call_command("demo", stdout=logins)
    connections.close_all()
    return logins.getvalue()


def _refuse_taken(host: str, port: int) -> None:
    try:
        family, kind, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as refusal:
        sys.exit(
            f"{host}:{port} cannot be used ({refusal.strerror}). Stop what uses it, or choose "
            f"another port: make run PORT={port + 1}"
        )


def _collect_static() -> None:
    """Collect the static files when one of them changed since the last time."""
    stamp = settings.DATA_DIR / "static-collected"
    digest = _static_digest()
    if not stamp.exists() or stamp.read_text() != digest:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest)


def _static_digest() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _serve(host: str, port: int, logins: str) -> int:
    """Run the processes of the Procfile, and say so once the web process answers."""
    threading.Thread(target=_announce, args=(host, port, logins), daemon=True).start()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return run_together(
        commands=[line.partition(": ")[2] for line in PROCFILE.read_text().splitlines()],
        env={**os.environ, "PATH": path, "HOST": host, "PORT": str(port)},
        cwd=str(PROCFILE.parent),
    )


def _announce(host: str, port: int, logins: str) -> None:
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            break
    print(
        f"\nRegulars 熟客 is open: http://{host}:{port}\n{logins}\nCtrl-C closes it.\n", flush=True
    )


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped before it was open; the next start takes up from here.")
