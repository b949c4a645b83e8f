"""Queries whose values differ too much for one plan are planned each time."""

import pytest
from django.db import connection

from common.plans import planned_afresh
from stores.models import Store
from tests.races.together import on_postgresql

pytestmark = pytest.mark.django_db


def prepared():
    with connection.cursor() as cursor:
        statements = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"
        cursor.execute(statements, ['%"stores_store"."name"%LIKE%'])
        return cursor.fetchone()[0]


def ask_often():
    return [list(Store.objects.filter(name__startswith=name)) for name in "一二三"]


def test_queries_are_answered_alike():
    with planned_afresh():
        assert ask_often() == [[], [], []]


@on_postgresql
def test_nothing_is_prepared_for_good():
    with planned_afresh():
        ask_often()
    before = prepared()
    ask_often()

    assert (before, prepared()) == (0, 1)
