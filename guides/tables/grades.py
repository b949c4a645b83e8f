"""The list of members of a grade."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from common.tables import MoneyColumn, NumberColumn
from guides.tables.members import MembersTable


class GradeTable(MembersTable):
    """The members' list, the best score first."""

    score = NumberColumn(
        accessor="score__score",
        verbose_name=_("Score"),
        order_by=("score__score", "pk"),
        initial_sort_descending=True,
    )
    visits = NumberColumn(accessor="score__visits", verbose_name=_("Visits"), orderable=False)
    net = MoneyColumn(accessor="score__net", verbose_name=_("Net"), orderable=False)
    store = tables.Column(accessor="home_store", verbose_name=_("Home store"), orderable=False)

    class Meta(MembersTable.Meta):
        exclude = ("days_left", "birthday", "joined_on", "balance")
        sequence = ("name", "score", "net", "visits", "last_visit", "tier", "store", "owner",
                    "phone")  # fmt: skip
        order_by = "-score"
