"""What a member may have at the till: percentages of her tier and perks, and her coupons."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from common.money import ZERO
from common.notation import NO_DISCOUNT
from common.periods import business_day
from loyalty.domain.allowances import allowance
from loyalty.domain.birthday_windows import in_birthday_window
from loyalty.domain.price_coupons import CouponTerms, Unfit, Why
from loyalty.domain.price_parts import Goods, Percentage
from loyalty.enums import CouponEffect, PerkKind
from loyalty.models import Coupon, CouponKind, Perk, PerkUse, Tier, TierPerk
from loyalty.programme import Programme, perks_of
from membership.models import Member
from sales.domain.steps import Step
from sales.enums import PriceReason

REGULAR = Goods(regular_only=True)
SHOWN = 30
"""How many of her coupons a till shows, those that end soonest first."""

_REASON = {PerkKind.BIRTHDAY: PriceReason.BIRTHDAY, PerkKind.DISCOUNT: PriceReason.PERK}


@dataclass(frozen=True)
class HeldCoupon:
    """A coupon of hers; ``unfit`` where not even the right goods would do today, or here."""

    coupon: Coupon
    kind: CouponKind
    terms: CouponTerms
    unfit: Unfit | None = None


def tier_percentage(tier: Tier | None) -> list[Percentage]:
    """Return the discount of ``tier``: on regular prices only; none where it gives none."""
    if tier is None or tier.discount >= NO_DISCOUNT:
        return []
    return [Percentage(tier.discount, _step(PriceReason.TIER, tier), REGULAR)]


def perk_percentages(*, member: Member, tier: Tier | None, on: dt.date) -> list[Percentage]:
    """Return the birthday and extra discounts ``member`` of ``tier`` may have on ``on``.

    Asks the database only where one has a quota, or her birthday is near.
    """
    cells = [(cell, perk) for cell, perk in perks_of(tier) if _may_hold(perk, member, on=on)]
    counted = [perk for cell, perk in cells if is_counted(cell, perk)]
    days = _days_used(member) if counted else {}
    open_ones = [
        perk
        for cell, perk in cells
        if not is_counted(cell, perk)
        or allowance(cell=cell, perk=perk, days=_days_of(perk, days), on=on).left != 0
    ]
    return [
        Percentage(
            perk.pays or NO_DISCOUNT,
            _perk_step(perk),
            Goods(regular_only=perk.regular_only),
            stacks=perk.stacks,
        )
        for perk in open_ones
    ]


def is_counted(cell: TierPerk, perk: Perk) -> bool:
    """Tell whether each use of ``perk`` is written down: a birthday's, and one with a quota."""
    return perk.kind == PerkKind.BIRTHDAY or cell.quota is not None


def held_coupons(
    *,
    member: Member,
    programme: Programme,
    store: int,
    on: dt.date,
    numbers: Collection[str] | None = None,
) -> list[HeldCoupon]:
    """Return her unused coupons that have not expired, soonest first; one statement.

    With ``numbers``, only those.
    """
    coupons = Coupon.objects.unused().live(on=on).filter(member=member).soonest_first()
    if numbers is not None:
        coupons = coupons.filter(number__in=numbers)
    return [
        _held(coupon, programme.coupon_kinds[coupon.kind_id], store=store, on=on)
        for coupon in coupons[:SHOWN]
    ]


def _held(coupon: Coupon, kind: CouponKind, *, store: int, on: dt.date) -> HeldCoupon:
    unfit = None
    if coupon.usable_from > on:
        unfit = Unfit(Why.NOT_YET)
    elif kind.stores.all() and store not in {one.pk for one in kind.stores.all()}:
        unfit = Unfit(Why.STORE)
    return HeldCoupon(coupon, kind, coupon_terms(coupon=coupon, kind=kind), unfit)


def coupon_terms(*, coupon: Coupon, kind: CouponKind) -> CouponTerms:
    """Return what ``coupon`` of ``kind`` (as the programme keeps it) does to prices."""
    free = kind.effect == CouponEffect.FREE_ITEM
    return CouponTerms(
        number=coupon.number,
        effect=CouponEffect(kind.effect),
        zh=kind.name_zh,
        en=kind.name_en,
        code=kind.code,
        amount=coupon.amount or kind.amount or ZERO,
        pays=kind.pays or NO_DISCOUNT,
        price=ZERO if free else kind.price or ZERO,
        product=kind.product_id,
        minimum=kind.minimum_spend,
        goods=Goods(
            products=frozenset(product.pk for product in kind.products.all()),
            categories=frozenset(category.pk for category in kind.categories.all()),
            regular_only=kind.regular_only,
        ),
    )


def _may_hold(perk: Perk, member: Member, *, on: dt.date) -> bool:
    if perk.kind == PerkKind.BIRTHDAY:
        return in_birthday_window(
            member.birthday, window=perk.birthday, on=on, days_around=perk.days_around
        )
    return perk.kind == PerkKind.DISCOUNT


def _days_used(member: Member) -> dict[tuple[str, int], list[dt.date]]:
    uses = PerkUse.objects.filter(member=member, perk__kind__in=_REASON, undone_at=None)
    days = defaultdict(list)
    for kind, perk, used_at, ends_at in uses.values_list(
        "perk__kind", "perk", "used_at", "store__day_ends_at"
    ):
        days[kind, perk].append(business_day(used_at, day_ends_at=ends_at))
    return days


def _days_of(perk: Perk, days: dict[tuple[str, int], list[dt.date]]) -> Sequence[dt.date]:
    """Return when ``perk`` was used; a birthday is kept once, whatever tier's perk it was."""
    if perk.kind == PerkKind.BIRTHDAY:
        return [day for (kind, _perk), used in days.items() if kind == perk.kind for day in used]
    return days.get((perk.kind, perk.pk), [])


def _perk_step(perk: Perk) -> Step:
    """Return its step; receipts never name what is internal only."""
    reason = _REASON[PerkKind(perk.kind)]
    return Step(reason, ZERO, code=perk.code) if perk.is_internal else _step(reason, perk)


def _step(reason: PriceReason, named: Tier | Perk) -> Step:
    return Step(reason, ZERO, zh=named.name_zh, en=named.name_en, code=named.code)
