"""The Chromium that the walks and the screenshots use: the system's, installed when missing."""

import os
import shutil

from scripts import apt

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-wqy-microhei")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoBrowser(Exception):
    """The system has no Chromium and none could be installed."""


def chromium() -> str:
    """Return the path of a Chromium; ``CHROMIUM`` in the environment names another one.

    :raises NoBrowser: if there is none and the package cannot be installed
    """
    if found := _found() or (_found() if apt.install(*PACKAGES) else None):
        return found
    msg = "No Chromium: install the packages " + " and ".join(PACKAGES) + "."
    raise NoBrowser(msg)


def _found() -> str | None:
    if named := os.environ.get("CHROMIUM"):
        return named
    return next(filter(None, map(shutil.which, NAMES)), None)
