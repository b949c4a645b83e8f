"""Reading the tables of our documents."""

import re

from django.conf import settings

Row = list[str]

_HEADING = re.compile(r"#+ (.+)")
_RULE = re.compile(r"[|\s:-]+")
_CODE = re.compile(r"`([^`]+)`")


def read(name: str) -> str:
    """Return the text of the document ``name``, as ``docs/glossary.md``."""
    return (settings.BASE_DIR / name).read_text()


def tables(name: str) -> dict[str, list[Row]]:
    """Return the rows of the tables of ``name`` under the headings they stand beneath."""
    found: dict[str, list[Row]] = {}
    heading, in_body = "", False
    for line in read(name).splitlines():
        if match := _HEADING.fullmatch(line):
            heading = match[1]
        elif not line.startswith("|"):
            in_body = False
        elif _RULE.fullmatch(line):
            in_body = True
        elif in_body:
            found.setdefault(heading, []).append([cell.strip() for cell in line[1:-1].split("|")])
    return found


def codes(text: str) -> list[str]:
    """Return what stands in backticks in ``text``."""
    return _CODE.findall(text)


def code(text: str) -> str:
    """Return the one thing that stands in backticks in ``text``."""
    (one,) = codes(text)
    return one
