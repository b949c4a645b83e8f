"""docs/coverage.md claims only what is there, and leaves no requirement out."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.urls import URLResolver, get_resolver

from tests.house.documents import codes, read, tables

COVERAGE = "docs/coverage.md"
# How many rows each section of the requirements has, by the letter of its rows.
REQUIREMENTS = {
    "M": 36, "K": 24, "R": 15, "T": 40, "P": 14, "D": 14, "B": 4, "E": 61, "N": 26,
    "G": 21, "F": 35, "S": 15, "C": 32, "L": 13, "Q": 36, "O": 24, "Z": 12,
}  # fmt: skip
PAINS = {"T": 70}
READINGS = {"": 36}
COMPLAINTS = [*range(1, 22), 34, 39]  # those about guides and their members
ROW = re.compile(r"[A-Z][1-9][0-9]?")
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)
FOUND = tables(COVERAGE)
MET = [row for heading, rows in FOUND.items() if ROW.fullmatch(heading[:2]) for row in rows]
PLACED = [*MET, *FOUND["Complaints"]]
PROVED = [*PLACED, *FOUND["Readings"], *FOUND["Pains"]]


def test_every_requirement_stands_in_one_place():
    met = [row for row, *_ in MET]
    others = [row for _, rows, *_ in [*FOUND["Not yet"], *FOUND["Advice"]] for row in rows.split()]

    assert sorted(met + others) == sorted(_rows(REQUIREMENTS))


@pytest.mark.parametrize(("heading", "counts"), [("Readings", READINGS), ("Pains", PAINS)])
def test_every_reading_and_pain_stands_in_one_place(heading: str, counts: dict[str, int]):
    proved = [row for row, *_ in FOUND[heading]]
    others = [row for _, rows in FOUND.get(f"{heading} not yet", []) for row in rows.split()]

    assert sorted(proved + others) == sorted(_rows(counts))


def test_every_complaint_about_guides_and_members_is_answered():
    assert [row for row, *_ in FOUND["Complaints"]] == [str(number) for number in COMPLAINTS]


@pytest.mark.parametrize("row", PLACED, ids=lambda row: row[0])
def test_what_meets_a_row_is_there(row: list[str]):
    places = codes(row[2])

    assert (places != [], [place for place in places if not _is_there(place)]) == (True, [])


@pytest.mark.parametrize("row", PROVED, ids=lambda row: row[0])
def test_what_proves_a_row_is_there(row: list[str]):
    tests = [test for cell in row for test in codes(cell) if test.startswith("tests/")]

    assert (tests != [], [test for test in tests if not _is_a_test(test)]) == (True, [])


def _rows(counts: dict[str, int]) -> Iterator[str]:
    for letter, count in counts.items():
        yield from (f"{letter}{number}" for number in range(1, count + 1))


def _is_there(place: str) -> bool:
    """Whether ``place`` is a page, a command, a column or a file of ours."""
    first, _, rest = place.partition(" ")
    if first == "make":
        return rest in TARGET.findall(read("Makefile"))
    if first == "manage.py":
        return rest.split()[0] in get_commands()
    if ":" in place:
        return place in _pages()
    if "/" in place:
        return (settings.BASE_DIR / place).exists()
    model, _, column = place.partition(".")
    return model in _models() and (not column or hasattr(_models()[model], column))


def _is_a_test(test: str) -> bool:
    path, _, name = test.partition("::")
    return name in _tests_in(path)


@cache
def _tests_in(path: str) -> set[str]:
    tree = ast.parse(read(path))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@cache
def _pages() -> set[str]:
    return set(_named(get_resolver(), ""))


def _named(resolver: URLResolver, name: str) -> Iterator[str]:
    for inner in resolver.url_patterns:
        if isinstance(inner, URLResolver):
            yield from _named(inner, f"{name}{inner.namespace}:" if inner.namespace else name)
        elif inner.name:
            yield name + inner.name


@cache
def _models() -> dict[str, type]:
    return {model.__name__: model for model in apps.get_models()}
