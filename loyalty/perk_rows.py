"""The perks the handbooks name, and the first cells of the matrix.

Gold and platinum have the few that cost little; the others wait to be switched on. How often
a month or year is the shop's to set, and so are the two birthday discounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

SERVICE, OTHER, EARLY, GIFT = "service", "other", "early", "gift"

_BIRTHDAYS: list[dict[str, Any]] = [
    {
        "code": "birthday-day",
        "kind": "birthday",
        "name_zh": "生日当天折扣",
        "name_en": "Discount on the birthday",
        "pays": 8_000,
        "birthday": "day",
        "lead_days": 3,
    },
    {
        "code": "birthday-month",
        "kind": "birthday",
        "name_zh": "生日当月折扣",
        "name_en": "Discount in the month of the birthday",
        "pays": 8_000,
        "birthday": "month",
        "lead_days": 7,
    },
    {
        "code": "birthday-gift",
        "kind": GIFT,
        "name_zh": "生日礼物",
        "name_en": "Birthday gift",
        "birthday": "day",
        "lead_days": 3,
    },
]

# Code, kind, Chinese name, English name.
_OTHERS = [
    ("gift-wrapping", SERVICE, "免费礼品包装", "Free gift wrapping"),
    ("parking", SERVICE, "免费泊车", "Free parking"),
    ("ironing", SERVICE, "免费熨烫", "Free ironing"),
    ("delivery", SERVICE, "免费送货", "Free delivery"),
    ("gift-delivery", SERVICE, "送出您的祝福：将礼品送至指定地点", "Gift delivered to an address"),
    ("home-visit", SERVICE, "特殊日子预约上门服务", "Home service, by appointment"),
    ("desk", SERVICE, "前台咨询、寄存、订票、快递、打印", "Desk: storage, tickets, courier"),
    ("refreshments", SERVICE, "自助茶点与贵宾座席", "Refreshments and a seat kept free"),
    ("lounge", SERVICE, "会员休息室与专属储物柜", "Members' lounge and lockers"),
    ("repair", SERVICE, "免费维修与延长质保", "Free repair, longer warranty"),
    ("new-products", EARLY, "新品优先选购", "New products first"),
    ("special-supply", EARLY, "特供产品优先购买权", "Special-supply products first"),
    ("shopping-day", EARLY, "每年一次会员特别购物专享日", "Members' shopping day, once a year"),
    ("booking", EARLY, "优先预订、优先排队", "Booked and served first"),
    ("anniversary-gift", GIFT, "特殊纪念日个性礼", "Gift on a personal anniversary"),
    ("greetings", OTHER, "生日、节日温馨祝福", "Greetings on birthdays and festivals"),
    ("reminders", OTHER, "特殊日子提醒服务", "Reminders of days that matter"),
    ("news", OTHER, "定期活动信息及电子宣传资料", "News of offers and events"),
    ("magazine", OTHER, "定期时尚杂志", "Fashion magazine"),
    ("salons", OTHER, "会员沙龙", "Members' salons"),
    ("launches", OTHER, "新品与流行趋势发布会", "Product launches and trend shows"),
    ("events", OTHER, "大型活动会员参与权", "A place at big events"),
    ("draws", OTHER, "联谊活动与抽奖活动", "Social events and lucky draws"),
    ("partners", OTHER, "合作伙伴专属优惠", "Offers of partners"),
    ("priority-line", OTHER, "优先接入客服", "Served first on the phone"),
    ("own-guide", OTHER, "专属导购与个性化推荐", "A guide of one's own"),
]

# The handbook of members is not to mention it (会员手册中无需标明).
_INTERNAL = ("specialist", SERVICE, "客户专员回访服务", "Call-back by a customer specialist")

# Perk: how often gold has it, how often platinum, and over what time; None is without limit.
_CELLS: dict[str, tuple[tuple[int | None, int | None], str]] = {
    "gift-wrapping": ((2, 4), "month"),
    "parking": ((2, 4), "month"),
    "ironing": ((1, 2), "month"),
    "delivery": ((2, 6), "year"),
    "new-products": ((None, None), "year"),
    "greetings": ((None, None), "year"),
    "specialist": ((2, 4), "year"),
}
_GOLD_ONLY = {"birthday-day": (1, "year")}
_PLATINUM_ONLY = {"birthday-month": (1, "year"), "home-visit": (1, "year")}


def perks() -> list[Mapping[str, Any]]:
    """Return the rows of ``Perk``."""
    fields = ("code", "kind", "name_zh", "name_en")
    others = [dict(zip(fields, row, strict=True)) for row in _OTHERS]
    internal = dict(zip(fields, _INTERNAL, strict=True)) | {"is_internal": True}
    return [*_BIRTHDAYS, *others, internal]


def cells() -> list[Mapping[str, Any]]:
    """Return the rows of ``TierPerk``."""
    return [
        {"tier__code": tier, "perk__code": perk, "quota": quota, "period": period}
        for tier, perk, quota, period in _cells()
    ]


def _cells() -> Iterator[tuple[str, str, int | None, str]]:
    for perk, (quotas, period) in _CELLS.items():
        for tier, quota in zip(("gold", "platinum"), quotas, strict=True):
            yield tier, perk, quota, period
    for tier, only in (("gold", _GOLD_ONLY), ("platinum", _PLATINUM_ONLY)):
        for perk, (quota, period) in only.items():
            yield tier, perk, quota, period
