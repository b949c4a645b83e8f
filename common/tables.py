"""The base of every table, and the columns more than one app shows.

A table on a phone becomes a list of cards: its first column is the card's title, so put there
what the row is about. See docs/look.md.
"""

from typing import Any, ClassVar

import django_tables2 as tables
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from common.money import yuan

ALARM_DAYS = 3
WARNING_DAYS = 14


class ShopTable(tables.Table):
    """A table with a caption, and with a sentence and a hint for when it is empty."""

    caption: Any = ""
    empty_help: Any = ""
    empty_icon: ClassVar[str] = "inbox"

    class Meta:
        empty_text = gettext_lazy("Nothing here yet")

    def before_render(self, request: HttpRequest) -> None:  # noqa: ARG002 - handed over by the library
        """Work out once what stands on every cell of a column: a table has many cells."""
        for column in self.columns:
            attrs = format_html('{} role="cell"', column.attrs["td"].as_html())
            if column.header:
                attrs = format_html('{} data-label="{}"', attrs, column.header)
            column.cell_attrs = attrs

    def get_column_class_names(
        self,
        classes_set: set[str],
        bound_column: tables.columns.BoundColumn,  # noqa: ARG002 - handed over by the library
    ) -> set[str]:
        """Give cells their own classes only: a column named ``card`` is no card."""
        return classes_set


class NumberColumn(tables.Column):
    """Whole numbers, grouped by thousands, at the right."""

    cell_class = "numeric"

    def __init__(self, *args: Any, **extra: Any) -> None:
        extra.setdefault("attrs", {"cell": {"class": self.cell_class}})
        super().__init__(*args, **extra)

    def render(self, value: int) -> str:
        return f"{value:,}"


class PointsColumn(NumberColumn):
    """Points, in their colour."""

    cell_class = "numeric points"


class MoneyColumn(NumberColumn):
    """Yuan and 分."""

    def render(self, value: Any) -> str:
        return yuan(value)


class DaysLeftColumn(NumberColumn):
    """Whole days until something ends: amber from 14 on, red from 3 on."""

    def render(self, value: int) -> SafeString:
        return render_to_string("common/badge.html", days_left_badge(days=value))


def days_left_badge(
    *, days: int, warning: int = WARNING_DAYS, alarm: int = ALARM_DAYS
) -> dict[str, str]:
    """Return what ``common/badge.html`` needs to show ``days`` (whole, negative once over).

    It is amber from ``warning`` days on, red from ``alarm`` on.
    """
    text = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    if days < 0:
        return {"text": _("Overdue"), "tone": "bad", "icon": "alert-triangle"}
    if days == 0:
        return {"text": pgettext("days left", "Last day"), "tone": "bad", "icon": "alert-triangle"}
    if days <= alarm:
        return {"text": text, "tone": "bad", "icon": "hourglass"}
    if days <= warning:
        return {"text": text, "tone": "warn", "icon": "hourglass"}
    return {"text": text}
