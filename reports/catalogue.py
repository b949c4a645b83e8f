"""Every figure of the house, declared once: pages, exports and the command read this list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reports.enums import Group, Kind
from reports.queries import cohorts, guides, joining, lifecycle, repurchase, sales
from reports.queries.rows import Row

Words = str | Promise

MOST_DAYS = 3650  # of a figure's option


@dataclass(frozen=True)
class Figure:
    """A figure: what it is called, what it means, and the query that answers it.

    ``days`` is the default of the one option a figure may have, and ``is_complete`` tells
    whether so many days have passed for everybody. ``good_when`` says whether more (1) or less
    (-1) of it is good news. A ``stock`` is taken on a day, not over a period; a figure
    ``by_month`` answers for every month the period touches, and pages ask it for a year.
    """

    slug: str
    name: Words
    definition: Words
    kind: Kind
    group: Group
    query: Callable[..., Row | Sequence[Row]]
    days: int | None = None
    is_complete: Callable[..., bool] | None = None
    good_when: int = 1
    stock: bool = False
    by_month: bool = False


_ACTIVE, _SILENT, _LOST = settings.LIFECYCLE_DAYS

FIGURES = [
    Figure(
        "member-sales-share",
        _("Member sales share"),
        _("Net sales with a member on the ticket ÷ all net sales. Net is sales less returns."),
        Kind.RATE,
        Group.SALES,
        sales.member_sales_share,
    ),
    Figure(
        "ticket",
        _("Ticket value and items per ticket"),
        _(
            "Price per item is net ÷ units, items per ticket is units ÷ tickets, ticket value is "
            "net ÷ tickets. A sale given back whole on the same day is no ticket."
        ),
        Kind.ROWS,
        Group.SALES,
        sales.ticket,
    ),
    Figure(
        "new-members",
        _("New members"),
        _("Members who joined in the period, in the stores looked at."),
        Kind.COUNT,
        Group.NEW,
        joining.new_members,
    ),
    Figure(
        "new-members-by-channel",
        _("New members by joining channel"),
        _("Members who joined in the period, by the way they came (where it is on record)."),
        Kind.ROWS,
        Group.NEW,
        joining.new_members_by_channel,
    ),
    Figure(
        "new-member-retention",
        _("New-member retention"),
        _(
            "Of the members who joined in the period: those with a second visit within {days} "
            "days after joining ÷ all of them."
        ),
        Kind.RATE,
        Group.NEW,
        joining.new_member_retention,
        days=90,
        is_complete=joining.retention_is_complete,
    ),
    Figure(
        "old-member-repeat-amount",
        _("Repeat purchases of old members"),
        _("Net sales in the period to members who joined before it."),
        Kind.AMOUNT,
        Group.OLD,
        repurchase.old_member_repeat_amount,
    ),
    Figure(
        "old-member-repurchase-rate",
        _("Repurchase rate of old members"),
        _(
            "Members who joined before the period and have a visit in it ÷ members who joined "
            "before the period. It counts people, not tickets."
        ),
        Kind.RATE,
        Group.OLD,
        repurchase.old_member_repurchase_rate,
    ),
    Figure(
        "churn-rate",
        _("Churn rate"),
        format_lazy(
            _(
                "Members who became lost in the period ÷ members not lost when it began. Lost is "
                "who has not bought for more than {days} days."
            ),
            days=_LOST,
        ),
        Kind.RATE,
        Group.RATES,
        lifecycle.churn_rate,
        good_when=-1,
    ),
    Figure(
        "conversion-rate",
        _("Conversion rate"),
        _(
            "New members of the period ÷ (new members + tickets without a member in the period): "
            "how many of the occasions to win a member were taken."
        ),
        Kind.RATE,
        Group.RATES,
        joining.conversion_rate,
    ),
    Figure(
        "share-of-new",
        _("Share of new members"),
        _("Members who joined in the period ÷ all members at its end."),
        Kind.RATE,
        Group.RATES,
        joining.share_of_new,
    ),
    Figure(
        "repurchase-rate",
        _("Repurchase rate"),
        _(
            "Members with two or more visits in the period ÷ members with one or more. A visit is "
            "a day on which a member bought in a store; two receipts of a day are one visit."
        ),
        Kind.RATE,
        Group.RATES,
        repurchase.repurchase_rate,
    ),
    Figure(
        "returning-rate",
        _("Returning rate"),
        _(
            "Members with a visit in the period who had bought before it ÷ members with a visit "
            "in the period."
        ),
        Kind.RATE,
        Group.RETENTION,
        repurchase.returning_rate,
    ),
    Figure(
        "retention",
        _("Retention"),
        _(
            "Members with a visit both in the period and in the equally long period before it ÷ "
            "members with a visit in that earlier one."
        ),
        Kind.RATE,
        Group.RETENTION,
        repurchase.retention,
    ),
    Figure(
        "cohort",
        _("Cohorts by first visit"),
        _(
            "Of the members whose first visit was in a month: the share with a visit so many "
            "months later. The first month is 100 % by its nature."
        ),
        Kind.ROWS,
        Group.RETENTION,
        cohorts.cohort,
        by_month=True,
    ),
    Figure(
        "cohort-by-joining",
        _("Cohorts by joining"),
        _(
            "Of the members who joined in a month: the share with a visit in that month and so "
            "many months later."
        ),
        Kind.ROWS,
        Group.RETENTION,
        cohorts.cohort_by_joining,
        by_month=True,
    ),
    Figure(
        "n-day-repurchase",
        _("Repurchase within days"),
        _(
            "Of the members whose first visit was in a month: those with another visit within "
            "{days} days ÷ all of them."
        ),
        Kind.ROWS,
        Group.RETENTION,
        cohorts.n_day_repurchase,
        days=90,
        by_month=True,
    ),
    Figure(
        "lifecycle",
        _("Lifecycle"),
        format_lazy(
            _(
                "Members by days since their last visit: active up to {active}, silent up to "
                "{silent}, sleeping up to {sleeping}, then lost; prospects never bought."
            ),
            active=_ACTIVE,
            silent=_SILENT,
            sleeping=_LOST,
        ),
        Kind.ROWS,
        Group.LIFECYCLE,
        lifecycle.lifecycle,
        stock=True,
    ),
    Figure(
        "lifecycle-flow",
        _("Movements in the lifecycle"),
        _(
            "How many members went from each state at the beginning of the period to each state "
            "at its end. The rows and columns add up to the members of either day."
        ),
        Kind.ROWS,
        Group.LIFECYCLE,
        lifecycle.lifecycle_flow,
    ),
    Figure(
        "guides",
        _("Scorecard of guides"),
        _("Held, on trial, due and short as of the last known day; the rest in the period."),
        Kind.ROWS,
        Group.GUIDES,
        guides.guides,
    ),
]

BY_SLUG = {figure.slug: figure for figure in FIGURES}
