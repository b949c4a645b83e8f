"""A private database on disk for data on its way through, gone when the process is.

It holds what does not fit into memory: rows to be sorted, joined and looked up before the
first of them is written where it belongs. It lies in ``TMPDIR``.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

_PRAGMAS = """
pragma journal_mode = off;
pragma synchronous = off;
pragma cache_size = -48000;
pragma cache_spill = on;
"""


class NoRoom(Exception):
    """The disk for temporary files is full or cannot be written; the message says so."""


@contextmanager
def stage(schema: str) -> Iterator[sqlite3.Connection]:
    """Open an empty database with the tables of ``schema``; on leaving it is gone.

    :raises NoRoom: if its disk is full or cannot be written
    """
    try:
        # SQLite's own temporary file: it has no name, so not even a killed process leaves it.
        connection = sqlite3.connect("", isolation_level=None)
        try:
            connection.executescript(_PRAGMAS + schema)
            connection.execute("begin")
            yield connection
        finally:
            connection.close()
    except sqlite3.OperationalError as fault:
        raise NoRoom(
            _("The working files cannot be written: %(reason)s. Make room, or set TMPDIR.")
            % {"reason": fault}
        ) from fault
