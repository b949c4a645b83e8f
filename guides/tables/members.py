"""The list of members, as guides and their managers read it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import django_tables2 as tables
from django.db.models import F, OrderBy, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tables2 import A

from common.birthdays import Birthday
from common.tables import DaysLeftColumn, PointsColumn, ShopTable
from guides import cells
from guides.models import Ownership
from loyalty.models import Tier

if TYPE_CHECKING:
    from guides.queries.members import ListedMember


INDEXED = {"days_left", "joined_on", "balance"}


class Words(NamedTuple):
    """How many there are, and what to say when there are none."""

    caption: str
    nothing: str
    help: str


class MembersTable(ShopTable):
    """Members listed by ``guides.queries.listed``, seen on the day ``on``.

    ``slow`` is a list too long to be sorted by what no index holds.
    """

    empty_icon = "user-heart"

    name = tables.Column(verbose_name=_("Member"), order_by=("name_pinyin", "pk"))
    tier = tables.Column(
        accessor=A("tier_now__tier"),
        verbose_name=_("Tier"),
        initial_sort_descending=True,
    )
    days_left = DaysLeftColumn(
        accessor=A("held"),
        verbose_name=_("Days left"),
        order_by=("due_on", "pk"),
        empty_values=(),
        attrs={},
    )
    last_visit = tables.Column(
        accessor=A("last_visit_on"), verbose_name=_("Last visit"), default=_("Never bought")
    )
    birthday = tables.Column(accessor=A("birthday"), verbose_name=_("Birthday"))
    balance = PointsColumn(verbose_name=_("Points"), orderable=False)
    owner = tables.Column(
        accessor=A("held__guide"),
        verbose_name=pgettext_lazy("shop guide", "Guide"),
        order_by=("held_by", "due_on", "pk"),
    )
    joined_on = tables.DateColumn(
        verbose_name=_("Joined on"), format="Y-m-d", order_by=("joined_on", "pk")
    )
    phone = tables.Column(accessor=A("masked_phone"), verbose_name=_("Mobile"), orderable=False)

    def __init__(
        self,
        rows: QuerySet[ListedMember] | list[ListedMember],
        *,
        on: dt.date,
        words: Words,
        slow: bool = False,
        **options: Any,
    ) -> None:
        self.on = on
        self.caption, nothing, self.empty_help = words
        super().__init__(rows, empty_text=nothing, **options)
        for bound in self.columns:
            if slow and bound.name not in INDEXED:
                bound.column.orderable = False

    def render_name(self, record: ListedMember) -> SafeString:
        return cells.name_cell(record)

    def render_tier(self, value: Tier) -> SafeString:
        return cells.tier_cell(value)

    def render_days_left(self, value: Ownership | None, record: ListedMember) -> str:
        return cells.days_left_cell(value, on=self.on) if value else cells.nobodys_cell(record)

    def render_last_visit(self, value: dt.date) -> SafeString:
        return cells.last_visit_cell(value, on=self.on)

    def render_birthday(self, value: Birthday, record: ListedMember) -> SafeString:
        return cells.birthday_cell(value, kept_on=record.next_birthday_on, on=self.on)

    def order_tier(
        self, rows: QuerySet[ListedMember], is_descending: bool
    ) -> tuple[QuerySet[ListedMember], bool]:
        """Put who has no tier below the lowest."""
        return rows.order_by(_nothing_least("tier_rank", is_descending), "pk"), True

    def order_last_visit(
        self, rows: QuerySet[ListedMember], is_descending: bool
    ) -> tuple[QuerySet[ListedMember], bool]:
        """Put who never bought where who came long ago stands."""
        return rows.order_by(_nothing_least("last_visit_on", is_descending), "pk"), True

    def order_birthday(
        self, rows: QuerySet[ListedMember], is_descending: bool
    ) -> tuple[QuerySet[ListedMember], bool]:
        """Put who gave no birthday last."""
        day = F("next_birthday_on")
        order = day.desc(nulls_last=True) if is_descending else day.asc(nulls_last=True)
        return rows.order_by(order, "pk"), True


def _nothing_least(column: str, is_descending: bool) -> OrderBy:
    """Order as if nothing were less than anything; each database has its own habit."""
    value = F(column)
    return value.desc(nulls_last=True) if is_descending else value.asc(nulls_first=True)
