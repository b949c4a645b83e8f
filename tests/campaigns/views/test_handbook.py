"""The handbook says what the rules say, in both languages, and nothing internal."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from loyalty.enums import CouponEffect, LifeEnd
from loyalty.models import (
    CouponKind,
    EarningBonus,
    EarningRule,
    OccasionReward,
    Perk,
    RedemptionRule,
    Reward,
    SpendRebateRule,
    Tier,
    TierPerk,
)
from tests.visitors import visitor, words

pytestmark = pytest.mark.time_machine("2026-03-20 12:00+08:00")
TODAY = dt.date(2026, 3, 20)


def book(staff, language="en"):
    return words(visitor(staff).get(reverse("programme:handbook"), {"in": language}))


@pytest.mark.parametrize("who", ["cashier", "guide", "manager", "officer"])
def test_it_prints_the_first_rules(cast, who):
    shown = book(getattr(cast, who))

    assert "The rules as they stand on 2026-03-20." in shown
    assert "Gold On joining For good 12% off × 1" in shown
    assert "Platinum from Gold: 2,500 points earned within 12 months For good 15% off × 1" in shown
    assert "1 point for each yuan paid in money. Points do not expire." in shown
    assert "100 points pay ¥1.00 of a later purchase." in shown
    assert "Free parking — — 2 times a month 4 times a month" in shown
    assert (
        "Discount on the birthday 20% off · regular prices only · birthday: the day itself"
        " — — once a year —" in shown
    )


def test_it_never_mentions_what_is_internal(cast):
    internal = Perk.objects.get(code="specialist")
    assert TierPerk.objects.filter(perk=internal).count() == 2

    assert ("specialist" in book(cast.cashier), "客户专员" in book(cast.cashier, "zh-hans")) == (
        False,
        False,
    )


def test_it_tells_of_the_cards_on_offer(cast):
    english, chinese = book(cast.cashier), book(cast.cashier, "zh-hans")

    assert "Nationwide card ¥150.00 For good personal —" in english
    assert (
        "Student card free 12 months personal"
        " For students, who show their student card and buy in person" in english
    )
    assert "Trial card free 3 months whoever presents it —" in english
    assert "学生会员卡 免费 12 个月 记名 本人持学生证办理，本人持卡购买" in chinese
    assert "Guest-of-honour" not in english


def test_it_leaves_out_what_no_tier_has_or_nobody_offers(cast):
    Perk.objects.filter(code="parking").update(is_active=False)

    shown = book(cast.cashier)

    assert ("Free parking" in shown, "Fashion magazine" in shown) == (False, False)
    assert "Free ironing" in shown


def test_it_speaks_chinese(cast):
    shown = book(cast.cashier, "zh-hans")

    assert "白金卡" in shown
    assert "免费泊车" in shown
    assert "8.8折" in shown


def test_it_follows_every_rule(cast):
    kind = CouponKind.objects.create(
        code="test-back",
        name_zh="返券",
        name_en="Money back",
        effect=CouponEffect.AMOUNT,
        amount=Decimal(1),
    )
    Tier.objects.filter(code="gold").update(multiplier=Decimal("1.5"), keep_months=12)
    Tier.objects.filter(code="platinum").update(one_step=False, keep_months=12)
    Perk.objects.filter(code="birthday-day").update(
        birthday="around", days_around=3, regular_only=False, stacks=True
    )
    rule = EarningRule.objects.create(
        effective_from=TODAY,
        points_per_yuan=Decimal("0.5"),
        minimum_ticket=Decimal(20),
        ticket_cap=5_000,
        pending_days=7,
        life_months=12,
        life_end=LifeEnd.YEAR,
    )
    bonus = EarningBonus.objects.create(
        rule=rule, name_zh="会员日", name_en="Member day", multiplier=2, days_of_month=[18]
    )
    bonus.stores.add(cast.store)
    RedemptionRule.objects.create(
        effective_from=TODAY, point_value=Decimal("0.02"), minimum=100, step=50, share=5_000
    )
    OccasionReward.objects.create(
        effective_from=TODAY, occasion="joining", points=50, coupon_kind=kind
    )
    SpendRebateRule.objects.create(
        effective_from=TODAY, share=500, minimum_ticket=Decimal(200), coupon_kind=kind
    )
    OccasionReward.objects.create(
        effective_from=TODAY, occasion="referring", points=80, minimum_ticket=Decimal(100)
    )
    mug = {"kind": "gift", "name_zh": "杯子", "name_en": "Mug"}
    Reward.objects.create(code="test-mug", points=300, **mug)
    theirs = Reward.objects.create(
        code="test-mug-2", points=400, closes_on=dt.date(2026, 4, 1), **mug
    )
    theirs.tiers.add(Tier.objects.get(code="gold"))

    shown = book(cast.cashier)

    for sentence in [
        "Gold On joining For good 12% off × 1.5",
        "Platinum 2,500 points earned within 12 months 12 months; 2,500 points earned within",
        "20% off · on top of other discounts · birthday: 3 days before and after",
        "0.5 points for each yuan paid in money.",
        "A ticket has to come to ¥20.00 at least.",
        "One ticket earns 5,000 points at most.",
        "Member day: 2 times the points (Nanjing Road; on day 18 of the month)",
        "Where several of these, or that of the tier, hold at once, the highest counts.",
        "Points can be spent 7 days after the purchase.",
        "Points expire 12 months after the purchase, at the end of the year.",
        "Joining: 50 points + coupon: Money back.",
        "100 points pay ¥2.00 of a later purchase.",
        "At least 100 points at a time.",
        "In steps of 50 points.",
        "Up to 50% of a ticket.",
        "5% of a ticket of ¥200.00 or more comes back as a coupon for the next.",
        "Referring a friend: 80 points, for a first purchase of ¥100.00 or more.",
        "Mug: 300 points",
        "Mug: 400 points (Gold; until 2026-03-31)",
    ]:
        assert sentence in shown


def test_it_prints_the_rebate_somebody_approved(cast):
    kind = CouponKind.objects.create(
        code="test-rebate", name_zh="返利券", effect=CouponEffect.AMOUNT, amount=Decimal(1)
    )
    for year, state in ((2024, "approved"), (2025, "draft")):
        rebate = kind.annual_rebates.create(
            year=year,
            state=state,
            approved_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC) if state == "approved" else None,
        )
        rebate.bands.create(points_from=1_000, amount=Decimal(10))

    shown = book(cast.cashier)

    assert "2024: 1,000 points or more, a coupon of ¥10.00." in shown
    assert "2025:" not in shown
