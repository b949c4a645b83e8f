"""The list of members short of phone visits."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.tables import NumberColumn, ShopTable
from guides import cells

if TYPE_CHECKING:
    from guides.queries.members import ListedMember


class ShortfallTable(ShopTable):
    """Members listed by ``guides.shortfall``."""

    caption = _("Short of phone visits")
    empty_help = _("Everybody has been called as often as the year asks.")
    empty_icon = "phone"

    name = tables.Column(verbose_name=_("Member"), orderable=False)
    calls = NumberColumn(verbose_name=_("Calls this year"), orderable=False)
    asked = NumberColumn(verbose_name=_("Due by now"), orderable=False)
    last_call = tables.Column(verbose_name=_("Last call"), orderable=False, default="—")
    held_by = tables.Column(
        verbose_name=pgettext_lazy("shop guide", "Guide"), default="", orderable=False
    )

    def __init__(self, rows: Any, *, on: dt.date) -> None:
        self.on = on
        super().__init__(rows)

    def render_name(self, record: ListedMember) -> SafeString:
        return cells.name_cell(record)

    def render_last_call(self, value: dt.datetime) -> str:
        return f"{value:%Y-%m-%d}"
