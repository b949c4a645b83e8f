"""The numbers of each chart as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from common.tables import MoneyColumn, NumberColumn, ShopTable
from common.templatetags.shop import rate
from reports.answers import Answer
from reports.enums import Kind
from reports.presenting import channel_name, month_of_year, number, parts, ratio, shown
from reports.queries.rows import FromChannel, GuideScore, Repurchase, Standing


@dataclass(frozen=True)
class Line:
    """A row in words; the first names it. What is not ``complete`` yet carries a star."""

    cells: list[str]
    complete: bool = True


@dataclass(frozen=True)
class Numbers:
    """A small table that fits a phone as it is."""

    caption: str
    headings: list[str]
    rows: list[Line]


def trend_numbers(answers: Sequence[Answer]) -> Numbers:
    """Return one figure, month after month, the latest first."""
    figure = answers[0].figure
    headings = [_("Month"), _("Figure")]
    if figure.kind == Kind.RATE:
        headings.append(_("Made of"))
    rows = []
    for answer in reversed(answers):
        [row] = answer.rows
        month = month_of_year(answer.asked.period.since)
        cells = [month, shown(row), parts(row)]
        rows.append(Line(cells[: len(headings)], complete=not answer.is_open))
    return Numbers(str(figure.name), headings, rows)


def repurchase_numbers(caption: str, rows: Sequence[Repurchase]) -> Numbers:
    """Return who was back in time, cohort by cohort."""
    return Numbers(
        caption,
        [_("First visit in"), _("Repurchase rate"), _("Came again"), _("Came first")],
        [
            Line(
                [
                    month_of_year(row.cohort),
                    rate(row.returned, row.size),
                    number(row.returned),
                    number(row.size),
                ],
                complete=row.complete,
            )
            for row in rows
        ],
    )


def channel_numbers(caption: str, rows: Sequence[FromChannel]) -> Numbers:
    """Return who joined by each way."""
    total = sum(row.members for row in rows)
    return Numbers(
        caption,
        [_("Joining channel"), _("New members"), _("Share")],
        [Line([channel_name(row), number(row.members), rate(row.members, total)]) for row in rows],
    )


def lifecycle_numbers(caption: str, rows: Sequence[Standing]) -> Numbers:
    """Return how many members are in each state."""
    total = sum(row.members for row in rows)
    return Numbers(
        caption,
        [pgettext("lifecycle", "State"), _("Members"), _("Share")],
        [
            Line([str(row.state.label), number(row.members), rate(row.members, total)])
            for row in rows
        ],
    )


UNBROKEN = {"cell": {"class": "unbroken"}}  # a name beside many figures


class FigureColumn(tables.Column):
    """A number of any sort, at the right."""

    def __init__(self, **extra: Any) -> None:
        super().__init__(attrs={"cell": {"class": "numeric"}}, **extra)


class RatioColumn(FigureColumn):
    """So many of one thing on one of another."""

    def render(self, value: Fraction) -> str:
        return ratio(value)


class UnitsColumn(FigureColumn):
    """Pieces, or what is measured, without zeros at the end."""

    def render(self, value: Decimal) -> str:
        return f"{value.normalize():,f}"


class TicketTable(ShopTable):
    caption = gettext_lazy("Tickets of members, of others, and all")

    who = tables.Column(verbose_name=gettext_lazy("Customers"), accessor="who__label")
    ticket_value = MoneyColumn(verbose_name=gettext_lazy("Ticket value"))
    items_per_ticket = RatioColumn(verbose_name=gettext_lazy("Items per ticket"))
    price_per_item = MoneyColumn(verbose_name=gettext_lazy("Price per item"))
    tickets = NumberColumn(verbose_name=gettext_lazy("Tickets"))
    units = UnitsColumn(verbose_name=gettext_lazy("Units"))
    net = MoneyColumn(verbose_name=gettext_lazy("Net sales"))

    class Meta(ShopTable.Meta):
        orderable = False


class GuidesTable(ShopTable):
    caption = gettext_lazy("Scorecard of guides")
    is_wide = True

    name = tables.Column(verbose_name=pgettext_lazy("shop guide", "Guide"), attrs=UNBROKEN)
    store_name = tables.Column(verbose_name=gettext_lazy("Store"), attrs=UNBROKEN)
    owned = NumberColumn(verbose_name=gettext_lazy("Owned"))
    on_trial = NumberColumn(verbose_name=gettext_lazy("On trial"))
    due = NumberColumn(verbose_name=gettext_lazy("Due"))
    contacted = NumberColumn(verbose_name=gettext_lazy("Members contacted"))
    contacts = NumberColumn(verbose_name=gettext_lazy("Contacts"))
    activation_rate = FigureColumn(verbose_name=gettext_lazy("Activation rate"), empty_values=())
    renewed = NumberColumn(verbose_name=gettext_lazy("Renewed"))
    recycled = NumberColumn(verbose_name=gettext_lazy("Recycled"))
    won_back = NumberColumn(verbose_name=gettext_lazy("Won back"))
    sales_owner = MoneyColumn(verbose_name=gettext_lazy("Sales to own members"))
    sales_seller = MoneyColumn(verbose_name=gettext_lazy("Sold by her"))
    sales_enroller = MoneyColumn(verbose_name=gettext_lazy("Sales to whom she enrolled"))
    sales_new = MoneyColumn(verbose_name=gettext_lazy("Sold on first days"))
    sales_repeat = MoneyColumn(verbose_name=gettext_lazy("Sold on later days"))
    short = NumberColumn(verbose_name=gettext_lazy("Short of phone visits"))

    class Meta(ShopTable.Meta):
        orderable = False

    def render_activation_rate(self, record: GuideScore) -> str:
        return rate(record.activated, record.drawn)
