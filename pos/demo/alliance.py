"""The partner of the demonstration chain: a car wash that members use and the office settles."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import suppress
from decimal import Decimal

from django.utils import timezone

from common.periods import add_months, month_of
from loyalty.domain.partner_checks import finish_action, note_check
from loyalty.domain.partner_statements import (
    NothingToSettle,
    approve_statement,
    draft_statement,
    settle_statement,
)
from loyalty.domain.perks import PerkNotHers, QuotaUsed, undo_perk, use_perk
from loyalty.enums import LimitPeriod, PerkKind
from loyalty.models import Partner, PartnerTerms, Perk, PerkUse, Tier, TierPerk
from membership.models import Member
from pos.demo.chain import OFFICE, Shop
from pos.demo.dice import Dice
from stores.models import Staff

A_MONTH = 3  # members of a store
A_DAY = dt.timedelta(days=1)
PRICES = [Decimal(25), Decimal(28)]  # yuan for each wash; the second since last month
# Days ago, mark, what was found, what to do.
CHECKS = [
    (40, 3, "周末排队四十分钟，未按约定让会员优先", "周末为会员预留一个车位"),
    (6, 4, "服务态度好，内饰清洁不够仔细", "增加内饰清洁检查表，由店长抽查"),
]


def open_alliance(*, first_day: dt.date, at: dt.datetime) -> None:
    """Agree with the car wash: a wash a month for everybody, two for the upper half."""
    partner = Partner.objects.create(
        name="洁行洗车",
        contact_name="洪经理",
        contact_phone="021-64850099",
        since=first_day,
        note="每月 5 日前对账，15 日前付款",
    )
    perk = Perk.objects.create(
        code="car-wash", kind=PerkKind.OTHER, name_zh="合作洗车", name_en="Car wash at our partner"
    )
    tiers = list(Tier.objects.lowest_first())
    TierPerk.objects.bulk_create(
        TierPerk(tier=tier, perk=perk, quota=1 + place // 2, period=LimitPeriod.MONTH)
        for place, tier in enumerate(tiers)
    )
    last_month = add_months(month_of(timezone.localdate(at)), -1)
    for price, begins in zip(PRICES, (first_day, last_month), strict=True):
        PartnerTerms.objects.create(
            partner=partner,
            perk=perk,
            called="标准洗车一次",
            price=price,
            effective_from=begins,
        )


def keep_alliance(shops: list[Shop], *, dice: Dice, at: dt.datetime) -> None:
    """Have members' cars washed in three months, look at the service, and settle the first."""
    partner, perk = Partner.objects.get(), Perk.objects.get(code="car-wash")
    officer, head = (Staff.objects.get(number=OFFICE[place][0]) for place in (1, 0))
    this_month = month_of(timezone.localdate(at))
    begins = [add_months(this_month, -months) for months in (2, 1, 0)]
    for month in begins:
        for shop in shops:
            _wash(shop, perk, at=min(_noon(month + 11 * A_DAY), at), dice=dice)
    _mistype(perk, at=at)
    _look(partner, dice=dice, by=officer, at=at)
    with suppress(NothingToSettle):
        first = draft_statement(
            partner=partner, last_day=begins[1] - A_DAY, by=officer, at=_noon(begins[1])
        )
        approve_statement(
            statement=first, shown=first.payable, by=head, at=_noon(begins[1] + 2 * A_DAY)
        )
        paid_on = begins[1] + 9 * A_DAY
        settle_statement(
            statement=first, paid_on=paid_on, reference="ZZ-0086", by=officer, at=_noon(paid_on)
        )
    with suppress(NothingToSettle):
        draft_statement(partner=partner, last_day=begins[2] - A_DAY, by=officer, at=at)


def _wash(shop: Shop, perk: Perk, *, at: dt.datetime, dice: Dice) -> None:
    members = Member.objects.current().filter(home_store=shop.store, joined_at__lt=at)
    able = list(members.order_by("pk"))
    for member in dice.sample(able, k=min(A_MONTH, len(able))):
        with suppress(PerkNotHers, QuotaUsed):
            use_perk(
                key=_key(dice), member=member, perk=perk, store=shop.store, by=shop.manager, at=at
            )


def _mistype(perk: Perk, *, at: dt.datetime) -> None:
    """Take the latest use back: the wrong member."""
    latest = PerkUse.objects.filter(perk=perk).select_related("member", "by").order_by("pk").last()
    if latest:
        undo_perk(use=latest, by=latest.by, at=at)


def _look(partner: Partner, *, dice: Dice, by: Staff, at: dt.datetime) -> None:
    """Note two checks; what the first asked for is done."""
    today = timezone.localdate(at)
    checks = [
        note_check(
            key=_key(dice),
            partner=partner,
            checked_on=today - ago * A_DAY,
            mark=mark,
            found=found,
            action=action,
            due_on=today + (14 - ago) * A_DAY,
            by=by,
        )
        for ago, mark, found, action in CHECKS
    ]
    finish_action(check=checks[0], by=by, on=today - 30 * A_DAY)


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), timezone.get_default_timezone())


def _key(dice: Dice) -> uuid.UUID:
    return uuid.UUID(int=dice.getrandbits(128), version=4)
