"""From the regular price of a line to what was paid: each step with its reason.

Kept beside the line as it was shown, names in both languages, so that a receipt reads the same
in ten years whatever tiers and coupons are called by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from common.languages import reads_chinese
from common.money import ZERO
from common.notation import discount_echo, discount_label
from sales.enums import PriceReason


@dataclass(frozen=True)
class Step:
    """What took ``off`` so many yuan of a line, and why; negative where it costs more.

    ``pays`` is the share of the price that was left, in ten-thousandths, where it was a
    percentage. ``zh`` and ``en`` name the tier, perk or kind of coupon, ``code`` is its code;
    ``number`` is the coupon's, ``by`` the staff number of who allowed a discount by hand.
    """

    reason: PriceReason
    off: Decimal
    pays: int | None = None
    zh: str = ""
    en: str = ""
    code: str = ""
    number: str = ""
    by: str = ""

    @property
    def change(self) -> Decimal:
        """What it does to the price: minus what it takes off."""
        return -self.off

    @property
    def words(self) -> str:
        """The reason in the reader's words, such as 金卡 8.8折."""
        if self.reason == PriceReason.MANUAL:
            return discount_echo(self.pays) if self.pays else str(self.reason.label)
        name = (self.zh or self.en) if reads_chinese() else (self.en or self.zh)
        name = name or str(self.reason.label)
        return f"{name} {discount_label(self.pays)}" if self.pays else name


def write_steps(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Return ``steps`` as they are kept in ``SaleLine.steps``."""
    return [
        {"reason": step.reason.value, "off": str(step.off)}
        | {
            name: value
            for name in ("pays", "zh", "en", "code", "number", "by")
            if (value := getattr(step, name))
        }
        for step in steps
    ]


def read_steps(kept: Iterable[dict[str, Any]]) -> list[Step]:
    """Return the steps kept in ``SaleLine.steps``."""
    return [
        Step(**(one | {"reason": PriceReason(one["reason"]), "off": Decimal(one["off"])}))
        for one in kept
    ]


def taken_off(steps: Iterable[Step]) -> Decimal:
    """Return the yuan ``steps`` took off together."""
    return sum((step.off for step in steps), ZERO)
