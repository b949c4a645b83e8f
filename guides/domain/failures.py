"""Going on after a failure: what goes wrong in one store keeps no other from its turn."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)


class Failures:
    """What went wrong on the way, told at the end."""

    def __init__(self) -> None:
        self._errors: list[Exception] = []

    @contextmanager
    def kept(self, where: object) -> Iterator[None]:
        """Keep what fails in the block, and say in the log ``where`` it was."""
        try:
            yield
        except Exception as error:
            logger.exception("failed, the others go on: %s", where)
            self._errors.append(error)

    def tell(self) -> None:
        """Let it be seen that something failed.

        :raises ExceptionGroup: with all that was kept, if anything was
        """
        if self._errors:
            raise ExceptionGroup("not everything was done", self._errors)
