"""The chain that is measured is a true one, and what is measured beside the house does the same.

The statements name columns by hand: a column more in the house is seen here first.
"""

import os
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from bench import databases
from bench.figures import Bar
from bench.generate import Chain, fill, look_back
from loyalty.checks import run_checks
from tests.races.together import on_postgresql

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]

MEMBERS = 400


@pytest.fixture
def database():
    """Return to the test's database; those of the measurement go with their server or before."""
    name = connection.settings_dict["NAME"]
    yield name
    with connection.cursor() as cursor:
        cursor.execute("select datname from pg_database where datname ~ '^(members_|past|held)'")
        made = [row[0] for row in cursor.fetchall()]
    connection.close()
    connection.settings_dict["NAME"] = name
    with connection.cursor() as cursor:
        for one in made:
            cursor.execute(f'drop database if exists "{one}" with (force)')


def test_the_chain_keeps_every_promise():
    today = timezone.localdate()

    fill(Chain(MEMBERS), today=today)
    look_back(today=today)

    assert [finding for finding in run_checks() if not finding.is_green] == []


# Of the fifty stores of the guides' part each needs enough members for the floor to place them all.
@pytest.mark.parametrize(("part", "members"), [("runs", MEMBERS), ("guides", 5_000)])
def test_house_and_sql_leave_the_same(database, part, members, tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "DATA_DIR", str(tmp_path))
    monkeypatch.chdir(import_module("bench.importing").ROOT)
    databases.build(members=members)

    bars = import_module(f"bench.{part}").measure(sizes=(members, members), quick=True)

    assert bars
    assert all(isinstance(bar, Bar) for bar in bars)
