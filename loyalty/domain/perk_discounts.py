"""Discounts that are counted: the birthday's, and those with a quota."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID, uuid5

from loyalty.domain.offers import is_counted
from loyalty.domain.perks import undo_perk, use_perk
from loyalty.enums import PerkKind
from loyalty.models import PerkUse, Tier
from loyalty.programme import perks_of
from membership.models import Member
from sales.domain.steps import Step, read_steps
from sales.enums import PriceReason
from sales.models import Sale, SaleLine
from stores.models import Staff

COUNTED = {PriceReason.BIRTHDAY, PriceReason.PERK}


def use_discounts(
    *,
    steps: Iterable[Step],
    member: Member,
    tier: Tier | None,
    sale: Sale,
    key: UUID,
    by: Staff,
    at: dt.datetime,
) -> list[PerkUse]:
    """Count down the perks of ``tier``, as the programme gave it, that ``steps`` name.

    ``key`` is that of the sale: the same one counts once. Part of the caller's transaction,
    before the sale may change the member's tier.

    :raises QuotaUsed: if one was used up meanwhile
    """
    named = {step.code for step in steps if step.reason in COUNTED}
    return [
        use_perk(
            key=uuid5(key, perk.code),
            member=member,
            perk=perk,
            store=sale.store,
            by=by,
            at=at,
            sale=sale,
        )
        for cell, perk in (perks_of(tier) if named else [])
        if perk.code in named and is_counted(cell, perk)
    ]


def undo_discounts(
    *, sale: Sale, left: Collection[SaleLine], by: Staff, at: dt.datetime
) -> list[PerkUse]:
    """Take back the discounts of ``sale`` none of whose lines is ``left`` with the customer."""
    still_used = {step.code for line in left for step in read_steps(line.steps)}
    uses = sale.perk_uses.filter(
        undone_at=None, perk__kind__in=[PerkKind.BIRTHDAY, PerkKind.DISCOUNT]
    ).select_related("perk", "member")
    return [undo_perk(use=use, by=by, at=at) for use in uses if use.perk.code not in still_used]
