"""Statements whose SQL is written once by each process, for what a till asks with every touch.

Django writes the SQL of a queryset anew each time it is evaluated; for the small look-ups of a till
that takes longer than the database does. See ``docs/adr/0028``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler

from common.keys import KeysField

P = ParamSpec("P")
Row = TypeVar("Row")

_FIELDS: dict[str, models.Field[Any, Any]] = {
    "int": models.BigIntegerField(),
    "str": models.TextField(),
    "UUID": models.UUIDField(),
    "dt.date": models.DateField(),
    "dt.datetime": models.DateTimeField(),
    "Keys": KeysField(),
}


class Statement(Generic[P, Row]):
    """A query with gaps for the values given with each asking; made by ``written_once``."""

    def __init__(self, build: Callable[P, models.QuerySet[Any, Row]]) -> None:
        self._build: Callable[..., models.QuerySet[Any, Row]] = build
        self._kinds = {
            name: _known(parameter)
            for name, parameter in inspect.signature(build).parameters.items()
        }
        self._written: dict[tuple[int, ...], _Written[Row]] = {}

    def rows(self, *_: P.args, **given: P.kwargs) -> list[Row]:
        """Return every row there is for the values ``given``."""
        return self._rows(given)

    def first(self, *_: P.args, **given: P.kwargs) -> Row | None:
        """Return the first row, or None."""
        return next(iter(self._rows(given)), None)

    def _rows(self, given: Mapping[str, Any]) -> list[Row]:
        lengths = tuple(len(value) for value in given.values() if isinstance(value, list))
        if lengths not in self._written:
            gaps = {name: _gaps(name, kind, given[name]) for name, kind in self._kinds.items()}
            self._written[lengths] = _Written(self._build(**gaps))
        return self._written[lengths].rows(given)


def written_once(build: Callable[P, models.QuerySet[Any, Row]]) -> Statement[P, Row]:
    """Make a statement of ``build``, which returns a queryset.

    Its parameters are keyword-only, annotated as one of ``int``, ``str``, ``UUID``, ``dt.date``,
    ``dt.datetime`` or a ``list`` of one, and never None; ``build`` gets gaps in their place and
    does nothing with them but filter. Lists of another length are another SQL; ``Keys``, for
    ``among``, are one value however many they are. The statement may not lock.
    """
    return Statement(build)


class _Written(Generic[Row]):
    """A queryset with gaps, and its SQL."""

    def __init__(self, queryset: models.QuerySet[Any, Row]) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, self.parameters = self.compiler.as_sql()

    def rows(self, given: Mapping[str, Any]) -> list[Row]:
        """Return the rows with the values that are ``given`` in the gaps."""
        connection = connections[self.queryset.db]
        filled = tuple(
            one.filled(given, connection) if isinstance(one, _Gap) else one
            for one in self.parameters
        )
        # What a compiler knows of the columns stays; the connection is the thread's own.
        compiler = copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (self.sql, filled)
        asked = self.queryset.all()
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(asked)


class _Gap(Expression):
    """Where a value goes that is given with each asking, or one of a list of values."""

    def __init__(self, name: str, field: models.Field[Any, Any], place: int | None = None) -> None:
        super().__init__(output_field=field)
        self.name = name
        self.place = place

    def as_sql(
        self,
        compiler: SQLCompiler,  # noqa: ARG002 - Django's shape
        connection: BaseDatabaseWrapper,  # noqa: ARG002
    ) -> tuple[str, Any]:
        return "%s", [self]

    def filled(self, given: Mapping[str, Any], connection: BaseDatabaseWrapper) -> Any:
        value = given[self.name] if self.place is None else given[self.name][self.place]
        return self.output_field.get_db_prep_value(value, connection)


def _known(parameter: inspect.Parameter) -> str:
    kind = str(parameter.annotation)
    if kind.removeprefix("list[").removesuffix("]") not in _FIELDS:
        raise TypeError(f"{parameter}: known are {', '.join(_FIELDS)} and lists of them")
    return kind


def _gaps(name: str, kind: str, value: Any) -> _Gap | list[_Gap]:
    if not kind.startswith("list["):
        return _Gap(name, _FIELDS[kind])
    field = _FIELDS[kind.removeprefix("list[").removesuffix("]")]
    return [_Gap(name, field, place) for place in range(len(value))]
