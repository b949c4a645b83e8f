"""Adding up in the database, to the 分.

SQLite keeps decimals as floating point, so a sum or a difference there may end in dust
(0.00999999999999979). Whatever the database adds is therefore rounded by the database, once.
"""

from decimal import Decimal

from django.db.models import DecimalField, F, Sum
from django.db.models.functions import Coalesce, Round

from common.money import ZERO

MONEY = DecimalField(max_digits=14, decimal_places=2)
UNITS = DecimalField(max_digits=14, decimal_places=3)


def sum_money(column: str) -> Round:
    """Return the exact sum of a money ``column``, ``0.00`` over no rows."""
    return Round(Coalesce(Sum(column), ZERO), 2, output_field=MONEY)


def sum_units(column: str) -> Round:
    """Return the exact sum of a ``column`` of quantities, 0 over no rows."""
    return Round(Coalesce(Sum(column), Decimal(0)), 3, output_field=UNITS)


def money_plus(column: str, amount: Decimal) -> Round:
    """Return ``column`` plus ``amount`` yuan, for an UPDATE."""
    return Round(F(column) + amount, 2, output_field=MONEY)


def units_plus(column: str, quantity: Decimal) -> Round:
    """Return ``column`` plus ``quantity``, for an UPDATE."""
    return Round(F(column) + quantity, 3, output_field=UNITS)
