"""What a receipt says, fixed at the moment of printing."""

from __future__ import annotations

from loyalty.domain.tiers import Climb
from loyalty.models import CouponKind, PointsAccount
from pos.domain.quoting import Quote
from pos.models import Receipt
from sales.models import Sale


def print_receipt(
    *, sale: Sale, quote: Quote, account: PointsAccount | None, climbed: Climb | None
) -> Receipt:
    """Keep the figures of ``sale`` that later events would change.

    ``account`` stands as the sale left it; ``climbed`` is where that left the member.
    """
    facts: dict[str, object] = {"regular_total": str(quote.regular_total)}
    if quote.gifts:
        facts["gifts"] = [names_of(held.kind) for held in quote.gifts]
    if account and climbed:
        before, then = quote.standing, climbed.then
        facts |= {
            "points_earned": quote.points_earned,
            "points_used": quote.points_used,
            "balance": account.balance,
            "tier": before.tier.code if before.tier else None,
            "tier_reached": climbed.reached.code if climbed.reached else None,
            "next_tier": then.tier.code if then.tier else None,
            "way": then.way.facts() if then.way else None,
        }
    return Receipt.objects.create(sale=sale, facts=facts)


def names_of(kind: CouponKind) -> list[str]:
    """Return its Chinese and its English name, as a receipt keeps them."""
    return [kind.name_zh, kind.name_en]
