"""The Ta-Feng membership store as members.csv and sales.csv.

Four months of a Taiwanese membership store, 817,741 lines. A customer is a member, joined on
the day of her first purchase, in the store of her residence area; what she bought on one day
is one receipt. AMOUNT counts pieces; ASSET (cost) and SALES_PRICE are those of the whole line.

    python -m bench.ta_feng [ta_feng.csv.zip [OUTPUT DIRECTORY]]
"""

import csv
import datetime as dt
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT.parent / "shared" / "data" / "ta_feng.csv.zip"
TARGET = ROOT / "var" / "real"

MEMBERS = ["number", "name", "joined_on", "store"]
SALES = ["receipt", "sold_at", "store", "sku", "category", "quantity", "amount", "cost", "member"]


class Purchase(NamedTuple):
    """One line of the source."""

    day: dt.date
    customer: str
    area: str
    subclass: str
    product: str
    pieces: int
    cost: int
    amount: int


class Customer(NamedTuple):
    """What is known of a customer: her first day and the area she gave first."""

    joined_on: dt.date
    store: str


def convert(*, source: Path, target: Path) -> tuple[Path, Path]:
    """Write members.csv and sales.csv into ``target``, the same from the same ``source``."""
    target.mkdir(parents=True, exist_ok=True)
    customers = _customers(source)
    members, sales = target / "members.csv", target / "sales.csv"
    _write(
        members,
        MEMBERS,
        ([number, f"顾客{number}", one.joined_on, one.store] for number, one in customers.items()),
    )
    _write(sales, SALES, (_sale_row(one, customers[one.customer]) for one in purchases(source)))
    return members, sales


def purchases(source: Path) -> Iterator[Purchase]:
    """Yield the lines of the zipped source in its order."""
    with _opened(source) as text:
        rows = csv.reader(text)
        next(rows)
        for day, customer, _age, area, subclass, product, pieces, cost, amount in rows:
            yield Purchase(
                _day(day),
                customer,
                area,
                subclass,
                product,
                int(pieces),
                int(cost),
                int(amount),
            )


@cache
def _day(text: str) -> dt.date:
    """Return the day that Americans write ``11/1/2000``."""
    month, day, year = map(int, text.split("/"))
    return dt.date(year, month, day)


def _customers(source: Path) -> dict[str, Customer]:
    found: dict[str, Customer] = {}
    for one in purchases(source):
        known = found.setdefault(one.customer, Customer(one.day, one.area))
        if one.day < known.joined_on:
            found[one.customer] = known._replace(joined_on=one.day)
    return dict(sorted(found.items()))


def _sale_row(one: Purchase, customer: Customer) -> list[object]:
    unit_cost = (Decimal(one.cost) / one.pieces).quantize(Decimal("0.01"))
    return [
        f"{one.day:%Y%m%d}-{one.customer}",
        one.day,
        customer.store,
        one.product,
        one.subclass,
        one.pieces,
        f"{one.amount}.00",
        unit_cost,
        one.customer,
    ]


@contextmanager
def _opened(source: Path) -> Iterator[TextIOWrapper]:
    with zipfile.ZipFile(source) as archive:
        (name,) = archive.namelist()
        with archive.open(name) as raw, TextIOWrapper(raw, "utf-8-sig", newline="") as text:
            yield text


def _write(path: Path, header: list[str], rows: Iterator[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(arguments: list[str]) -> None:
    """Convert the file named, or the one beside the project."""
    source = Path(arguments[0]) if arguments else SOURCE
    target = Path(arguments[1]) if arguments[1:] else TARGET
    for path in convert(source=source, target=target):
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
