"""How figures look on a page: ``{% load shop %}``. What is not known shows as a dash."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django import template
from django.utils.translation import ngettext

from common.masking import mask_name, mask_phone
from common.money import yuan as yuan_text
from common.notation import discount_echo as echo
from common.notation import discount_label

UNKNOWN = "—"
_TENTH = Decimal("0.1")

T = TypeVar("T")
P = ParamSpec("P")

register = template.Library()


def _or_unknown(
    show: Callable[Concatenate[T, P], str],
) -> Callable[Concatenate[T | None, P], str]:
    """Show a dash for None, and for the empty text templates make of an unknown name."""

    @wraps(show)
    def shown(value: T | None, /, *args: P.args, **kwargs: P.kwargs) -> str:
        return UNKNOWN if value is None or value == "" else show(value, *args, **kwargs)

    return shown


@register.filter
@_or_unknown
def yuan(value: Decimal | int) -> str:
    """Show an amount of yuan: ``¥1,234.50``."""
    return yuan_text(value)


@register.filter
@_or_unknown
def points(value: int) -> str:
    """Show whole points, or any whole number, by thousands: ``12,345``."""
    return f"{value:,}"


@register.filter
@_or_unknown
def quantity(value: Decimal) -> str:
    """Show a quantity without needless zeros: ``2``, ``0.5``, ``1,200``."""
    return f"{value.normalize():,f}"


@register.filter
@_or_unknown
def rate(part: Fraction | Decimal | int, whole: Decimal | int = 1) -> str:
    """Show a rate in per cent, rounded here and nowhere before: ``12.3 %``.

    Either a ready fraction, or ``{{ part|rate:whole }}`` for two counts or two amounts.
    Out of nothing there is no rate, not even 0 %.
    """
    if not whole:
        return UNKNOWN
    share = Fraction(part) / Fraction(whole)
    percent = Decimal(share.numerator * 100) / share.denominator
    return f"{percent.quantize(_TENTH, rounding=ROUND_HALF_UP):,} %"


@register.filter
def masked_phone(phone: str | None) -> str:
    """Show a phone number without its middle: ``138****8000``."""
    return mask_phone(phone or "")


@register.filter
def masked_name(name: str | None) -> str:
    """Show a name without its given name: ``张*``."""
    return mask_name(name or "")


@register.filter
@_or_unknown
def discount(basis_points: int) -> str:
    """Show a discount as shop windows do: ``8.8折``, ``12% off``."""
    return discount_label(basis_points)


@register.filter
def discount_echo(basis_points: int) -> str:
    """Show a discount in words nobody can misread: ``customer pays 88%``."""
    return echo(basis_points)


@register.filter
@_or_unknown
def days(count: int) -> str:
    """Show a whole number of days: ``14 days``."""
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
