"""Open the shop: make its data ready, then run web, worker and beat until Ctrl-C."""

import hashlib
import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections
from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Message, Printer

from scripts.messages import compile_words

ROOT = Path(__file__).resolve().parent.parent
STOPPED = {128 + signal.SIGINT, 128 + signal.SIGTERM}


class Screen(Printer):
    """A terminal that may have been closed: what cannot be shown must not stop the stopping."""

    def write(self, message: Message) -> None:
        with suppress(OSError):
            super().write(message)


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
    """Run the Procfile until Ctrl-C, which is success, or until one process ends by itself."""
    # Its children have sessions of their own, so a closed terminal must be passed on to them.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "HOST": host, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    manager = Manager(Screen(sys.stdout))
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command, env=env, cwd=str(ROOT))
    threading.Thread(target=_announce, args=(host, port, logins), daemon=True).start()
    manager.loop()
    return 0 if manager.returncode in STOPPED else int(manager.returncode)


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
    main()
