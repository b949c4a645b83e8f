from pathlib import Path

import pytest
from django.utils import translation

from common.csvfile import (
    Row,
    Shape,
    UnusableFile,
    ends_within_a_row,
    original_rows,
    read_rows,
)

SHAPE = Shape(columns=("name", "store", "note"), needed=frozenset({"name", "store"}))


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def path(tmp_path):
    return tmp_path / "file.csv"


def read(path: Path, content: str | bytes) -> list[Row]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_rows(path, SHAPE))


def cells(path: Path, content: str | bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read(path, content)]


ROWS = [("曾黎", "24", "好"), ("李静", "3", "")]


@pytest.mark.parametrize(
    "content",
    [
        "name,store,note\n曾黎,24,好\n李静,3,\n",
        "name,store,note\n曾黎,24,好\n李静,3,",
        "\ufeffname,store,note\n曾黎,24,好\n李静,3,\n",
        "name,store,note\r\n曾黎,24,好\r\n李静,3,\r\n",
        "name,store,note\r曾黎,24,好\r李静,3,\r",
        '"name","store","note"\n"曾黎","24","好"\n"李静","3",""\n',
        "note,store,name\n好,24,曾黎\n,3,李静\n",
        " name , store,note\n曾黎,24,好\n\n,,\n李静,3,\n\n",
    ],
    ids=["plain", "no end", "BOM", "CRLF", "CR", "quoted", "another order", "blank rows"],
)
def test_rows_are_read_however_they_were_saved(path, content):
    assert cells(path, content) == ROWS


def test_a_column_that_need_not_be_there_is_empty(path):
    assert cells(path, "store,name\n24,曾黎\n") == [("曾黎", "24", "")]


def test_rows_know_the_line_they_begin_on(path):
    rows = read(path, 'name,store,note\nA,1,"two\nlines"\nB,2,\n\nC,3,\n')

    assert [row.line for row in rows] == [2, 4, 6]


def test_a_header_alone_has_no_rows(path):
    assert read(path, "name,store\n") == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "The file is empty."),
        ("name,note\nA,B\n", "Line 1: the file lacks these columns: store."),
        ("name;store\nA;1\n", "Line 1: the file lacks these columns: name, store."),
        (
            "name,store,phoen\n",
            "Line 1: unknown columns: phoen. There may be: name, store, note.",
        ),
        ("name,store,name\n", "Line 1: a column is there twice."),
        (
            "name,store\nA,1\n曾黎,24\n".encode("gbk"),
            "Line 3, column name: this is not UTF-8. Save the file as “CSV UTF-8” and try again.",
        ),
        (
            "name,store\nA,1\n".encode("utf-16"),
            "Line 1, column ?: this is not UTF-8. Save the file as “CSV UTF-8” and try again.",
        ),
    ],
)
def test_an_unusable_file_says_why(path, content, reason):
    with pytest.raises(UnusableFile) as refusal:
        read(path, content)

    assert str(refusal.value) == reason


def test_a_file_that_is_not_there_is_unusable(path):
    with pytest.raises(UnusableFile, match="cannot be read: No such file or directory"):
        list(read_rows(path, SHAPE))


def test_a_directory_is_no_file(tmp_path):
    with pytest.raises(UnusableFile, match="is not a file"):
        list(read_rows(tmp_path, SHAPE))


def test_rows_that_are_none_have_a_fault_and_do_not_end_the_reading(path):
    rows = read(path, 'name,store,note\nA,1\nB,2,x,y\n"C"x,3,\nD,4,\n')

    assert [(row.line, row.fault.reason if row.fault else row.cells) for row in rows] == [
        (2, "The row is cut short: 2 cells instead of 3."),
        (3, "The row is too long: 4 cells instead of 3."),
        (4, "The quotation marks do not match; nothing was read up to line 4."),
        (5, ("D", "4", "")),
    ]


def test_a_quotation_that_never_ends_is_a_fault_of_the_row_where_it_began(path):
    (row,) = read(path, 'name,store\n"A,1\nB,2\nC,3\n')

    assert (row.line, row.fault.reason) == (
        2,
        "The quotation marks do not match; nothing was read up to line 4.",
    )


def test_whoever_watches_is_told_how_far_it_is(path):
    path.write_text("name,store\n" + "A,1\n" * 5_000)
    seen: list[int] = []

    assert len(list(read_rows(path, SHAPE, seen=seen.append))) == 5_000

    assert seen == sorted(seen)
    assert seen[-1] == path.stat().st_size


def test_original_rows_stand_as_they_stood(path):
    path.write_text('name,store\n A ,1,x\n\n"B"x,2\nC,3\n')

    assert list(original_rows(path)) == [
        (1, ["name", "store"]),
        (2, [" A ", "1", "x"]),
        (3, []),
        (4, []),
        (5, ["C", "3"]),
    ]


@pytest.mark.parametrize(
    ("content", "cut"), [("", False), ("a\n", False), ("a\r", False), ("a\nb", True)]
)
def test_a_last_line_without_an_end_may_have_been_cut(path, content, cut):
    path.write_text(content, newline="")

    assert ends_within_a_row(path) == cut
