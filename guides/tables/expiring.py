"""The list of points about to expire."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.masking import mask_phone
from common.tables import DaysLeftColumn, PointsColumn, ShopTable


class ExpiringTable(ShopTable):
    """Members and days, as ``guides.expiring`` gives them, seen on the day ``on``."""

    caption = _("Points about to expire")
    empty_help = _("Nobody's points end in these days.")

    name = tables.Column(verbose_name=_("Member"), orderable=False)
    points = PointsColumn(verbose_name=_("Points"), orderable=False)
    last_day = tables.Column(accessor="expires_on", verbose_name=_("Last day"), orderable=False)
    days_left = DaysLeftColumn(
        accessor="expires_on", verbose_name=_("Days left"), orderable=False, attrs={}
    )
    store = tables.Column(verbose_name=_("Home store"), orderable=False)
    held_by = tables.Column(
        verbose_name=pgettext_lazy("shop guide", "Guide"), default="", orderable=False
    )
    phone = tables.Column(verbose_name=_("Mobile"), default="", orderable=False)
    told = tables.BooleanColumn(verbose_name=_("On the list of notices"), orderable=False)

    def __init__(self, rows: Any, *, on: dt.date) -> None:
        self.on = on
        super().__init__(rows)

    def render_name(self, value: str, record: dict[str, Any]) -> SafeString:
        page = reverse("campaigns:member", args=[record["number"]])
        words = '<a href="{}">{}</a><span class="hint d-block">{}</span>'
        return format_html(words, page, value, record["number"])

    def render_last_day(self, value: dt.date) -> str:
        return (value - dt.timedelta(days=1)).isoformat()

    def render_days_left(self, value: dt.date) -> SafeString:
        column: DaysLeftColumn = self.columns["days_left"].column
        return column.render((value - dt.timedelta(days=1) - self.on).days)

    def render_phone(self, value: Any) -> str:
        return mask_phone(str(value))
