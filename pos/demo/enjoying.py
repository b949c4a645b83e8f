"""How members of the demonstration chain enjoy what they have: rewards and perks at the desk."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import suppress

from loyalty.domain.perks import BirthdayNotOpen, PerkNotHers, QuotaUsed, use_perk
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.domain.rewards import RewardRefused, hand_over, redeem_reward
from loyalty.enums import PerkKind, RedemptionState
from loyalty.models import Perk, Reward
from membership.models import Member
from pos.demo.chain import Shop
from pos.demo.dice import Dice

A_MONTH = 4  # members of a store
REFUSED = (RewardRefused, NotEnoughPoints, PerkNotHers, BirthdayNotOpen, QuotaUsed)


def enjoy(shops: list[Shop], *, dice: Dice, at: dt.datetime) -> None:
    """Have a few members of each store redeem a reward and use a service of their tier."""
    rewards = list(Reward.objects.offered(on=at.date()).order_by("points"))
    services = list(Perk.objects.filter(kind=PerkKind.SERVICE, is_active=True).order_by("pk"))
    for shop in shops:
        members = Member.objects.current().filter(
            home_store=shop.store, points_account__balance__gte=rewards[0].points
        )
        able = list(members.order_by("pk"))
        for member in dice.sample(able, k=min(A_MONTH, len(able))):
            with suppress(*REFUSED):
                _redeem(member, dice.choice(rewards), shop, dice=dice, at=at)
            with suppress(*REFUSED):
                use_perk(
                    key=_key(dice),
                    member=member,
                    perk=dice.choice(services),
                    store=shop.store,
                    by=shop.manager,
                    at=at,
                )


def _redeem(member: Member, reward: Reward, shop: Shop, *, dice: Dice, at: dt.datetime) -> None:
    """Redeem ``reward``; three of four take it along at once."""
    voucher = redeem_reward(
        key=_key(dice), member=member, reward=reward, store=shop.store, by=shop.manager, at=at
    )
    if voucher.state == RedemptionState.WAITING and dice.happens(75):
        hand_over(redemption=voucher, store=shop.store, by=shop.manager, at=at)


def _key(dice: Dice) -> uuid.UUID:
    return uuid.UUID(int=dice.getrandbits(128), version=4)
