"""Yuan and 分: Decimal in, Decimal out, rounded in one place."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

ZERO = Decimal("0.00")
FEN = Decimal("0.01")


class NotAnAmount(ValueError):
    """The value is no finite number, so it cannot be money."""

    def __init__(self, value: Decimal) -> None:
        super().__init__(_("%(value)s is not an amount of money.") % {"value": value})
        self.value = value


def cents(value: Decimal) -> Decimal:
    """Round ``value`` (yuan) to whole 分, halves away from zero.

    A return therefore rounds to exactly the opposite of its sale.

    :raises NotAnAmount: if ``value`` is infinite or not a number
    """
    if not value.is_finite():
        raise NotAnAmount(value)
    # Adding zero turns a minus zero into zero.
    return value.quantize(FEN, rounding=ROUND_HALF_UP) + ZERO


def yuan(value: Decimal | int) -> str:
    """Return ``value`` (yuan) as people read it: ``¥1,234.50``, ``-¥3.00``.

    :raises NotAnAmount: if ``value`` is infinite or not a number
    """
    amount = cents(Decimal(value))
    sign = "-" if amount < 0 else ""
    return f"{sign}¥{abs(amount):,.2f}"
