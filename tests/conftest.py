"""What every test may ask for; `docs/testing.md` says when."""

import pytest
from django.core.management.color import Style
from django.db.backends.sqlite3.base import DatabaseOperations

from tests.browser import (
    chromium,
    log_in,
    open_page,
    page,
    phone_page,
)
from tests.workers import celery_worker_process

__all__ = ["celery_worker_process", "chromium", "log_in", "open_page", "page", "phone_page"]


@pytest.fixture(scope="session", autouse=True)
def _sqlite_is_emptied_without_its_triggers():
    """Between two tests with transactions every table is emptied, the append-only ones too.

    PostgreSQL truncates, which no row trigger sees; SQLite deletes row by row.
    """
    flush = DatabaseOperations.sql_flush

    def flush_between_triggers(
        self: DatabaseOperations, style: Style, tables: list[str], **options: bool
    ) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        dropped = [f"DROP TRIGGER {self.quote_name(name)}" for name, _sql in triggers]
        made = [sql for _name, sql in triggers]
        return [*dropped, *flush(self, style, tables, **options), *made]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", flush_between_triggers)
        yield
