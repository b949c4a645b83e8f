"""The printed cards of a store, as its manager reads them."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tables2 import A

from common.tables import NumberColumn, ShopTable
from membership.models import CardBatch


class BatchTable(ShopTable):
    """Batches with what is left of them; ``membership.stock.batches_in`` counts."""

    caption = _("Printed cards")
    empty_help = _("Receive the first range of printed numbers.")
    empty_icon = "credit-card"

    numbers = tables.Column(
        empty_values=(), verbose_name=_("Numbers"), linkify=("membership:card_batch", [A("pk")])
    )
    kind = tables.Column(verbose_name=_("Card kind"))
    store = tables.Column(verbose_name=_("Store"))
    occasion = tables.Column(empty_values=(), verbose_name=pgettext_lazy("printed card", "For"))
    expires_on = tables.DateColumn(format="Y-m-d", verbose_name=_("No longer from"))
    left = NumberColumn(verbose_name=pgettext_lazy("printed card", "Left"))
    issued = NumberColumn(verbose_name=pgettext_lazy("printed card", "Issued"))
    void = NumberColumn(verbose_name=_("Spoilt"))
    received_at = tables.DateColumn(format="Y-m-d", verbose_name=_("Received"))

    class Meta(ShopTable.Meta):
        orderable = False

    def render_numbers(self, record: Any) -> str:
        return f"{record.first} – {record.last}"

    def render_occasion(self, record: CardBatch) -> str:
        said = [str(part) for part in (record.organisation, record.occasion) if part]
        return " · ".join(said) or "—"
