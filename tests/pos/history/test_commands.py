"""The two commands as scripts call them: last lines, exit status, and what stops them."""

import csv
import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from loyalty.models import PointsAccount
from loyalty.queries import ledger_faults
from membership.models import Member
from sales.models import Sale, SaleLine
from tests.factories import MemberFactory, StoreFactory
from tests.pos.history.moving import write
from tests.workers import environment

MEMBERS = ("name", "joined_on", "store")
SALES = ("receipt", "sold_at", "store", "sku", "quantity", "amount")
RECEIPTS = 30_000


@pytest.fixture
def store(db):
    return StoreFactory(code="24")


def run(command: str, *arguments: object) -> tuple[int, list[str], list[str]]:
    """Run a command; return its exit status and what it said in the end, on both streams."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=err, no_color=True)
    except SystemExit as left:
        status = int(left.code or 0)
    except CommandError as refusal:
        status = refusal.returncode
        err.write(str(refusal))
    return status, out.getvalue().splitlines(), err.getvalue().splitlines()


def test_import_members_ends_with_its_counts(store, tmp_path):
    path = write(tmp_path / "members.csv", MEMBERS, ("曾黎", "2024-05-20", "24"))

    assert run("import_members", path) == (
        0,
        ["members: read 1, created 1, unchanged 0, refused 0"],
        [],
    )
    assert run("import_members", path) == (
        0,
        ["members: read 1, created 0, unchanged 1, refused 0"],
        [],
    )


def test_import_sales_ends_with_its_counts(store, tmp_path):
    path = write(
        tmp_path / "sales.csv",
        SALES,
        ("R1", "2026-03-02", "24", "A", "1", "10"),
        ("R1", "2026-03-02", "24", "B", "1", "10"),
        ("R2", "2026-03-02", "24", "A", "1", "10"),
    )

    assert run("import_sales", path, "--earn") == (
        0,
        [
            "lines: read 3, created 3, unchanged 0, refused 0",
            "receipts: read 2, created 2, unchanged 0, refused 0",
        ],
        [],
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_counts_are_the_same_in_every_language(store, tmp_path, language):
    path = write(tmp_path / "members.csv", MEMBERS, ("曾黎", "2024-05-20", "25"))

    with translation.override(language):
        status, out, _err = run("import_members", path)

    assert (status, out) == (1, ["members: read 1, created 0, unchanged 0, refused 1"])


def test_refused_rows_are_told_and_the_status_is_one(store, tmp_path):
    rows = [(f"R{n}", "2026-03-02", "25", "A", "1", "10") for n in range(25)]
    path = write(tmp_path / "sales.csv", SALES, *rows, ("R99", "2026-03-02", "24", "A", "1", "1"))
    errors = tmp_path / "errors.csv"

    status, out, err = run("import_sales", path, "--errors", errors)

    assert status == 1
    assert out[-1] == "receipts: read 26, created 1, unchanged 0, refused 25"
    assert err == [
        *[f"line {line}, column store: There is no store 25." for line in range(2, 22)],
        "… and 5 more.",
        f"All of them are in {errors}.",
    ]
    with errors.open(encoding="utf-8-sig") as file:
        assert len(list(csv.reader(file))) == 26


def test_a_dry_run_says_that_it_was_one(store, tmp_path):
    path = write(tmp_path / "sales.csv", SALES, ("R1", "2026-03-02", "25", "A", "1", "10"))

    status, out, _err = run("import_sales", path, "--dry-run", "--create-stores")

    assert (status, out[0]) == (0, "Nothing was taken: this was a dry run.")
    assert out[-1] == "receipts: read 1, created 1, unchanged 0, refused 0"
    assert Sale.objects.count() == 0


@pytest.mark.parametrize("command", ["import_members", "import_sales"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"phone\n13800138000\n", "Line 1: the file lacks these columns: "),
        ("收据\n".encode("gbk"), "Line 1, column ?: this is not UTF-8."),
    ],
)
def test_an_unusable_file_is_status_two(db, tmp_path, command, content, reason):
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    status, out, (said,) = run(command, path)

    assert (status, out) == (2, [])
    assert said.startswith(reason)


@pytest.mark.parametrize("command", ["import_members", "import_sales"])
def test_a_file_that_is_not_there_is_status_two(db, tmp_path, command):
    status, _out, (said,) = run(command, tmp_path / "nowhere.csv")

    assert status == 2
    assert said.endswith("cannot be read: No such file or directory.")


def test_a_file_that_ends_within_a_row_is_taken_with_a_warning(store, tmp_path):
    path = write(tmp_path / "members.csv", MEMBERS, ("曾黎", "2024-05-20", "24"))
    path.write_bytes(path.read_bytes().rstrip())

    status, _out, err = run("import_members", path)

    assert (status, err) == (0, ["The last row has no end; the file may have been cut there."])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_for_the_errors_takes_nothing(store, tmp_path):
    path = write(
        tmp_path / "members.csv",
        MEMBERS,
        ("曾黎", "2024-05-20", "24"),
        ("李静", "2024-05-20", "25"),
    )

    status, _out, (said,) = run("import_members", path, "--errors", "/dev/full")

    assert (status, said) == (2, "/dev/full cannot be written: No space left on device.")
    assert Member.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite lets a test fill its disk")
def test_a_full_database_keeps_what_was_taken_whole(store, tmp_path, monkeypatch):
    monkeypatch.setattr("pos.domain.history.sale_import.BATCH_LINES", 1_000)
    rows = [(f"R{n}", "2026-03-02", "24", f"P{n}", "1", "10") for n in range(20_000)]
    path = write(tmp_path / "sales.csv", SALES, *rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what earlier tests left free would be filled first
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 1_000}")
        try:
            status, _out, (said,) = run("import_sales", path)
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")

    assert status == 2
    assert said.startswith("The database could not be written: database or disk is full.")
    taken = Sale.objects.count()
    assert 0 < taken < 20_000
    assert taken % 1_000 == 0
    assert SaleLine.objects.count() == taken


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_is_completed_by_the_next(tmp_path):
    store = StoreFactory(code="24")
    MemberFactory(number="M1", home_store=store)
    rows = [
        (f"R{n}", f"2026-03-{1 + n % 28:02d}", "24", f"P{n % 50}", "1", "10", "M1")
        for n in range(RECEIPTS)
    ]
    path = write(tmp_path / "sales.csv", (*SALES, "member"), *rows)
    command = [sys.executable, "manage.py", "import_sales", str(path), "--earn"]
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment(), stderr=subprocess.DEVNULL
    )
    while process.poll() is None and not Sale.objects.exists():
        time.sleep(0.05)
    process.kill()
    process.wait()

    left = Sale.objects.count()
    assert 0 < left < RECEIPTS
    assert SaleLine.objects.count() == left
    assert PointsAccount.objects.get().balance == 10 * left

    status, out, _err = run("import_sales", path, "--earn")

    assert (status, out[-1]) == (
        0,
        f"receipts: read {RECEIPTS}, created {RECEIPTS - left}, unchanged {left}, refused 0",
    )
    assert PointsAccount.objects.get().balance == 10 * RECEIPTS
    assert ledger_faults() == []
