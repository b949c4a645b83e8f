"""Finding products and receipts."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation

from django.db.models import Q

from sales.models import Product, Sale
from stores.models import Store

AT_MOST = 12
MOST_UNITS = 100_000


def find_product(text: str) -> Product | None:
    """Return the product on sale whose barcode or SKU is exactly what was scanned or typed."""
    code = unicodedata.normalize("NFKC", text).strip()
    if not code:
        return None
    return Product.objects.on_sale().filter(Q(barcode=code) | Q(sku=code)).first()


def search_products(text: str) -> list[Product]:
    """Return up to 12 products on sale by the beginning of SKU, or any part of the name."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        return []
    fits = Q(sku__startswith=typed) | Q(barcode__startswith=typed) | Q(name__icontains=typed)
    return list(Product.objects.on_sale().filter(fits).order_by("name", "pk")[:AT_MOST])


def parse_quantity(text: str) -> Decimal | None:
    """Return ``text`` as a positive quantity of up to three decimals, or None."""
    try:
        quantity = Decimal(unicodedata.normalize("NFKC", text).strip())
    except InvalidOperation:
        return None
    if not quantity.is_finite() or not 0 < quantity <= MOST_UNITS:
        return None
    return quantity.quantize(Decimal("0.001"))


def find_receipt(text: str, *, store: Store) -> Sale | None:
    """Return the sale of ``store`` with the receipt number typed or scanned.

    The till's numbers are found in small letters too; those of history are as they came.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    receipts = Sale.objects.filter(store=store).select_related("member", "store", "seller")
    found = (
        receipts.filter(receipt=number).order_by("kind").last() for number in (typed, typed.upper())
    )
    return next(filter(None, found), None)
