"""What a member has of each of her tier's perks today: the desk's page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from common.periods import business_day
from loyalty.domain.allowances import Allowance, allowance
from loyalty.domain.birthday_windows import in_birthday_window
from loyalty.enums import PerkKind
from loyalty.models import Perk, PerkUse, Tier, TierPerk
from loyalty.programme import perks_of
from membership.models import Member

AT_THE_TILL = {PerkKind.BIRTHDAY, PerkKind.DISCOUNT}
BY_HAND = {PerkKind.SERVICE, PerkKind.GIFT}


@dataclass(frozen=True)
class HeldPerk:
    """One perk of her tier: what is left of it, and the uses of the day, which can be undone.

    ``in_window`` is False where it is for her birthday and that is not near.
    """

    perk: Perk
    cell: TierPerk
    allowance: Allowance
    in_window: bool
    uses_today: list[PerkUse]

    @property
    def at_the_till(self) -> bool:
        """Whether the till counts it, with the sale it makes cheaper."""
        return self.perk.kind in AT_THE_TILL

    @property
    def usable(self) -> bool:
        """Whether it can be used here and now."""
        counted = self.perk.kind in BY_HAND or self.cell.quota is not None
        by_hand = counted and not self.at_the_till
        return by_hand and self.in_window and self.allowance.left != 0


def held_perks(*, member: Member, tier: Tier | None, on: dt.date) -> list[HeldPerk]:
    """Return the perks of ``tier``, as the programme gave it, and what ``member`` has of each."""
    uses = defaultdict(list)
    for use in member.perk_uses.filter(undone_at=None).select_related("store").order_by("pk"):
        uses[use.perk_id].append(use)
    return [_held(member, cell, perk, uses[perk.pk], on=on) for cell, perk in perks_of(tier)]


def _held(
    member: Member, cell: TierPerk, perk: Perk, uses: list[PerkUse], *, on: dt.date
) -> HeldPerk:
    days = [business_day(use.used_at, day_ends_at=use.store.day_ends_at) for use in uses]
    return HeldPerk(
        perk=perk,
        cell=cell,
        allowance=allowance(cell=cell, perk=perk, days=days, on=on),
        in_window=not perk.birthday
        or in_birthday_window(
            member.birthday, window=perk.birthday, on=on, days_around=perk.days_around
        ),
        uses_today=[use for use, day in zip(uses, days, strict=True) if day == on],
    )
