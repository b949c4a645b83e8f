"""The list of members near a tier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from common.tables import ShopTable
from guides import cells
from guides.enums import NearList
from guides.queries import near
from loyalty.models import Tier
from loyalty.near_tiers import Near

WORDS = {
    NearList.UP: (
        gettext_lazy("Nobody is near the next tier"),
        gettext_lazy("Let more be missing, or look again after some sales."),
    ),
    NearList.KEEP: (
        gettext_lazy("Nobody is about to lose her tier"),
        gettext_lazy("Who has to do something to keep it is listed before its review."),
    ),
}


class NearTable(ShopTable):
    """Rows of ``loyalty.near_tiers``; only the members of the page shown are looked up."""

    empty_icon = "user-heart"

    name = tables.Column(accessor="member", verbose_name=gettext_lazy("Member"))
    tier = tables.Column(accessor="member", verbose_name=gettext_lazy("Tier"))
    missing = tables.Column(accessor="sentences", verbose_name=gettext_lazy("What is missing"))
    last_visit = tables.Column(accessor="member", verbose_name=gettext_lazy("Last visit"))
    owner = tables.Column(accessor="member", verbose_name=pgettext_lazy("shop guide", "Guide"))

    class Meta:
        orderable = False

    def __init__(self, rows: Sequence[Near], *, which: str, on: dt.date, **options: Any) -> None:
        self.on = on
        nothing, self.empty_help = WORDS[NearList(which)]
        self.caption = ngettext("%(count)s member", "%(count)s members", len(rows)) % {
            "count": f"{len(rows):,}"
        }
        self._members: dict[int, near.NearMember] = {}
        super().__init__(rows, empty_text=nothing, **options)

    def show_members(self) -> None:
        """Look up the members of the page."""
        rows = [row.record for row in self.page.object_list] if self.page else []
        self._members = {row.near.member: row for row in near.shown(rows)}

    def render_name(self, value: int) -> SafeString:
        return cells.name_cell(self._members[value].member)

    def render_tier(self, value: int) -> SafeString | str:
        tier: Tier | None = self._members[value].tier
        return cells.tier_cell(tier) if tier else "—"

    def render_missing(self, value: list[str]) -> SafeString:
        return format_html_join("", "<p class='m-0'>{}</p>", ((one,) for one in value))

    def render_last_visit(self, value: int) -> SafeString | str:
        day = self._members[value].member.last_visit_on
        return cells.last_visit_cell(day, on=self.on) if day else _("Never bought")

    def render_owner(self, value: int) -> str:
        row = self._members[value]
        return row.guide or cells.nobodys_cell(row.member)
