"""The list of members in a band of points."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from common.tables import PointsColumn
from guides.tables.members import MembersTable


class BandTable(MembersTable):
    """The members' list, the most points first."""

    balance = PointsColumn(
        verbose_name=_("Points"), order_by=("balance", "pk"), initial_sort_descending=True
    )
    store = tables.Column(accessor="home_store", verbose_name=_("Home store"), orderable=False)

    class Meta(MembersTable.Meta):
        exclude = ("days_left", "birthday", "joined_on")
        sequence = ("name", "balance", "tier", "last_visit", "store", "owner", "phone")
        order_by = "-balance"
