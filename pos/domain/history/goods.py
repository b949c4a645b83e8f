"""Products that history names and the shop does not have yet."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable

from common.batches import batched
from common.history import remember_creation
from pos.domain.history.documents import Document, money
from sales.models import Category, Product


def resolve_goods(db: sqlite3.Connection) -> None:
    """Find the products there are for the staged SKUs."""
    last = ""
    while some := db.execute(
        "select sku from good where sku > ? order by sku limit 500", [last]
    ).fetchall():
        (last,) = some[-1]
        _note_keys(db, [sku for (sku,) in some])


def products_of(
    db: sqlite3.Connection, documents: Iterable[Document], *, at: dt.datetime
) -> dict[str, int]:
    """Return the products of the lines by SKU, creating those that are missing.

    A new product is named as the file names it, otherwise by its SKU; it has no price.
    """
    known = {line.sku: line.product for document in documents for line in document.lines}
    if missing := [sku for sku, product in known.items() if product is None]:
        known |= dict(_created(db, missing, at=at))
    return {sku: product for sku, product in known.items() if product is not None}


def _created(
    db: sqlite3.Connection, skus: Collection[str], *, at: dt.datetime
) -> Iterable[tuple[str, int]]:
    """Create what nobody has created since the file was read; return all by SKU."""
    there = set(Product.objects.filter(sku__in=skus).values_list("sku", flat=True))
    goods = [
        good
        for some in batched((sku for sku in skus if sku not in there), 500)
        for good in _described(db, some)
    ]
    categories = _categories({category for _sku, _name, category, _cost in goods if category})
    created = Product.objects.bulk_create(
        Product(
            sku=sku,
            name=name or sku,
            category_id=categories.get(category),
            cost=None if cost is None else money(cost),
        )
        for sku, name, category, cost in goods
    )
    remember_creation(Product, [product.pk for product in created], at=at)
    return _note_keys(db, skus)


def _described(db: sqlite3.Connection, skus: list[str]) -> list[tuple[str, str, str, int | None]]:
    places = ", ".join("?" * len(skus))
    query = f"select sku, name, category, cost from good where sku in ({places})"  # noqa: S608
    return db.execute(query, skus).fetchall()


def _categories(names: set[str]) -> dict[str, int]:
    """Return the categories by the word the file has for them: their code, otherwise a new one."""
    there = set(Category.objects.filter(code__in=names).values_list("code", flat=True))
    Category.objects.bulk_create(Category(code=name, name=name) for name in sorted(names - there))
    return dict(Category.objects.filter(code__in=names).values_list("code", "pk"))


def _note_keys(db: sqlite3.Connection, skus: Collection[str]) -> list[tuple[str, int]]:
    found = list(Product.objects.filter(sku__in=skus).values_list("sku", "pk"))
    db.executemany("update good set product = ? where sku = ?", [(key, sku) for sku, key in found])
    return found
