import os
import resource
import subprocess
import sys

import pytest
from django.conf import settings

from common.staging import NoRoom, stage

FILL = """
import django
django.setup()
from common.staging import NoRoom, stage
try:
    with stage("create table t (x blob);") as db:
        for _ in range(200):
            db.execute("insert into t values (randomblob(1000000))")
except NoRoom as refusal:
    print(refusal)
"""


def test_a_stage_is_empty_each_time():
    for _ in range(2):
        with stage("create table t (x integer);") as db:
            assert db.execute("select count(*) from t").fetchone() == (0,)
            db.execute("insert into t values (1)")


def test_a_full_disk_is_a_refusal_in_words():
    """The files of the process may not grow beyond 10 MB, as on a disk that is full."""
    done = subprocess.run(
        [sys.executable, "-c", FILL],
        check=True,
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10**7, 10**7)),
    )

    assert "TMPDIR" in done.stdout


def test_what_is_no_database_fault_passes():
    with pytest.raises(ZeroDivisionError), stage(""):
        _ = 1 / 0


def test_a_stage_that_cannot_be_written_is_no_room():
    with pytest.raises(NoRoom), stage("create table t (x);") as db:
        db.execute("insert into nowhere values (1)")
