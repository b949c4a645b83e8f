"""One database for each size of chain, all on the server of the run."""

from __future__ import annotations

import time

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.generate import fill, settle


def build(*, members: int) -> float:
    """Make a chain of ``members`` in a database of its own; return the seconds it took."""
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(f'create database "{_name(members)}"')
    enter(members=members)
    call_command("migrate", verbosity=0)
    fill(members=members, today=timezone.localdate())
    settle()
    return time.monotonic() - began


def enter(*, members: int) -> None:
    """Let Django speak to the chain of ``members`` from now on."""
    connection.close()
    connection.settings_dict["NAME"] = _name(members)
    ContentType.objects.clear_cache()


def url(*, members: int) -> str:
    """Return the address of the chain of ``members``, for other processes."""
    facts = connection.settings_dict
    return f"postgres://{facts['USER']}@{facts['HOST']}:{facts['PORT']}/{_name(members)}"


def _name(members: int) -> str:
    return f"members_{members}"
