"""Answering a repeated request with what the first one made."""

import hashlib
import json
from uuid import UUID

from sales.models import Sale


class KeyReused(Exception):
    """The key made a receipt before, with another content."""

    def __init__(self, *, sale: Sale) -> None:
        super().__init__(f"the key made receipt {sale.receipt}")
        self.sale = sale


def fingerprint(content: object) -> str:
    """Return a hash of ``content`` (anything JSON can say), the same for the same request."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def made_before(*, key: UUID, request_hash: str) -> Sale | None:
    """Return the receipt that ``key`` made, or None.

    :raises KeyReused: if it was made from another content
    """
    sale = Sale.objects.filter(key=key).select_related("store", "member").first()
    if sale and sale.request_hash != request_hash:
        raise KeyReused(sale=sale)
    return sale
