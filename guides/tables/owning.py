"""Tables of the pool, the draws, the warnings, the team and the simulation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tables2 import A

from common.tables import DaysLeftColumn, MoneyColumn, NumberColumn, ShopTable
from guides import cells
from guides.enums import Standing
from guides.models import Draw, Ownership
from guides.queries.standing import HELD
from guides.tables.members import MembersTable

if TYPE_CHECKING:
    from guides.queries.members import ListedMember

GUIDE = pgettext_lazy("shop guide", "Guide")
PUT_ASIDE = ["days_left", "owner"]


class PoolTable(MembersTable):
    """Members of one standing, each with a box to tick."""

    def __init__(self, rows: Any, *, standing: Standing, **options: Any) -> None:
        hidden = ["joined_on", "birthday"] if standing in HELD else [*PUT_ASIDE, "birthday"]
        super().__init__(rows, exclude=hidden, **options)

    def render_name(self, record: ListedMember) -> SafeString:
        return format_html(
            '<label class="tick-cell">'
            '<input type="checkbox" name="member" value="{}" form="by-hand">'
            '<span class="visually-hidden">{}</span></label>{}',
            record.pk,
            record.name,
            cells.name_cell(record),
        )


class DrawsTable(ShopTable):
    """Draws, the last first."""

    caption = _("Draws")
    empty_help = _("The pool is drawn in the morning, or by hand.")
    empty_icon = "users"

    day = tables.DateColumn(
        verbose_name=_("Day"), format="Y-m-d", linkify=("guides:minutes", [A("pk")])
    )
    place = tables.Column(verbose_name=_("Drawn among"), orderable=False)
    members = NumberColumn(verbose_name=_("Members"))
    placed = NumberColumn(verbose_name=_("Placed"))
    unplaced = NumberColumn(verbose_name=_("Not placed"))
    state = tables.Column(verbose_name=_("State"))
    by = tables.Column(verbose_name=_("By"), default=_("the morning's run"))

    class Meta:
        model = Draw
        fields = ("day", "place", "members", "placed", "unplaced", "state", "by")
        order_by = "-day"


class WarningsTable(ShopTable):
    """Ownerships that are about to end, the next first."""

    empty_icon = "check"
    empty_help = _("Who is about to be lost appears here in time.")

    name = tables.Column(accessor=A("member"), verbose_name=_("Member"), orderable=False)
    days_left = DaysLeftColumn(accessor=A("due_on"), verbose_name=_("Days left"), order_by="due_on")
    due_on = tables.DateColumn(verbose_name=_("Last day"), format="Y-m-d")
    guide = tables.Column(verbose_name=GUIDE)
    store = tables.Column(verbose_name=_("Store"))

    def __init__(self, rows: QuerySet[Ownership], *, on: dt.date, **options: Any) -> None:
        self.on = on
        super().__init__(rows, empty_text=_("Nobody is about to be lost"), **options)

    def render_name(self, record: Ownership) -> SafeString:
        return cells.name_cell(record.member)

    def render_days_left(self, record: Ownership) -> SafeString:
        return cells.days_left_cell(record, on=self.on)


class TeamTable(ShopTable):
    """The guides of some stores, with what each has in her hands."""

    caption = _("Guides")
    empty_icon = "users"
    empty_help = _("Post somebody as guide in the administration.")

    staff = tables.Column(
        verbose_name=GUIDE, linkify=("guides:guide", [A("staff__number"), A("store__code")])
    )
    store = tables.Column(verbose_name=_("Store"))
    held = NumberColumn(verbose_name=_("Members"))
    on_trial = NumberColumn(verbose_name=_("On trial"))
    due_soon = NumberColumn(verbose_name=_("Due soon"))
    protected = NumberColumn(verbose_name=_("Protected"))
    deputy = tables.Column(accessor=A("stands_in"), verbose_name=_("Away, deputy"), default="—")
    takes_part = tables.BooleanColumn(verbose_name=_("In the draw"), yesno=(_("yes"), _("no")))

    class Meta:
        orderable = False


class MovedTable(ShopTable):
    """Members a rule would move today."""

    empty_icon = "check"
    empty_help = _("Everybody bought in time.")

    name = tables.Column(accessor=A("member"), verbose_name=_("Member"), orderable=False)
    guide = tables.Column(verbose_name=GUIDE)
    clock_from = tables.DateColumn(verbose_name=_("Clock runs from"), format="Y-m-d")
    due_on = tables.DateColumn(verbose_name=_("Last day now"), format="Y-m-d")
    worth = MoneyColumn(verbose_name=_("Bought in 12 months"))

    def __init__(self, rows: Any, **options: Any) -> None:
        super().__init__(rows, empty_text=_("Nobody would move"), **options)

    def render_name(self, record: Ownership) -> SafeString:
        return cells.name_cell(record.member)
