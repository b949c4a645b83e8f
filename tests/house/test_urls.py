"""Every door of the house is closed to strangers, but for the few that let people in."""

import itertools
import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern, RoutePattern
from django.utils.regex_helper import normalize

OPEN = {"stores:login", "stores:health", "stores:language"}
SAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}
ARGUMENT = re.compile(r"<(?:(\w+):)?\w+>")


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_login(client):
    answers = {name: client.get(path) for name, path in _doors()}

    assert {name for name, answer in answers.items() if not _refused(answer)} == OPEN


def _refused(answer) -> bool:
    to_login = (reverse("stores:login"), reverse("admin:login"))
    return answer.status_code in {401, 403} or (
        answer.status_code == 302 and answer.url.startswith(to_login)
    )


def _doors() -> Iterator[tuple[str, str]]:
    return _below(get_resolver(), "/", "")


def _below(resolver: URLResolver, path: str, name: str) -> Iterator[tuple[str, str]]:
    for inner in resolver.url_patterns:
        for part in _sample(inner.pattern):
            if isinstance(inner, URLResolver):
                space = f"{name}{inner.namespace}:" if inner.namespace else name
                yield from _below(inner, path + part, space)
            elif isinstance(inner, URLPattern):
                yield f"{name}{inner.name or path + part}", path + part


def _sample(pattern: RoutePattern | RegexPattern) -> list[str]:
    """Make paths that the pattern takes; who is not let in never learns whether they exist."""
    if isinstance(pattern, RoutePattern):
        return [ARGUMENT.sub(lambda found: SAMPLES.get(found[1], "x"), str(pattern))]
    shapes = normalize(str(pattern))
    return [
        shape % dict(zip(names, itertools.repeat("x"), strict=False)) for shape, names in shapes
    ]
