"""Make the virtual environment and install the pinned requirements into it.

Runs on the system's bare Python. Nothing is done twice: a stamp in the environment holds
the digest of the requirement files it was filled from.
"""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import apt

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FILES = {
    "run": [ROOT / "requirements.txt"],
    "test": [ROOT / "requirements-dev.txt", ROOT / "requirements.txt"],
}


def main(purpose: str) -> None:
    """Leave an environment fit to ``run`` or to ``test`` the house."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the reader of this line may be older
        sys.exit(f"Regulars needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not _works():
        _make()
    if not _filled(purpose):
        _fill(purpose)


def _works() -> bool:
    return PYTHON.exists() and _status([PYTHON, "-m", "pip", "--version"], quiet=True) == 0


def _make() -> None:
    if not importlib.util.find_spec("ensurepip"):
        apt.install("python3-venv")
    if _status([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
        sys.exit("No virtual environment: please install the package python3-venv, then try again.")


def _filled(purpose: str) -> bool:
    wanted = _digest(purpose)
    return _stamp(purpose).exists() and _stamp(purpose).read_text() == wanted


def _fill(purpose: str) -> None:
    print(f"Installing {FILES[purpose][0].name} …", flush=True)
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    if _status([*pip, "install", "--requirement", FILES[purpose][0]]) != 0:
        sys.exit(f"The requirements of {FILES[purpose][0].name} could not be installed.")
    _stamp(purpose).write_text(_digest(purpose))


def _stamp(purpose: str) -> Path:
    return VENV / f"filled-to-{purpose}"


def _digest(purpose: str) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in FILES[purpose])).hexdigest()


def _status(command: Sequence[str | Path], *, quiet: bool = False) -> int:
    sink = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, check=False, cwd=ROOT, stdout=sink, stderr=sink).returncode


if __name__ == "__main__":
    main(sys.argv[1])
