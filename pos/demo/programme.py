"""What the demonstration chain's programme gives: rules, coupons, rewards, cards, organisations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from loyalty.domain.rebates import draft_rebate
from loyalty.enums import CouponEffect, LifeEnd, Occasion, RewardKind
from loyalty.models import (
    CouponKind,
    EarningBonus,
    EarningRule,
    OccasionReward,
    PointsBand,
    Reward,
)
from membership.domain.card_stock import receive_cards
from membership.models import CardKind, Organisation
from pos.demo.chain import OFFICE, Shop
from sales.models import Product
from stores.models import Staff

MEMBER_DAY = 18  # of each month
PRINTED = 300  # cards a store
BANDS = [1_000, 2_000, 5_000]  # points; below those every house begins with
REBATES = {1_000: Decimal(10), 3_000: Decimal(40), 8_000: Decimal(150)}  # points to yuan
FEE = "9001"

# Code, Chinese and English name, what the coupon does.
COUPONS = [
    ("welcome", "入会礼券 满300减30", "Welcome: 30 off 300",
     {"effect": CouponEffect.AMOUNT, "amount": 30, "minimum_spend": 300, "life_days": 60}),
    ("thanks", "老友券 9折", "For friends: 10 % off",
     {"effect": CouponEffect.PERCENT, "pays": 9_000, "regular_only": True, "life_days": 90}),
    ("fifty", "50元券", "50 yuan off",
     {"effect": CouponEffect.AMOUNT, "amount": 50, "minimum_spend": 200, "life_days": 90}),
    ("rebate", "年度返利券", "Annual rebate",
     {"effect": CouponEffect.AMOUNT, "amount": 10, "life_days": 180}),
]  # fmt: skip
# Code, Chinese and English name, kind, points, stock, coupon.
REWARDS = [
    ("tote", "帆布袋", "Tote bag", RewardKind.GIFT, 300, 120, None),
    ("towel", "长绒棉毛巾", "Cotton towel", RewardKind.GIFT, 600, 80, None),
    ("fifty", "50元券", "50 yuan off", RewardKind.COUPON, 1_500, None, "fifty"),
    ("ironing", "上门熨烫一次", "Ironing at home", RewardKind.SERVICE, 800, None, None),
    ("scarf", "桑蚕丝方巾", "Silk square", RewardKind.GIFT, 4_000, 15, None),
]
# Name, contact, phone, the day on which its people get cards.
ORGANISATIONS = [
    ("漕河泾实验小学", "钱老师", "021-64850011", "教师节"),
    ("第六人民医院工会", "周护士长", "021-64369181", "护士节"),
    ("田林街道退役军人服务站", "孙站长", "021-54480023", "建军节"),
]


def open_programme(*, shops: list[Shop], first_day: dt.date, at: dt.datetime) -> None:
    """Write the rules that hold from ``first_day`` on, and fill shelves and drawers."""
    _write_rules(first_day)
    kinds = {
        code: CouponKind.objects.create(code=code, name_zh=zh, name_en=en, **facts)
        for code, zh, en, facts in COUPONS
    }
    _reward_occasions(first_day, kinds)
    for code, zh, en, kind, points, stock, coupon in REWARDS:
        Reward.objects.create(
            code=code,
            name_zh=zh,
            name_en=en,
            kind=kind,
            points=points,
            stock=stock,
            coupon_kind=kinds[coupon] if coupon else None,
        )
    PointsBand.objects.bulk_create(PointsBand(floor=floor) for floor in BANDS)
    officer = Staff.objects.get(number=OFFICE[1][0])
    draft_rebate(year=at.year, coupon_kind=kinds["rebate"], bands=REBATES, by=officer)
    _print_cards(shops, at=at)


def _write_rules(first_day: dt.date) -> None:
    """Let points wait for returns, live a year, and count double on the member day."""
    rule = EarningRule.objects.create(
        effective_from=first_day,
        points_per_yuan=1,
        pending_days=7,
        life_months=12,
        life_end=LifeEnd.MONTH,
    )
    EarningBonus.objects.create(
        rule=rule,
        name_zh="会员日",
        name_en="Member day",
        multiplier=2,
        days_of_month=[MEMBER_DAY],
    )


def _reward_occasions(first_day: dt.date, kinds: dict[str, CouponKind]) -> None:
    for occasion, points, minimum, coupon in [
        (Occasion.JOINING, 0, 0, kinds["welcome"]),
        (Occasion.PROFILE, 50, 0, None),
        (Occasion.REFERRING, 200, 100, kinds["thanks"]),
        (Occasion.REFERRED, 100, 100, None),
        (Occasion.SURVEY, 20, 0, None),
        (Occasion.TAKING_PART, 30, 0, None),
    ]:
        OccasionReward.objects.create(
            occasion=occasion,
            effective_from=first_day,
            points=points,
            minimum_ticket=minimum,
            coupon_kind=coupon,
        )


def _print_cards(shops: list[Shop], *, at: dt.datetime) -> None:
    """Put printed cards into each store, those of organisations into the first, and sell some."""
    kinds = CardKind.objects.in_bulk(field_name="code")
    paid = kinds["nationwide"]
    Product.objects.create(sku=FEE, name=paid.name_zh, regular_price=paid.price, card_kind=paid)
    for shop in shops:
        prefix = f"V{shop.store.code:0>3}"
        for kind, begins in ((kinds["member"], 1), (paid, 5_001)):
            receive_cards(
                kind=kind,
                store=shop.store,
                first=f"{prefix}{begins:06d}",
                last=f"{prefix}{begins + PRINTED - 1:06d}",
                by=shop.manager,
                at=at,
            )
    home = shops[0]
    for place, (name, contact, phone, day) in enumerate(ORGANISATIONS, start=1):
        organisation = Organisation.objects.create(
            name=name, contact_name=contact, contact_phone=phone, store=home.store
        )
        receive_cards(
            kind=kinds["organisation"],
            store=home.store,
            first=f"T{place}0001",
            last=f"T{place}0050",
            organisation=organisation,
            occasion=day,
            by=home.manager,
            at=at,
        )
