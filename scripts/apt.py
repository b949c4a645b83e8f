"""Debian packages, installed when missing and allowed."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(*packages: str) -> bool:
    """Install Debian packages and say whether they are there now.

    Works as root or through a sudo that asks for no password; anything else is a plain
    ``False``, so that the caller can say what is missing and why it matters.
    """
    if not (apt := shutil.which("apt-get")):
        return False
    if not (prefix := _as_root()) and os.geteuid() != 0:
        return False
    print(f"Installing {' '.join(packages)} …", flush=True)
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq"]
    wanted = [*command, "install", "-y", "--no-install-recommends", *packages]
    return _succeeds(wanted) or (_succeeds([*command, "update"]) and _succeeds(wanted))


def _as_root() -> list[str]:
    sudo = shutil.which("sudo")
    if os.geteuid() != 0 and sudo and _succeeds([sudo, "-n", "true"]):
        return [sudo, "-n"]
    return []


def _succeeds(command: list[str]) -> bool:
    return (
        subprocess.run(
            command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        ).returncode
        == 0
    )
