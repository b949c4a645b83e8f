"""How each promise of prices, coupons, perks, rewards and rebates is broken."""

import datetime as dt
import uuid
from decimal import Decimal

from loyalty.enums import (
    CouponEffect,
    EntryKind,
    PerkKind,
    RebateState,
    RedemptionState,
    RewardKind,
)
from loyalty.models import (
    CouponUse,
    PerkUse,
    Redemption,
    Referral,
)
from tests.factories import (
    DAY,
    NOON,
    MemberFactory,
    ProductFactory,
    SaleFactory,
    StaffFactory,
    StoreFactory,
)
from tests.loyalty.factories import (
    AnnualRebateFactory,
    CouponFactory,
    CouponKindFactory,
    MemberPriceFactory,
    PerkFactory,
    PointsEntryFactory,
    RebateBandFactory,
    RewardFactory,
    TierPerkFactory,
)

CENT = Decimal("0.01")
EARLIER = NOON - dt.timedelta(seconds=1)


def coupon_use(**facts):
    given = {"coupon": CouponFactory(), "store": StoreFactory(), "by": StaffFactory()}
    return CouponUse.objects.create(**given | {"used_at": NOON} | facts)


def the_same_coupon_again():
    first = CouponFactory()
    CouponFactory(member=first.member, kind=first.kind, reference=first.reference)


def perk_use(**facts):
    given = {"key": uuid.uuid4(), "member": MemberFactory(), "perk": PerkFactory(), "place": 1}
    where = {"store": StoreFactory(), "by": StaffFactory()}
    return PerkUse.objects.create(
        **given | where | {"period_starts_on": DAY, "used_at": NOON} | facts
    )


def the_same_place_again():
    first = perk_use()
    perk_use(member=first.member, perk=first.perk)


def the_same_cell_again():
    first = TierPerkFactory()
    TierPerkFactory(tier=first.tier, perk=first.perk)


def redemption(**facts):
    entry = PointsEntryFactory(kind=EntryKind.REDEEM, points=-100)
    given = {"key": uuid.uuid4(), "number": "R1", "reward": RewardFactory(), "entry": entry}
    where = {"member": entry.account.member, "store": StoreFactory()}
    return Redemption.objects.create(
        **given | where | {"redeemed_at": NOON, "redeemed_by": StaffFactory()} | facts
    )


def a_member_who_refers_herself():
    member = MemberFactory()
    Referral.objects.create(
        friend=member, referrer=member, sale=SaleFactory(member=member), rewarded_at=NOON
    )


BREAKERS = {
    "loyalty_birthday_perk_has_a_window": [lambda: PerkFactory(kind=PerkKind.BIRTHDAY, pays=9_000)],
    "loyalty_coupon_can_be_used_for_a_day": [lambda: CouponFactory(expires_on=DAY)],
    "loyalty_coupon_cause_gives_once": [the_same_coupon_again],
    "loyalty_coupon_is_used_once": [lambda: coupon_use(coupon=coupon_use().coupon)],
    "loyalty_coupon_kind_asks_nothing_negative": [lambda: CouponKindFactory(minimum_spend=-CENT)],
    "loyalty_coupon_kind_ends_after_it_starts": [
        lambda: CouponKindFactory(usable_from=DAY, usable_until=DAY)
    ],
    "loyalty_coupon_kind_says_what_it_gives": [
        lambda: CouponKindFactory(amount=None),
        lambda: CouponKindFactory(amount=0),
        lambda: CouponKindFactory(effect=CouponEffect.PERCENT),
        lambda: CouponKindFactory(effect=CouponEffect.PERCENT, pays=0),
        lambda: CouponKindFactory(effect=CouponEffect.PERCENT, pays=10_000),
        lambda: CouponKindFactory(effect=CouponEffect.FREE_ITEM),
        lambda: CouponKindFactory(effect=CouponEffect.PRICE, price=1),
        lambda: CouponKindFactory(effect=CouponEffect.PRICE, product=ProductFactory()),
        lambda: CouponKindFactory(effect=CouponEffect.PRICE, product=ProductFactory(), price=-CENT),
        lambda: CouponKindFactory(effect="joy"),
    ],
    "loyalty_coupon_names_its_cause_and_number": [
        lambda: CouponFactory(reference=""),
        lambda: CouponFactory(number=""),
    ],
    "loyalty_coupon_takes_off_something": [lambda: CouponFactory(amount=0)],
    "loyalty_coupon_use_saves_nothing_negative": [lambda: coupon_use(saved=-CENT)],
    "loyalty_member_price_ends_after_it_starts": [lambda: MemberPriceFactory(until=DAY)],
    "loyalty_member_price_is_not_negative": [lambda: MemberPriceFactory(price=-CENT)],
    "loyalty_member_price_limit_lets_one_pass": [lambda: MemberPriceFactory(limit=0)],
    "loyalty_perk_that_discounts_says_how_much": [
        lambda: PerkFactory(kind=PerkKind.DISCOUNT),
        lambda: PerkFactory(kind=PerkKind.DISCOUNT, pays=0),
        lambda: PerkFactory(kind=PerkKind.DISCOUNT, pays=10_000),
    ],
    "loyalty_perk_use_has_its_own_place": [the_same_place_again],
    "loyalty_perk_use_is_counted_from_one": [lambda: perk_use(place=0)],
    "loyalty_perk_use_is_undone_after_it": [lambda: perk_use(undone_at=EARLIER)],
    "loyalty_rebate_band_begins_once": [
        lambda: RebateBandFactory(rebate=RebateBandFactory().rebate)
    ],
    "loyalty_rebate_band_gives_something": [
        lambda: RebateBandFactory(points_from=0),
        lambda: RebateBandFactory(amount=0),
    ],
    "loyalty_rebate_is_approved_before_it_is_issued": [
        lambda: AnnualRebateFactory(approved_at=NOON),
        lambda: AnnualRebateFactory(issued_at=NOON),
        lambda: AnnualRebateFactory(state=RebateState.APPROVED),
        lambda: AnnualRebateFactory(state=RebateState.ISSUED, issued_at=NOON),
        lambda: AnnualRebateFactory(state=RebateState.ISSUED, approved_at=NOON),
    ],
    "loyalty_redemption_is_closed_by_somebody": [
        lambda: redemption(closed_at=NOON),
        lambda: redemption(state=RedemptionState.HANDED_OVER, closed_at=NOON),
        lambda: redemption(state=RedemptionState.CANCELLED, closed_by=StaffFactory()),
    ],
    "loyalty_referral_is_of_two_members": [a_member_who_refers_herself],
    "loyalty_reward_closes_after_it_opens": [lambda: RewardFactory(opens_on=DAY, closes_on=DAY)],
    "loyalty_reward_costs_points": [lambda: RewardFactory(points=0)],
    "loyalty_reward_that_is_a_coupon_names_it": [lambda: RewardFactory(kind=RewardKind.COUPON)],
    "loyalty_tier_has_a_perk_once": [the_same_cell_again],
    "loyalty_tier_perk_can_be_used": [lambda: TierPerkFactory(quota=0)],
}
