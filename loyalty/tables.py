"""Partners and their ledger, as the office reads them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.tables import MoneyColumn, NumberColumn, ShopTable
from loyalty.models import PartnerEntry, PerkUse
from membership.enums import MemberStatus


class PartnerTable(ShopTable):
    """Partners with what they are owed and how they are marked; ``with_standing`` counts."""

    caption = _("Partners")
    empty_help = _(
        "Write down the first business that gives your members something, then the terms:"
        " for which perk or reward, and what you pay for each use."
    )
    empty_icon = "building-store"

    name = tables.Column(verbose_name=_("Partner"), linkify=("partners:partner", [tables.A("pk")]))
    owed = MoneyColumn(verbose_name=pgettext_lazy("partner", "Owed"), initial_sort_descending=True)
    actions = NumberColumn(verbose_name=_("Open actions"), initial_sort_descending=True)
    mark = NumberColumn(verbose_name=_("Average mark"), initial_sort_descending=True)
    last_checked_on = tables.DateColumn(format="Y-m-d", verbose_name=_("Last checked"))
    contact_name = tables.Column(verbose_name=_("Contact"), orderable=False)

    class Meta(ShopTable.Meta):
        order_by = "-owed"

    def render_mark(self, value: Decimal) -> str:
        return f"{value:.1f}"

    def render_contact_name(self, value: str, record: Any) -> SafeString:
        words = '{}<span class="hint d-block">{}</span>'
        return format_html(words, value, record.contact_phone)


class EntryTable(ShopTable):
    """Entries of partners, with the service, the voucher and the member they are owed for."""

    caption = _("Entries")
    empty_help = _("Each use of what the partner gives appears here, and each that was undone.")
    empty_icon = "receipt"

    service = tables.Column(accessor="terms__called", verbose_name=_("Service"))
    business_day = tables.DateColumn(format="Y-m-d", verbose_name=_("Day"))
    store = tables.Column(verbose_name=_("Store"))
    member = tables.Column(empty_values=(), verbose_name=_("Member"))
    amount = MoneyColumn(verbose_name=_("Amount"))

    class Meta(ShopTable.Meta):
        orderable = False

    def render_service(self, value: str, record: PartnerEntry) -> SafeString:
        words = '{}<span class="hint d-block">{}</span>'
        return format_html(words, value, " · ".join(told_of(record)))

    def render_member(self, record: PartnerEntry) -> SafeString | str:
        member = record.cause.member if record.cause else None
        if member is None or member.status != MemberStatus.ACTIVE:
            return member.number if member else "—"
        page = reverse("campaigns:member", args=[member.number])
        return format_html('<a href="{}">{}</a>', page, member.number)


class LedgerTable(EntryTable):
    """The whole ledger of a partner: with the statement each entry is on."""

    caption = _("Ledger")

    statement = tables.Column(
        accessor="statement_lines__all", empty_values=(), verbose_name=_("Statement")
    )

    class Meta(EntryTable.Meta):
        pass

    def render_statement(self, record: PartnerEntry) -> SafeString | str:
        for line in record.statement_lines.all():
            page = reverse("partners:statement", args=[line.statement_id])
            state = line.statement.get_state_display()
            return format_html('<a href="{}">{}</a>', page, state)
        return "—"


def told_of(entry: PartnerEntry) -> list[str]:
    """Return whether ``entry`` owes or takes back, and the voucher or the use it is for."""
    cause = entry.cause
    said = _now("Used") if entry.reverses_id is None else _now("Taken back")
    mark = str(cause.key)[:8] if isinstance(cause, PerkUse) else getattr(cause, "number", "")
    return [said, mark]
