"""Migrations say all that the models say, in names a person chose, one after the other."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

DRAWN_UP_BY_MACHINE = re.compile(r"_auto_\d|_and_more$")


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_each_app_has_one_line_of_migrations():
    leaves = MigrationLoader(None).graph.leaf_nodes()

    ours = [app for app, _name in leaves if app in _our_apps()]
    assert sorted(ours) == sorted(set(ours))


def test_migrations_are_named_for_what_they_do():
    names = {name for app, name in MigrationLoader(None).disk_migrations if app in _our_apps()}

    assert {name for name in names if DRAWN_UP_BY_MACHINE.search(name)} == set()


def _our_apps() -> set[str]:
    return {
        app.label for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR
    }
