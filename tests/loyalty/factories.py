"""Rules, tiers, points, coupons and perks, each as dull as it can be."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from loyalty.enums import CouponEffect, CouponSource, EntryKind, Measure, PerkKind, RewardKind
from loyalty.models import (
    AnnualRebate,
    Coupon,
    CouponKind,
    EarningBonus,
    EarningRule,
    MemberPrice,
    Perk,
    PointsAccount,
    PointsEntry,
    PointsLot,
    RebateBand,
    Reward,
    Tier,
    TierCriterion,
    TierPerk,
)
from tests.factories import DAY, NOON, MemberFactory, ProductFactory


class TierFactory(DjangoModelFactory):
    class Meta:
        model = Tier

    code = factory.Sequence(lambda n: f"tier{n}")
    rank = factory.Sequence(lambda n: 100 + n)
    name_zh = factory.Sequence(lambda n: f"{n}级卡")


class TierCriterionFactory(DjangoModelFactory):
    class Meta:
        model = TierCriterion

    tier = factory.SubFactory(TierFactory)
    measure = Measure.POINTS
    threshold = 1_000


class EarningRuleFactory(DjangoModelFactory):
    class Meta:
        model = EarningRule

    effective_from = DAY


class EarningBonusFactory(DjangoModelFactory):
    class Meta:
        model = EarningBonus

    rule = factory.SubFactory(EarningRuleFactory)
    name_zh = factory.Sequence(lambda n: f"{n}号加倍")
    multiplier = 2


class PointsAccountFactory(DjangoModelFactory):
    class Meta:
        model = PointsAccount

    member = factory.SubFactory(MemberFactory)


class PointsEntryFactory(DjangoModelFactory):
    """An entry alone; the account does not know of it."""

    class Meta:
        model = PointsEntry

    account = factory.SubFactory(PointsAccountFactory)
    kind = EntryKind.EARN
    points = 10
    reference = factory.Sequence(lambda n: f"test:{n}")
    occurred_at = NOON


class PointsLotFactory(DjangoModelFactory):
    """A full lot and its entry; the account does not know of them."""

    class Meta:
        model = PointsLot

    entry = factory.SubFactory(PointsEntryFactory)
    account = factory.SelfAttribute("entry.account")
    points = factory.SelfAttribute("entry.points")
    remaining = factory.SelfAttribute("points")


class CouponKindFactory(DjangoModelFactory):
    class Meta:
        model = CouponKind

    code = factory.Sequence(lambda n: f"coupon{n}")
    name_zh = factory.Sequence(lambda n: f"{n}号券")
    effect = CouponEffect.AMOUNT
    amount = Decimal(10)


class CouponFactory(DjangoModelFactory):
    class Meta:
        model = Coupon

    kind = factory.SubFactory(CouponKindFactory)
    member = factory.SubFactory(MemberFactory)
    number = factory.Sequence(lambda n: f"Q{n:06d}")
    source = CouponSource.HAND
    reference = factory.Sequence(lambda n: f"test:{n}")
    usable_from = DAY
    issued_at = NOON


class PerkFactory(DjangoModelFactory):
    class Meta:
        model = Perk

    code = factory.Sequence(lambda n: f"perk{n}")
    name_zh = factory.Sequence(lambda n: f"{n}号礼遇")
    kind = PerkKind.SERVICE


class TierPerkFactory(DjangoModelFactory):
    class Meta:
        model = TierPerk

    tier = factory.SubFactory(TierFactory)
    perk = factory.SubFactory(PerkFactory)


class MemberPriceFactory(DjangoModelFactory):
    class Meta:
        model = MemberPrice

    product = factory.SubFactory(ProductFactory)
    price = Decimal("80.00")
    since = DAY


class RewardFactory(DjangoModelFactory):
    class Meta:
        model = Reward

    code = factory.Sequence(lambda n: f"reward{n}")
    name_zh = factory.Sequence(lambda n: f"{n}号礼品")
    kind = RewardKind.GIFT
    points = 100


class AnnualRebateFactory(DjangoModelFactory):
    class Meta:
        model = AnnualRebate

    year = factory.Sequence(lambda n: 2000 + n)
    coupon_kind = factory.SubFactory(CouponKindFactory)


class RebateBandFactory(DjangoModelFactory):
    class Meta:
        model = RebateBand

    rebate = factory.SubFactory(AnnualRebateFactory)
    points_from = 1_000
    amount = Decimal(20)
