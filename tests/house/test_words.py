"""What must not stand in the project: the machine it was written on, and one forbidden clause."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

MADE = {"var", "__pycache__"}
# Written so that this file does not find itself.
OF_A_MACHINE = re.compile(r"/wor[k]/|/roo[t]/|/home/[a-z]|extra-inde[x]-url|pypi\.or[g]")
# A shop that has "the final say" (field notes: void under consumer law) does not say so here.
FINAL_SAY = re.compile("最终解释[权]")


def test_no_file_names_a_machine_or_a_registry():
    assert _files_with(OF_A_MACHINE) == []


def test_nothing_shown_claims_the_final_say():
    assert _files_with(FINAL_SAY) == []


def _files_with(words: re.Pattern[str]) -> list[str]:
    return [str(path) for path in _ours() if words.search(path.read_text(errors="replace"))]


def _ours() -> Iterator[Path]:
    for folder, inner, names in os.walk(settings.BASE_DIR):
        inner[:] = [name for name in inner if _is_ours(name)]
        yield from (Path(folder) / name for name in names if not name.startswith("."))


def _is_ours(name: str) -> bool:
    return name == ".ci" or (name not in MADE and not name.startswith("."))
