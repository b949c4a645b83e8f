"""Files of rows that people make: read one by one, each with the line it stands on."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

_ENCODING = "utf-8-sig"  # UTF-8, with or without a BOM
_ROWS_A_LOOK = 2_000  # between two calls of the watcher


class UnusableFile(Exception):
    """Nothing of the file can be taken; the message says why, in words for the reader."""


class BadCell(Exception):
    """What stands in ``column`` cannot be taken; ``reason`` says why, in words for the reader."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column = column
        self.reason = reason


@dataclass(frozen=True)
class Shape:
    """The columns a file may have, in their order, and those it must have."""

    columns: tuple[str, ...]
    needed: frozenset[str]


class Row(NamedTuple):
    """One row: its first line, the cells of the shape's columns ("" where the file has none).

    A row that is no row of this table has a ``fault`` and the cells that could be made out.
    """

    line: int
    cells: tuple[str, ...]
    fault: BadCell | None = None


Seen = Callable[[int], object]


def read_rows(path: Path, shape: Shape, *, seen: Seen = lambda _bytes: None) -> Iterator[Row]:
    """Yield the rows of ``path`` below its header; blank rows are passed over.

    Takes UTF-8 with or without a BOM and any line ends, and streams. ``seen`` is told now and
    then how many bytes have been read.

    :raises UnusableFile: if it cannot be read, is empty, is not UTF-8 or has other columns
    """
    with _opened(path) as (raw, text):
        reader = csv.reader(text, strict=True)
        try:
            header = _header(reader)
            pick = _picker(header, shape)
            width = len(header)
            for row in _records(reader, width, pick):
                yield row
                if row.line % _ROWS_A_LOOK == 0:
                    seen(raw.tell())
        except UnicodeDecodeError:
            raise _not_utf8(path) from None
        except OSError as fault:
            raise UnusableFile(_unreadable(path, fault)) from fault
    seen(path.stat().st_size)


def original_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the header and every record of a readable file as they stand, with their lines."""
    with _opened(path) as (_raw, text):
        reader = csv.reader(text, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                cells = []
            yield line, cells


def ends_within_a_row(path: Path) -> bool:
    """Tell whether the last line has no end: such a file may have been cut."""
    with path.open("rb") as file:
        if file.seek(0, 2) == 0:
            return False
        file.seek(-1, 2)
        return file.read(1) not in {b"\n", b"\r"}


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BufferedReader, TextIOWrapper]]:
    """Open the file as bytes and as the text in them."""
    if path.exists() and not path.is_file():
        raise UnusableFile(_("%(path)s is not a file.") % {"path": path})
    try:
        raw = path.open("rb")
    except OSError as fault:
        raise UnusableFile(_unreadable(path, fault)) from fault
    with TextIOWrapper(raw, encoding=_ENCODING, newline="") as text:
        yield raw, text


def _unreadable(path: Path, fault: OSError) -> str:
    facts = {"path": path, "reason": fault.strerror}
    return _("%(path)s cannot be read: %(reason)s.") % facts


def _header(reader: Iterator[list[str]]) -> list[str]:
    try:
        header = next(reader)
    except StopIteration:
        raise UnusableFile(_("The file is empty.")) from None
    except csv.Error:
        header = []
    return [name.strip() for name in header]


def _picker(header: Sequence[str], shape: Shape) -> Callable[[list[str]], tuple[str, ...]]:
    """Return what picks the shape's columns from a row that has one empty cell added."""
    if missing := [name for name in shape.columns if name in shape.needed - set(header)]:
        raise UnusableFile(
            _("Line 1: the file lacks these columns: %(columns)s.")
            % {"columns": ", ".join(missing)}
        )
    if unknown := [name for name in header if name not in shape.columns]:
        facts = {"columns": ", ".join(unknown), "known": ", ".join(shape.columns)}
        raise UnusableFile(
            _("Line 1: unknown columns: %(columns)s. There may be: %(known)s.") % facts
        )
    if len(set(header)) < len(header):
        raise UnusableFile(_("Line 1: a column is there twice."))
    return itemgetter(*(header.index(name) if name in header else -1 for name in shape.columns))


def _records(
    reader: Iterator[list[str]], width: int, pick: Callable[[list[str]], tuple[str, ...]]
) -> Iterator[Row]:
    """Yield the rows, with a fault where a record is not as wide as the header."""
    while True:
        line = reader.line_num + 1  # type: ignore[attr-defined]
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(line, pick([""] * (width + 1)), _broken(reader.line_num))  # type: ignore[attr-defined]
            continue
        if len(record) == width:
            record.append("")
            cells = pick(record)
            if any(cells):
                yield Row(line, cells)
        elif any(record):
            whole = [*record[:width], *[""] * (width - len(record)), ""]
            yield Row(line, pick(whole), _ragged(len(record), width))


def _broken(line: int) -> BadCell:
    reason = _("The quotation marks do not match; nothing was read up to line %(line)s.")
    return BadCell("", reason % {"line": line})


def _ragged(cells: int, width: int) -> BadCell:
    facts = {"cells": cells, "columns": width}
    if cells < width:
        reason = _("The row is cut short: %(cells)s cells instead of %(columns)s.")
    else:
        reason = _("The row is too long: %(cells)s cells instead of %(columns)s.")
    return BadCell("", reason % facts)


def _not_utf8(path: Path) -> UnusableFile:
    """Return the refusal that names the line and column of the first letter that is not UTF-8."""
    with path.open(encoding=_ENCODING, errors="surrogateescape", newline="") as text:
        reader = csv.reader(text)
        header: list[str] = []
        for record in reader:
            header = header or [name if _encodable(name) else "?" for name in record]
            for name, cell in zip(header, record, strict=False):
                if not _encodable(cell):
                    return UnusableFile(
                        _(
                            "Line %(line)s, column %(column)s: this is not UTF-8. Save the file "
                            "as “CSV UTF-8” and try again."
                        )
                        % {"line": reader.line_num, "column": name.strip()}
                    )
    return UnusableFile(_("The file is not UTF-8. Save it as “CSV UTF-8” and try again."))


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
