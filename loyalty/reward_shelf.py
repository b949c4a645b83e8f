"""What the catalogue offers a member in a store today, and why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from loyalty.enums import RedemptionState
from loyalty.models import Redemption, Reward, Tier
from membership.models import Member
from stores.models import Store


@dataclass(frozen=True)
class Offer:
    """A reward as a member sees it; ``short_by`` points are missing, 0 if she has enough."""

    reward: Reward
    short_by: int
    for_her_tier: bool
    is_sold_out: bool
    had_enough: bool

    @property
    def redeemable(self) -> bool:
        """Whether she can have it now."""
        return not (self.short_by or self.is_sold_out or self.had_enough) and self.for_her_tier


def offers(
    *, member: Member, tier: Tier | None, spendable: int, store: Store, on: dt.date
) -> list[Offer]:
    """Return what ``store`` gives for points on ``on``, the cheapest first."""
    rewards = (
        Reward.objects.offered(on=on)
        .filter(Q(stores=None) | Q(stores=store))
        .order_by("points", "pk")
        .prefetch_related("tiers")
    )
    had = dict(
        Redemption.objects.filter(member=member)
        .exclude(state=RedemptionState.CANCELLED)
        .values_list("reward")
        .annotate(Count("pk"))
        .order_by()
    )
    return [
        Offer(
            reward=reward,
            short_by=max(reward.points - spendable, 0),
            for_her_tier=not reward.tiers.all() or tier in reward.tiers.all(),
            is_sold_out=reward.stock == 0,
            had_enough=reward.per_member is not None and had.get(reward.pk, 0) >= reward.per_member,
        )
        for reward in rewards
    ]
