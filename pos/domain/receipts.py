"""What a receipt says, fixed at the moment of printing."""

from __future__ import annotations

import datetime as dt

from loyalty.models import PointsAccount
from loyalty.queries import standing
from pos.domain.quoting import Quote
from pos.models import Receipt
from sales.models import Sale


def print_receipt(
    *, sale: Sale, quote: Quote, account: PointsAccount | None, at: dt.datetime
) -> Receipt:
    """Keep the figures of ``sale`` that later events would change."""
    facts: dict[str, object] = {"regular_total": str(quote.regular_total)}
    if account:
        after = standing(member=account.member, at=at)
        facts |= {
            "points_earned": quote.points_earned,
            "points_used": quote.points_used,
            "balance": after.balance,
            "tier": quote.standing.tier.code if quote.standing.tier else None,
            "tier_reached": (
                after.tier.code if after.tier and after.tier != quote.standing.tier else None
            ),
            "next_tier": after.next_tier.code if after.next_tier else None,
            "missing": after.missing,
        }
    return Receipt.objects.create(sale=sale, facts=facts)
