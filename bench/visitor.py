"""Somebody of the staff who asks the house for pages, in this process: no network, no browser.

What is timed is the server's whole work for a request: middleware, session, view, queries,
template.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib import import_module
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pos.views.doors import TILL
from stores.models import Staff

CSRF = "a" * 32


class Unexpected(Exception):
    """The house answered otherwise than the measurement needs."""


@cache
def application() -> WSGIHandler:
    """Return the house as gunicorn loads it."""
    handler: WSGIHandler = import_module("config.wsgi").application
    return handler


@dataclass(frozen=True)
class Answer:
    """What came back, and the seconds it took."""

    body: str
    seconds: float


class Visitor:
    """A member of staff, signed in: her staff ``number``, and the till she stands at."""

    def __init__(self, number: str, *, till: int | None = None) -> None:
        self.cookies = cookies_of(number, till=till)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, b"")

    def post(self, path: str, **fields: object) -> Answer:
        """Send a form as htmx does."""
        return self._ask("POST", path, urlencode(fields).encode(), HTTP_HX_REQUEST="true")

    def statements_of(self, path: str) -> int:
        """Return how many statements the page at ``path`` takes."""
        with CaptureQueriesContext(connection) as statements:
            self.get(path)
        return len(statements)

    def _ask(self, method: str, path: str, body: bytes, **headers: str) -> Answer:
        path, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self.cookies,
            "HTTP_X_CSRFTOKEN": CSRF,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": "http",
            **headers,
        }
        began = time.perf_counter()
        response = application()(environ, lambda *_: None)
        content = b"".join(response)
        response.close()
        seconds = time.perf_counter() - began
        if response.status_code != HTTPStatus.OK or "HX-Redirect" in response:
            raise Unexpected(f"{method} {path}: {response.status_code}")
        return Answer(content.decode(), seconds)


def cookies_of(number: str, *, till: int | None = None) -> str:
    """Return the cookies of a new session of the member of staff ``number``, at ``till``."""
    client = Client()
    client.force_login(Staff.objects.get(number=number), backend="stores.backends.StaffBackend")
    session = client.session
    session[TILL] = till
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={CSRF}"
