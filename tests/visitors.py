"""Somebody at a browser, and what she reads there."""

import html
import re

from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from stores.models import Staff

TAG = re.compile(r"<[^>]*>")
BACKEND = "stores.backends.StaffBackend"


def visitor(staff: Staff) -> Client:
    """Return the browser of ``staff``, who reads English in tests."""
    staff.language = "en"
    staff.save(update_fields=["language"])
    client = Client()
    client.force_login(staff, backend=BACKEND)
    return client


def words(answer: HttpResponse | str) -> str:
    """Return the text of a page or a fragment, as one line."""
    text = answer if isinstance(answer, str) else answer.content.decode()
    return re.sub(r"\s+", " ", html.unescape(TAG.sub(" ", text))).strip()


def table_rows(answer: HttpResponse) -> list[list[str]]:
    """Return the cells of the table on a page, as read."""
    with translation.override("en"):
        return [
            [words(str(cell)) for _, cell in row.items()]
            for row in answer.context["table"].paginated_rows
        ]


def errors(answer: HttpResponse, form: str = "form") -> dict[str, list[str]]:
    """Return what the form on a page complains of, by field."""
    with translation.override("en"):
        return {
            field: [str(error) for error in complaints]
            for field, complaints in answer.context[form].errors.items()
        }
