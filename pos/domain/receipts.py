"""What a receipt says, fixed at the moment of printing."""

from __future__ import annotations

import datetime as dt

from loyalty.models import PointsAccount, Tier
from loyalty.queries import Standing, standing
from pos.domain.quoting import Quote
from pos.models import Receipt
from sales.models import Sale


def print_receipt(
    *,
    sale: Sale,
    quote: Quote,
    account: PointsAccount | None,
    reached: Tier | None,
    at: dt.datetime,
) -> Receipt:
    """Keep the figures of ``sale`` that later events would change.

    ``account`` stands as the sale left it; ``reached`` is the tier the sale brought.
    """
    facts: dict[str, object] = {"regular_total": str(quote.regular_total)}
    if account:
        before = quote.standing
        after = standing(member=account.member, at=at, account=account) if reached else before
        facts |= {
            "points_earned": quote.points_earned,
            "points_used": quote.points_used,
            "balance": account.balance,
            "tier": before.tier.code if before.tier else None,
            "tier_reached": reached.code if reached else None,
            "next_tier": after.next_tier.code if after.next_tier else None,
            "missing": after.missing if reached else _missing(before, quote.points_earned),
        }
    return Receipt.objects.create(sale=sale, facts=facts)


def _missing(before: Standing, earned: int) -> int | None:
    if before.missing is None or before.next_tier is None or not before.next_tier.entry_points:
        return None
    return max(before.next_tier.entry_points - before.qualifying - earned, 0)
