"""What a coupon gives, in a few words."""

from __future__ import annotations

from decimal import Decimal

from common.money import yuan
from common.notation import discount_echo, discount_label
from loyalty.enums import CouponEffect
from loyalty.models import CouponKind


def gives(kind: CouponKind, *, amount: Decimal | None = None) -> str:
    """Return what a coupon of ``kind`` gives; ``amount`` is its own where it has one."""
    match kind.effect:
        case CouponEffect.AMOUNT:
            return f"-{yuan(amount or kind.amount or 0)}"
        case CouponEffect.PERCENT:
            return f"{discount_label(kind.pays or 0)} · {discount_echo(kind.pays or 0)}"
        case CouponEffect.PRICE:
            return f"{kind.product} {yuan(kind.price or 0)}"
        case _:
            return f"{kind.get_effect_display()} {kind.product or ''}".strip()
