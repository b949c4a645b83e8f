"""What came of enrolling and of bringing friends."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.masking import mask_name
from common.tables import MoneyColumn, NumberColumn, ShopTable
from membership.enums import MemberStatus


class _Brought(ShopTable):
    """What both tables say of friends."""

    empty_icon = "user-heart"

    friends = NumberColumn(verbose_name=_("Brought by members"), initial_sort_descending=True)
    bought = NumberColumn(verbose_name=_("Of these, bought"), initial_sort_descending=True)
    spent = MoneyColumn(verbose_name=_("Their purchases"), initial_sort_descending=True)

    class Meta(ShopTable.Meta):
        order_by = "-friends"


class ByGuideTable(_Brought):
    """One row for who enrolled."""

    caption = _("Enrolled and brought, by guide")
    empty_help = _("Nobody joined in this time.")

    name = tables.Column(
        verbose_name=pgettext_lazy("shop guide", "Guide"), order_by=("name", "enroller")
    )
    enrolled = NumberColumn(verbose_name=_("Enrolled"), initial_sort_descending=True)

    class Meta(_Brought.Meta):
        sequence = ("name", "enrolled", "...")

    def render_name(self, value: str, record: dict[str, Any]) -> SafeString:
        return format_html('{}<span class="hint d-block">{}</span>', value, record["number"])


class ByMemberTable(_Brought):
    """One row for who brought friends; of other stores' members only the surname shows."""

    caption = _("Brought, by member")
    empty_help = _("No member brought a friend in this time.")

    name = tables.Column(verbose_name=_("Member"), order_by=("number",))
    friends = NumberColumn(verbose_name=_("Friends"), initial_sort_descending=True)

    class Meta(_Brought.Meta):
        sequence = ("name", "...")

    def __init__(self, rows: Any, *, places: set[int]) -> None:
        self.places = places
        super().__init__(rows)

    def render_name(self, value: str, record: dict[str, Any]) -> SafeString:
        number = record["number"]
        if record["status"] != MemberStatus.ACTIVE or record["store"] not in self.places:
            words = '{}<span class="hint d-block">{}</span>'
            return format_html(words, mask_name(value), number)
        words = '<a href="{}">{}</a><span class="hint d-block">{}</span>'
        return format_html(words, reverse("campaigns:member", args=[number]), value, number)
