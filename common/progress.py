"""How far a long command has come, on a terminal or in a log."""

from typing import TextIO

_STEPS_IN_A_LOG = 25  # per cent


class Progress:
    """One line a stage: rewritten on a terminal, repeated every quarter in a log."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._alive = stream.isatty()
        self._label = ""
        self._total = 1
        self._shown = -1

    def begin(self, label: str, *, total: int) -> None:
        """Start a stage of ``total`` steps of any kind."""
        self._label, self._total, self._shown = label, max(total, 1), -1
        self.reach(0)

    def reach(self, done: int) -> None:
        """Say that ``done`` of the stage's steps are done."""
        step = 1 if self._alive else _STEPS_IN_A_LOG
        percent = min(100 * done // self._total, 100) // step * step
        if percent == self._shown:
            return
        self._shown = percent
        start, end = ("\r", "") if self._alive else ("", "\n")
        self._stream.write(f"{start}{self._label}: {percent} %{end}")
        if self._alive and percent == 100:  # noqa: PLR2004 - all of it
            self._stream.write("\n")
        self._stream.flush()
