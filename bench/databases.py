"""One database for each size of chain, all on the server of the run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.generate import Chain, fill, settle


def build(*, members: int) -> float:
    """Make a chain of ``members`` in a database of its own; return the seconds it took."""
    began = time.monotonic()
    make(Chain(members), name=_name(members))
    return time.monotonic() - began


def make(chain: Chain, *, name: str) -> None:
    """Make ``chain`` in a database called ``name`` and enter it."""
    with connection.cursor() as cursor:
        cursor.execute(f'create database "{name}"')
    _enter(name)
    call_command("migrate", verbosity=0)
    fill(chain, today=timezone.localdate())
    settle()


def enter(*, members: int) -> None:
    """Let Django speak to the chain of ``members`` from now on."""
    _enter(_name(members))


def copy(*, members: int, name: str) -> None:
    """Copy the chain of ``members`` into a database called ``name`` and enter it."""
    _copy(_name(members), name)


@contextmanager
def copied(name: str) -> Iterator[None]:
    """Let Django speak to a copy of the database ``name``, which is thrown away afterwards."""
    _copy(name, f"{name}_copy")
    yield
    _enter(name)
    with connection.cursor() as cursor:
        cursor.execute(f'drop database "{name}_copy" with (force)')


def url(*, members: int) -> str:
    """Return the address of the chain of ``members``, for other processes."""
    return _url(_name(members))


def url_here() -> str:
    """Return the address of the database Django speaks to, for other processes."""
    return _url(connection.settings_dict["NAME"])


def _url(name: str) -> str:
    facts = connection.settings_dict
    return f"postgres://{facts['USER']}@{facts['HOST']}:{facts['PORT']}/{name}"


def _copy(source: str, name: str) -> None:
    _enter("postgres")
    with connection.cursor() as cursor:
        cursor.execute(f'create database "{name}" template "{source}" strategy file_copy')
    _enter(name)


def _enter(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


def _name(members: int) -> str:
    return f"members_{members}"
