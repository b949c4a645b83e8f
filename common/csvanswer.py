"""Lists that leave the house as a spreadsheet's file, however long they are."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils import translation

FOR_EXCEL = "\ufeff"  # without it Excel takes Chinese for something else
FORMULA = ("=", "@", "\t", "\r")


class _Line:
    """What a CSV writer writes to: hands each line on at once."""

    def write(self, line: str) -> str:
        return line


def csv_answer(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """Return the file ``name`` with a header and ``rows``, sent while they are read.

    The rows are made in the language of the one who asks, although the request is over by then.
    A cell a spreadsheet would take for a formula gets an apostrophe in front.
    """
    return StreamingHttpResponse(
        _lines(columns, rows, language=translation.get_language()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, language: str | None
) -> Iterator[str]:
    writer = csv.writer(_Line(), lineterminator="\r\n")
    with translation.override(language):
        yield FOR_EXCEL + writer.writerow(columns)
        for row in rows:
            yield writer.writerow([_plain(cell) for cell in row])


def _plain(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return cell
